import unicodedata
from typing import Any

import pytest
from sqlmodel import Session

from app.journal.append import Author
from app.models import System
from app.register.rows import find
from app.systems.lifecycle import POSSIBLE
from app.vocabulary import Lifecycle
from tests.support.api import Api


def test_card_of_a_new_system_says_what_is_unknown(api: Api) -> None:
    card = api.system("KSD")
    assert card["criticality"] == "unknown"
    assert card["personalData"] == ["unknown"]
    assert card["owner"] is None
    assert [duty["duty"] for duty in card["duties"]] == ["monitor", "fix", "develop", "retire"]
    nothing = {"estimatedDkk": None, "allocatedDkk": None, "state": "unknown"}
    assert card["funding"] == {"fiscalYear": 2026, **nothing, "development": nothing, "decommission": nothing}
    assert (card["supportHours"], card["confirmedOn"]) == ("unknown", None)
    assert {finding["rule"] for finding in card["findings"]} == {"OWN001", "DUT001", "FUN000", "LIF005", "CON001"}
    assert (card["findingCount"], card["worstSeverity"]) == (5, "critical")
    assert card == api.card(card)


def test_verdicts_name_every_rule_and_what_is_missing(api: Api) -> None:
    verdicts = {item["rule"]: item for item in api.read(f"/v1/systems/{api.system()['id']}/verdicts")["items"]}
    assert len(verdicts) == 29
    assert verdicts["OWN001"]["verdict"] == "flagged"
    assert verdicts["OWN003"]["verdict"] == "notApplicable"
    assert verdicts["FUN001"]["verdict"] == "unknown"
    assert verdicts["FUN001"]["message"]
    assert api.get("/v1/systems/01890a5d-ac96-774b-bcce-b302099a8057/verdicts").status_code == 404


@pytest.mark.parametrize("current", list(Lifecycle))
def test_lifecycle_takes_possible_steps_only(api: Api, current: Lifecycle) -> None:
    for wanted in Lifecycle:
        system = api.system(lifecycle=current)
        answer = api.patch(f"/v1/systems/{system['id']}", {"lifecycle": wanted})
        if wanted is current or wanted in POSSIBLE[current]:
            assert answer.json()["lifecycle"] == wanted
        else:
            assert answer.status_code == 409
            assert all(possible in answer.json()["detail"] for possible in POSSIBLE[current])
            assert answer.json()["errors"][0]["pointer"] == "/lifecycle"


def test_retiring_closes_the_system_and_its_findings(api: Api) -> None:
    system = api.system()
    retired = api.post(f"/v1/systems/{system['id']}/retire", {"on": "2026-02-01"}).json()
    assert (retired["lifecycle"], retired["phasedOutOn"], retired["findings"]) == ("retired", "2026-02-01", [])
    assert api.post(f"/v1/systems/{system['id']}/retire", {}).status_code == 409
    closed = api.read("/v1/findings", state="closed", systemId=system["id"])
    assert closed["total"] == 5


def test_retiring_on_a_day_to_come_is_phasing_out_until_then(api: Api) -> None:
    system = api.system()
    leaving = api.post(f"/v1/systems/{system['id']}/retire", {"on": "2026-06-01"}).json()
    assert (leaving["lifecycle"], leaving["phasedOutOn"]) == ("phasingOut", "2026-06-01")
    api.time.advance(days=100)
    assert "LIF001" in api.flagged(system)


@pytest.mark.parametrize("on", ["2026-02-28", None])
def test_no_system_is_retired_before_it_is_taken_into_use(api: Api, on: str | None) -> None:
    system = api.system(takenIntoUseOn="2026-06-01")
    answer = api.post(f"/v1/systems/{system['id']}/retire", {"on": on})
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/on", "backwards-period")
    assert "2026-06-01" in error["detail"]
    assert api.read(f"/v1/systems/{system['id']}") == system
    assert api.post(f"/v1/systems/{system['id']}/retire", {"on": "2026-06-01"}).status_code == 200


