"""Columns that are made of a name follow it wherever it is written, and nobody outside sees them."""

from app.core.folding import search_text, sort_key
from app.models import metadata
from tests.support.api import Api
from tests.support.imports import run

#: Table → the column with its rows' name.
NAMED = {"unit": "name", "person": "name", "position": "title", "contract": "name"}


def derived(api: Api) -> dict[str, set[tuple[str, str, str]]]:
    """Name, sort key and search text of every row, by table."""
    found = {}
    with api.register.database.reading() as session:
        for name, column in NAMED.items():
            columns = metadata.tables[name].c
            wanted = (columns[column], columns[f"{column}_sort"], columns[f"{column}_search"])
            found[name] = {
                (row[0], row[1], row[2])
                for row in session.execute(metadata.tables[name].select().with_only_columns(*wanted))
            }
    return found


def test_derived_columns_follow_every_name_whoever_writes_it(api: Api) -> None:
    unit, position = api.unit("Ærø"), api.position(title="Øverst")
    person, contract = api.person("Åse"), api.make("/v1/contracts", {"name": "Østaftale"})
    paths = ("/v1/units/{}", "/v1/people/{}", "/v1/contracts/{}")
    for path, row in zip(paths, (unit, person, contract), strict=True):
        assert api.patch(path.format(row["id"]), {"name": "Ændret É"}).status_code == 200
    assert api.patch(f"/v1/positions/{position['id']}", {"title": "Ændret É"}).status_code == 200
    run(api, "units", "Enhed;Type", "Øst import;team")
    found = derived(api)
    assert {"Ærø", "Åse", "Øverst", "Østaftale"}.isdisjoint(name for rows in found.values() for name, *_ in rows)
    assert all(("Ændret É", "{ndret e", "aendret e") in rows for rows in found.values())
    assert "Øst import" in {name for name, *_ in found["unit"]}
    for name, key, text in set[tuple[str, str, str]]().union(*found.values()):
        assert (key, text) == (sort_key(name), search_text(name))


def test_derived_columns_are_in_no_view_and_in_no_entry(api: Api) -> None:
    unit = api.unit("Ærø")
    api.position(unit=unit, title="Øverst")
    api.person("Åse")
    api.make("/v1/contracts", {"name": "Østaftale"})
    api.patch(f"/v1/units/{unit['id']}", {"name": "Ø"})
    hidden = {"nameSort", "nameSearch", "titleSort", "titleSearch"}
    for path in ("/v1/units", "/v1/people", "/v1/positions", "/v1/contracts", "/v1/tokens"):
        assert hidden.isdisjoint(key for item in api.read(path)["items"] for key in item)
    assert hidden.isdisjoint(key for item in api.read("/v1/changes", limit=200)["items"] for key in item["changed"])
