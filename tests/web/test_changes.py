"""Who changed what: the feed says of what and which fields, in words, and undoing shows what comes back."""

from typing import Any

import pytest

from app.vocabulary import Role
from app.web.interior import Interior
from tests.support.browsing import Tab, WebPage
from tests.web.borough import Borough

one_database = pytest.mark.one_database("the page tells what the interface answers")


def rows(page: WebPage) -> list[str]:
    return [" ".join(row.text.split()) for row in page.main.all("tr")]


@one_database
def test_a_change_is_told_by_the_name_of_its_system_and_the_words_of_its_fields(town: Borough) -> None:
    system = town.systems["Vejarkiv"]
    town.api.patch(f"/v1/systems/{system['id']}", {"supplier": "En anden", "notes": "Ny."})
    page = town.tab(Role.STEWARD).open("/aendringer")
    (row,) = [row for row in rows(page) if "ændrede system: Vejarkiv" in row]
    assert "bemærkninger, leverandør" in row.lower()
    assert f"/systemer/{system['id']}" in page.links


@one_database
def test_what_belongs_to_a_system_is_told_by_its_name(town: Borough) -> None:
    town.api.assign(town.systems["Kortviser"], town.positions["Teamleder"], "develop")
    line = town.api.budget(town.systems["Vejarkiv"], estimatedDkk=7, allocatedDkk=7)
    town.api.patch(f"/v1/budget-lines/{line['id']}", {"allocatedDkk": 5})
    told = rows(town.tab(Role.STEWARD).open("/aendringer"))
    assert any("oprettede ansvar: Kortviser" in row for row in told)
    assert any("oprettede bekræftelse: Hjemmepleje" in row for row in told)
    assert any("ændrede budgetlinje: Vejarkiv Bevilling" in row for row in told)


def update_of(town: Borough, resource: str, resource_id: str) -> dict[str, Any]:
    """The entry of the one time that it was changed."""
    items = town.api.read("/v1/changes", resource=resource, resourceId=resource_id)["items"]
    (entry,) = [item for item in items if item["action"] == "update"]
    found: dict[str, Any] = entry
    return found


@one_database
def test_undoing_shows_what_stands_and_what_comes_back(town: Borough) -> None:
    system = town.systems["Vejarkiv"]
    town.api.time.advance(minutes=1)
    change = {"criticality": "businessCritical", "unitId": town.units["Social"]["id"], "supplier": None}
    town.api.patch(f"/v1/systems/{system['id']}", change)
    entry = update_of(town, "system", system["id"])
    page = town.tab(Role.STEWARD).open(f"/aendringer/{entry['revision']}")
    assert "ændret system: Vejarkiv" in page.text
    told = rows(page)
    assert "Kritikalitet forretningskritisk ikke kritisk" in told
    assert "Enhed Social Teknik" in told
    assert "Leverandør – Leverandøren" in told


@one_database
def test_undoing_another_change_shows_what_stands(town: Borough) -> None:
    line = town.api.budget(town.systems["Vejarkiv"], estimatedDkk=7, allocatedDkk=7)
    town.api.patch(f"/v1/budget-lines/{line['id']}", {"allocatedDkk": 5_000})
    entry = update_of(town, "budget-line", line["id"])
    page = town.tab(Role.STEWARD).open(f"/aendringer/{entry['revision']}")
    assert "budgetlinje: Vejarkiv" in page.text
    assert "Bevilling 5.000 kr. det, der stod før" in rows(page)


@one_database
def test_the_number_of_questions_does_not_grow_with_the_changes(town: Borough, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(120):
        town.api.position(4, town.units["Social"], title=f"Konsulent {number}")
    asked: list[str] = []
    send = Interior.send

    async def counted(self: Interior, method: str, path: str, *rest: Any) -> Any:
        asked.append(path)
        return await send(self, method, path, *rest)

    tab: Tab = town.tab(Role.STEWARD)
    monkeypatch.setattr(Interior, "send", counted)
    page = tab.open("/aendringer")
    assert len(rows(page)) == 51
    assert "oprettede stilling: Konsulent 119" in " ".join(rows(page))
    assert len(asked) <= 60, len(asked)