def test_only_a_system_that_was_never_in_use_is_deleted(api: Api) -> None:
    planned = api.system(lifecycle="planned")
    position = api.position()
    api.assign(planned, position)
    api.budget(planned)
    contract = api.make("/v1/contracts", {"name": "K", "systemIds": [planned["id"]]})
    assert api.delete(f"/v1/systems/{planned['id']}").status_code == 204
    assert api.get(f"/v1/systems/{planned['id']}").status_code == 404
    deleted = [change for change in api.read("/v1/changes", limit=200)["items"] if change["action"] == "delete"]
    assert {change["resource"] for change in deleted} == {"system", "responsibility", "budget-line"}
    assert api.read("/v1/changes", resourceId=contract["id"])["items"][-1]["changed"] == ["systemIds"]
    assert api.register.evaluate().cards == 0
    used = api.system(lifecycle="planned")
    api.patch(f"/v1/systems/{used['id']}", {"lifecycle": "phasingIn"})
    assert api.delete(f"/v1/systems/{used['id']}").json()["code"] == "ever-in-use"


def test_upsert_makes_then_changes_and_leaves_the_rest(api: Api) -> None:
    path = "/v1/systems/by-key/cmdb/4711"
    made = api.client.put(path, json={"name": "A", "description": "B", "notes": "fra scriptet"})
    assert made.status_code == 201
    assert (made.json()["source"], made.json()["externalId"]) == ("cmdb", "4711")
    system = made.json()
    api.patch(f"/v1/systems/{system['id']}", {"criticality": "notCritical"})
    again = api.client.put(path, json={"name": "A2", "notes": None})
    assert again.status_code == 200
    assert (again.json()["name"], again.json()["criticality"], again.json()["notes"]) == ("A2", "notCritical", None)
    assert again.json()["id"] == system["id"]
    same = api.register.edition()
    assert api.client.put(path, json={"name": "A2"}).status_code == 200
    assert api.register.edition() == same


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ({"name": "A"}, {}, 400),
        ({"name": "A", "description": "B", "externalId": "other"}, {}, 400),
        ({"name": "A", "description": "B", "colour": "red"}, {}, 400),
    ],
)
def test_bad_upsert_is_refused(api: Api, body: dict[str, Any], headers: dict[str, str], status: int) -> None:
    assert api.client.put("/v1/systems/by-key/cmdb/1", json=body, headers=headers).status_code == status
    assert api.read("/v1/systems")["total"] == 0


def test_upsert_honours_a_stale_if_match(api: Api) -> None:
    path = "/v1/systems/by-key/cmdb/1"
    tag = api.client.put(path, json={"name": "A", "description": "B"}).headers["etag"]
    assert api.client.put(path, json={"name": "C"}, headers={"If-Match": tag}).status_code == 200
    assert api.client.put(path, json={"name": "D"}, headers={"If-Match": tag}).status_code == 412
    assert api.client.put("/v1/systems/by-key/cmdb/2", json={"name": "D"}, headers={"If-Match": tag}).status_code == 412


def test_successors_never_run_in_a_circle(api: Api) -> None:
    first, second = api.system(), api.system()
    assert api.patch(f"/v1/systems/{first['id']}", {"successorId": second["id"]}).status_code == 200
    refused = api.patch(f"/v1/systems/{second['id']}", {"successorId": first["id"]})
    assert refused.json()["code"] == "successor-loop"
    assert api.patch(f"/v1/systems/{second['id']}", {"successorId": second["id"]}).status_code == 409


def test_using_units_are_changed_and_journalled(api: Api) -> None:
    units = [api.unit()["id"] for _ in range(3)]
    system = api.system(usingUnitIds=units[:2])
    changed = api.patch(f"/v1/systems/{system['id']}", {"usingUnitIds": [units[2], units[2]]}).json()
    assert changed["usingUnitIds"] == [units[2]]
    assert api.read("/v1/changes", resource="system")["items"][-1]["changed"] == ["usingUnitIds"]
    assert api.delete(f"/v1/units/{units[2]}").json()["code"] == "in-use"


