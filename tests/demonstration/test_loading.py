from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.core.cpr import contains_cpr
from app.demonstration.loading import FILES, FOLDER, holds_demonstration, is_whole, load_demonstration
from app.demonstration.placeholders import render
from app.demonstration.story import Story
from app.rules.engine import catalogue
from tests.support.api import Api

TODAY = date(2026, 3, 2)


def test_files_hold_no_number_that_reads_as_cpr_on_any_day() -> None:
    for day in (TODAY + timedelta(days=31 * number) for number in range(24)):
        for name, _ in FILES:
            assert not contains_cpr(render((FOLDER / name).read_text(encoding="utf-8-sig"), day)), name


def test_story_holds(demonstration: Api) -> None:
    story_holds(demonstration)


@pytest.mark.one_database("the days in the files are worked out in memory")
@pytest.mark.soak
@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2026, 12, 31)])
def test_story_holds_whatever_the_day_of_loading(api: Api, day: date) -> None:
    api.time.instant = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    load_demonstration(api.register)
    story_holds(api)


def story_holds(api: Api) -> None:
    """There is enough of everything, and every rule has something to say, and not to most systems."""
    day = api.time.today()
    summary = api.read("/v1/dashboard/summary")
    total = summary["systems"]["total"]
    assert total >= 260
    assert api.read("/v1/units")["total"] >= 60
    assert api.read("/v1/positions")["total"] >= 100
    adopted = day > date(day.year, 10, 15)
    for counts in summary["findings"]["byRule"]:
        applies = adopted or counts["rule"] != "FUN004"
        assert (0 < counts["flagged"] < total / 4) == applies, counts
    assert {counts["rule"] for counts in summary["findings"]["byRule"]} == set(catalogue())
    in_use = [card for card in every_card(api) if card["lifecycle"] in {"phasingIn", "inOperation", "phasingOut"}]
    healthy = sum(card["findingCount"] == 0 for card in in_use)
    assert healthy > len(in_use) / 2


def test_story_of_the_essay(demonstration: Api) -> None:
    api = demonstration
    ksd = api.read("/v1/systems", q="sygedagpengesystemet")["items"][0]
    assert (ksd["owner"]["title"], ksd["owner"]["managementLevel"]) == ("Teamleder, sygedagpenge", 4)
    assert ksd["funding"]["state"] == "unfunded"
    assert {"OWN003", "FUN001"} <= {finding["rule"] for finding in ksd["findings"]}
    for name in ("vagtplan", "kørelister"):
        card = api.read("/v1/systems", q=name)["items"][0]
        fix = next(duty for duty in card["duties"] if duty["duty"] == "fix")
        assert fix["formal"] == []
        assert "DUT001" in {finding["rule"] for finding in card["findings"]}
    years = {line["fiscalYear"] for line in api.read(f"/v1/systems/{ksd['id']}/budget-lines")["items"]}
    assert years == {2025, 2026, 2027}


def test_loading_again_changes_nothing(demonstration: Api) -> None:
    before = demonstration.register.edition()
    load_demonstration(demonstration.register)
    assert demonstration.register.edition() == before


def every_card(api: Api) -> list[dict[str, Any]]:
    cards: list[dict[str, Any]] = []
    path = "/v1/systems?limit=200&fields=lifecycle,findingCount"
    while path:
        answer = api.get(path)
        cards += answer.json()["items"]
        path = answer.links.get("next", {}).get("url", "")
    return cards


class Killed(Exception):
    """Stands for the power cut, the full disk, the impatient hand."""


def test_a_loading_that_was_cut_off_goes_on(sqlite_api: Api) -> None:
    def cut(done: int, _total: int) -> None:
        if done == 4:
            raise Killed

    with pytest.raises(Killed):
        load_demonstration(sqlite_api.register, cut)
    assert holds_demonstration(sqlite_api.register)
    assert not is_whole(sqlite_api.register)
    load_demonstration(sqlite_api.register)
    assert is_whole(sqlite_api.register)
    story_holds(sqlite_api)


@pytest.mark.soak
def test_a_story_that_was_cut_off_says_what_to_do(sqlite_api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: Any) -> None:
        raise Killed

    monkeypatch.setattr(Story, "_decline", cut)
    with pytest.raises(Killed):
        load_demonstration(sqlite_api.register)
    with pytest.raises(ValueError, match="Point DATABASE_URL to a new database"):
        load_demonstration(sqlite_api.register)


def test_what_is_deleted_from_the_demonstration_does_not_make_it_unfinished(demonstration: Api) -> None:
    (away,) = [
        absence
        for person in demonstration.read("/v1/people", q="Rune Papirsen")["items"]
        for absence in demonstration.read(f"/v1/people/{person['id']}/absences")["items"]
    ]
    assert demonstration.delete(f"/v1/absences/{away['id']}").status_code == 204
    assert is_whole(demonstration.register)
