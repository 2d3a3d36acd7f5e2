"""The register follows the day of the municipality, whichever process notices it first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

from app.models import System
from tests.support.api import TESTER, Api


def evaluations(api: Api) -> int:
    return int(api.read("/v1/changes", resource="register")["items"].__len__())


def test_a_write_past_the_interface_follows_the_day_first(api: Api) -> None:
    system = api.system(phasedOutOn="2026-03-03")
    api.time.advance(days=2)
    # As the command line writes: no request comes before it.
    api.register.write(
        TESTER, lambda session: session.get(System, system["id"]), lambda _session, _row, settled: settled.changes
    )
    assert api.register.edition().evaluated_on == "2026-03-04"
    assert "LIF001" in api.flagged(system)


def test_the_day_begins_at_midnight_in_the_municipality(api: Api) -> None:
    system = api.system(phasedOutOn="2026-03-02")
    api.time.instant = datetime(2026, 3, 2, 22, 59, tzinfo=UTC)
    assert "LIF001" not in api.flagged(system)
    api.time.instant = datetime(2026, 3, 2, 23, 1, tzinfo=UTC)
    assert api.register.clock.today() == date(2026, 3, 3)
    assert "LIF001" in api.flagged(system)


def test_of_many_who_notice_the_new_day_one_evaluates(make_api: Callable[..., Api]) -> None:
    workers = [make_api(), make_api()]
    workers[0].system(phasedOutOn="2026-03-02")
    for worker in workers:
        worker.time.advance(days=1)
    before = workers[0].register.edition().revision
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda number: workers[number % 2].read("/v1/systems")["items"][0]["findings"], range(8))
        assert all("LIF001" in {finding["rule"] for finding in answer} for answer in answers)
    assert workers[0].register.edition().revision == before + 1


def test_a_day_on_which_nothing_changes_leaves_no_entry(api: Api) -> None:
    api.system()
    before = api.register.edition()
    api.time.advance(days=1)
    api.read("/v1/systems")
    after = api.register.edition()
    assert (after.revision, after.evaluated_on) == (before.revision, "2026-03-03")


def test_another_process_that_is_past_midnight_is_not_undone(make_api: Callable[..., Api]) -> None:
    early, late = make_api(), make_api()
    system = early.system(phasedOutOn="2026-03-02")
    late.time.advance(days=1)
    assert "LIF001" in late.flagged(system)
    assert "LIF001" in early.flagged(system)
    assert early.register.edition().evaluated_on == "2026-03-03"


def test_a_holder_whose_last_day_comes_and_a_successor_who_begins(api: Api) -> None:
    position = api.position(1)
    first, second = api.person("Ida"), api.person("Bo")
    api.hold(position, first, validUntil="2026-03-05")
    system = api.system(criticality="notCritical")
    api.assign(system, position)
    assert "OWN004" in api.flagged(system)
    later = api.hold(position, second, validFrom="2026-03-06")
    assert "OWN004" not in api.flagged(system)
    # Nobody holds the position for two days: that is no succession.
    assert api.patch(f"/v1/tenures/{later['id']}", {"validFrom": "2026-03-08"}).status_code == 200
    assert "OWN004" in api.flagged(system)
    names = {}
    for day in range(2, 10):
        api.time.instant = datetime(2026, 3, day, 9, tzinfo=UTC)
        card = api.card(system)
        names[day] = card["owner"]["personName"]
        assert ("OWN002" in {finding["rule"] for finding in card["findings"]}) == (day in {6, 7})
    assert names == {2: "Ida", 3: "Ida", 4: "Ida", 5: "Ida", 6: None, 7: None, 8: "Bo", 9: "Bo"}


def test_an_ownership_that_begins_and_ends_by_itself(api: Api) -> None:
    position = api.position(1)
    api.hold(position)
    system = api.system(criticality="notCritical")
    api.assign(system, position, validFrom="2026-03-04", validUntil="2026-03-05")
    owned = []
    for _ in range(6):
        owned.append("OWN001" not in api.flagged(system))
        api.time.advance(days=1)
    assert owned == [False, False, True, True, False, False]