def test_record_is_confirmed_by_whoever_says_so_or_attests_and_by_no_change(api: Api) -> None:
    said, attested = (api.system(confirmedOn="2024-01-01", criticality="notCritical") for _ in range(2))
    position = api.position(1)
    api.hold(position)
    api.assign(attested, position)
    for system in (said, attested):
        changed = api.patch(f"/v1/systems/{system['id']}", {"version": "2"}).json()
        assert changed["confirmedOn"] == "2024-01-01"
        assert "LIF003" in api.flagged(system)
    assert api.patch(f"/v1/systems/{said['id']}", {"confirmedOn": "2026-03-02"}).status_code == 200
    answer = {"confirmsOwnership": True, "insight": "yes", "time": "yes", "money": "yes"}
    assert api.post(f"/v1/systems/{attested['id']}/attestations", answer).status_code == 201
    for system in (said, attested):
        assert "LIF003" not in api.flagged(system)


def test_nobody_confirms_a_record_ahead_of_time(api: Api) -> None:
    refused = api.post("/v1/systems", {"name": "KSD", "description": "D", "confirmedOn": "2026-03-03"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/confirmedOn")
    system = api.system(confirmedOn="2026-03-02")
    assert api.patch(f"/v1/systems/{system['id']}", {"confirmedOn": "2026-03-03"}).status_code == 400
    assert api.patch(f"/v1/systems/{system['id']}", {"confirmedOn": None}).json()["confirmedOn"] is None


def test_record_that_nobody_confirms_has_as_long_as_one_that_was(api: Api) -> None:
    system = api.system()
    api.time.advance(days=548)
    assert "LIF003" not in api.flagged(system)
    api.time.advance(days=2)
    assert "LIF003" in api.flagged(system)


def test_rules_follow_the_day_without_any_write(api: Api) -> None:
    system = api.system(phasedOutOn="2026-03-03")
    revision = api.card(system)["revision"]
    assert "LIF001" not in api.flagged(system)
    api.time.advance(days=2)
    assert "LIF001" in api.flagged(system)
    assert api.card(system)["revision"] > revision
    assert api.read("/v1/changes", resource="register")["items"][-1]["action"] == "evaluate"
    edition = api.register.edition()
    api.read("/v1/systems")
    assert api.register.edition() == edition


@pytest.mark.parametrize("state", ["planned", "phasingIn", "phasingOut"])
def test_a_state_of_the_lifecycle_cannot_be_left_empty(api: Api, state: str) -> None:
    system = api.system(lifecycle=state)
    refused = api.patch(f"/v1/systems/{system['id']}", {"lifecycle": None})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/lifecycle")
    assert api.read(f"/v1/systems/{system['id']}")["lifecycle"] == state
    assert api.client.put("/v1/systems/by-key/cmdb/7", json={"name": "A", "lifecycle": None}).status_code == 400


def test_a_key_is_the_same_however_its_letters_are_put_together(api: Api) -> None:
    body = {"name": "Å", "description": "x"}
    composed, apart = (
        unicodedata.normalize(form, "/v1/systems/by-key/områdekilde/nøgle-å1") for form in ("NFC", "NFD")
    )
    assert composed != apart
    assert api.client.put(composed, json=body).status_code == 201
    assert (
        api.client.put(apart, json=body, headers={"If-Match": api.client.get(apart).headers["etag"]}).status_code == 200
    )
    assert api.read("/v1/systems")["total"] == 1
    made = api.read(apart)
    assert (made["source"], made["externalId"]) == ("områdekilde", "nøgle-å1")


def test_a_key_that_was_kept_as_it_came_is_found(api: Api) -> None:
    """As earlier releases kept it."""
    apart = unicodedata.normalize("NFD", "å1")
    system = api.system(source="mac", externalId="å1")

    def act(session: Session) -> None:
        find(session, System, system["id"]).external_id = apart

    api.register.write(Author("before"), act, lambda *_: None)
    for key in (apart, "å1"):
        tag = api.client.get(f"/v1/systems/by-key/mac/{key}").headers["etag"]
        answer = api.client.put(f"/v1/systems/by-key/mac/{key}", json={"notes": key}, headers={"If-Match": tag})
        assert answer.status_code == 200, answer.text
    assert api.read("/v1/systems")["total"] == 1
