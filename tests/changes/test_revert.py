"""One entry of the journal is undone as a new entry, or the answer says what stands in the way."""

from collections.abc import Iterator
from typing import Any

import pytest
from httpx2 import Response

from app.vocabulary import Role
from tests.journal.tampering import verification
from tests.promises.audit import audit
from tests.support.api import Api
from tests.support.refusals import feed_since, no_trace

Json = dict[str, Any]


@pytest.fixture
def whole(api: Api) -> Iterator[Api]:
    """The register on each database; afterwards it must be whole."""
    yield api
    is_whole(api)


@pytest.fixture
def sqlite_whole(sqlite_api: Api) -> Iterator[Api]:
    yield sqlite_api
    is_whole(sqlite_api)


def is_whole(api: Api) -> None:
    """Its cards are what an evaluation makes of the tables, and its journal holds."""
    assert api.register.evaluate().cards == 0
    audit(api)
    assert verification(api)["valid"]


def head(api: Api) -> int:
    return api.register.edition().revision


def revert(api: Api, revision: int, **kwargs: Any) -> Response:
    return api.post(f"/v1/changes/{revision}/revert", **kwargs)


def undo(api: Api, revision: int | None = None) -> Json:
    """The new entry; without a revision, of the newest entry's revert."""
    answer = revert(api, revision or head(api))
    assert answer.status_code == 200, answer.text
    entry: Json = answer.json()
    return entry


def undone(api: Api, path: str) -> str:
    """What undoing the newest entry did to the resource: the action of the new entry."""
    revision = head(api)
    entry = undo(api)
    assert entry["reason"] == f"Reverts revision {revision}."
    assert path.endswith(entry["resourceId"])
    (newest,) = feed_since(api, revision)
    assert newest == entry
    action: str = entry["action"]
    return action


def lasting(api: Api, path: str) -> Json:
    """The resource without what every change of it sets."""
    passing = {"createdAt", "updatedAt", "revision", "findings", "verdicts"}
    return {key: value for key, value in api.read(path).items() if key not in passing}


def refused(api: Api, revision: int, code: str) -> str:
    """The detail of a revert that is refused with 409 and leaves no trace."""
    with no_trace(api):
        answer = revert(api, revision)
    assert (answer.status_code, answer.json()["code"]) == (409, code), answer.text
    detail: str = answer.json()["detail"]
    return detail


def comes_and_goes(api: Api, path: str, change: Json, *, deletable: bool = True, mistaken: bool = True) -> None:
    """A resource just made: its change, its deletion, and where it was made by mistake its creation, are undone."""
    made, first = lasting(api, path), head(api)
    assert api.patch(path, change).status_code == 200
    changed = lasting(api, path)
    assert {key: changed[key] for key in change} == change
    assert changed != made
    assert undone(api, path) == "update"
    assert lasting(api, path) == made
    # Undoing that brings the change back.
    assert undone(api, path) == "update"
    assert lasting(api, path) == changed
    if deletable:
        assert api.delete(path).status_code == 204
        assert undone(api, path) == "create"
        assert lasting(api, path) == changed
    # What the first entry wrote does not stand any more.
    assert f"Revision {head(api)} came later (" in refused(api, first, "changed-later")
    if deletable and mistaken:
        assert undone(api, path) == "delete"
        assert api.get(path).status_code == 404


# ---------------------------------------------------------------- every kind
def test_unit_comes_back_as_it_was(whole: Api) -> None:
    parent = whole.unit("Top")
    unit = whole.unit("Ydelser", kind="centre", parentId=parent["id"], source="org", externalId="1")
    comes_and_goes(whole, f"/v1/units/{unit['id']}", {"name": "Borgerservice", "parentId": None, "externalId": "2"})


def test_position_comes_back_as_it_was(whole: Api) -> None:
    above = whole.position(1)
    position = whole.position(
        3, reportsToId=above["id"], leadsUnit=True, budgetAuthority="yes", budgetLimitDkk=3_000_000_000
    )
    change = {"title": "Leder", "managementLevel": 2, "reportsToId": None, "budgetLimitDkk": None, "leadsUnit": False}
    comes_and_goes(whole, f"/v1/positions/{position['id']}", change)


def test_person_comes_back_with_name_and_contacts(whole: Api) -> None:
    person = whole.person("Person Æ", email="a@kommune.example", phone="12 34 56 78", leavesOn="2026-12-31")
    change = {"name": "Person Ø", "email": None, "phone": "87 65 43 21", "leavesOn": None}
    path = f"/v1/people/{person['id']}"
    comes_and_goes(whole, path, change, deletable=False)
    assert whole.delete(path).status_code == 204
    # Whoever is deleted is forgotten, as an erasure would forget them.
    refused(whole, head(whole), "erased")


def test_tenure_comes_back_as_it_was(whole: Api) -> None:
    position, one, other = whole.position(), whole.person(), whole.person()
    system = whole.system(lifecycle="inOperation")
    whole.assign(system, position)
    tenure = whole.hold(position, one, validFrom="2024-01-01")
    path = f"/v1/tenures/{tenure['id']}"
    change = {"personId": other["id"], "validFrom": "2025-01-01", "validUntil": "2026-12-31"}
    comes_and_goes(whole, path, change, deletable=False)
    assert whole.card(system)["owner"]["personId"] == other["id"]


def test_tenure_that_a_departure_took_away_comes_back(whole: Api) -> None:
    position, person = whole.position(), whole.person("Person 1")
    tenure = whole.hold(position, person, validFrom="2026-04-01", validUntil="2027-03-31")
    path = f"/v1/tenures/{tenure['id']}"
    made, before = lasting(whole, path), head(whole)
    assert whole.post(f"/v1/people/{person['id']}/departure", {"on": "2026-03-20"}).status_code == 200
    by_kind = {(entry["resource"], entry["action"]): entry["revision"] for entry in feed_since(whole, before)}
    assert undo(whole, by_kind["tenure", "delete"])["action"] == "create"
    assert undo(whole, by_kind["person", "update"])["changed"] == ["leavesOn"]
    assert lasting(whole, path) == made
    assert whole.read(f"/v1/people/{person['id']}")["leavesOn"] is None
    assert whole.read(f"/v1/people/{person['id']}")["name"] == "Person 1"
    whole.time.advance(days=40)
    assert whole.read(f"/v1/positions/{position['id']}")["holder"]["personId"] == person["id"]
    whole.register.follow_the_day()


def test_tenure_that_was_made_by_mistake_goes(sqlite_whole: Api) -> None:
    position = sqlite_whole.position()
    tenure = sqlite_whole.hold(position)
    assert undone(sqlite_whole, f"/v1/tenures/{tenure['id']}") == "delete"
    assert sqlite_whole.read(f"/v1/positions/{position['id']}")["holder"] is None


def test_absence_comes_back_as_it_was(whole: Api) -> None:
    path = f"/v1/people/{whole.person()['id']}/absences"
    absence = whole.make(path, {"from": "2026-03-01", "until": "2026-03-31"})
    comes_and_goes(whole, f"/v1/absences/{absence['id']}", {"from": "2026-03-05", "until": None})


def test_system_comes_back_with_the_units_that_use_it(whole: Api) -> None:
    units = [whole.unit()["id"] for _ in range(3)]
    system = whole.system(
        "KSD",
        alternativeNames=["Dagpenge", "Sygedagpenge"],
        criticality="societyCritical",
        lifecycle="planned",
        takenIntoUseOn="2026-06-01",
        personalData=["cpr", "sensitive"],
        kle=["32.24"],
        unitId=units[0],
        usingUnitIds=units[:2],
        source="cmdb",
        externalId="1",
    )
    change = {
        "name": "KSD 2",
        "alternativeNames": [],
        "takenIntoUseOn": None,
        "personalData": ["ordinary"],
        "unitId": units[2],
        "usingUnitIds": [],
    }
    comes_and_goes(whole, f"/v1/systems/{system['id']}", change)


def test_units_that_use_a_system_are_brought_back_alone(sqlite_whole: Api) -> None:
    units = sorted(sqlite_whole.unit()["id"] for _ in range(2))
    system = sqlite_whole.system("KSD", usingUnitIds=units)
    path = f"/v1/systems/{system['id']}"
    sqlite_whole.patch(path, {"usingUnitIds": []})
    revision = head(sqlite_whole)
    sqlite_whole.patch(path, {"name": "KSD 2", "supplier": "KMD"})
    assert undo(sqlite_whole, revision)["changed"] == ["usingUnitIds"]
    card = sqlite_whole.card(system)
    assert (sorted(card["usingUnitIds"]), card["name"], card["supplier"]) == (units, "KSD 2", "KMD")


def test_step_of_the_lifecycle_is_undone(sqlite_whole: Api) -> None:
    system = sqlite_whole.system(lifecycle="planned", criticality="notCritical")
    path = f"/v1/systems/{system['id']}"
    made = lasting(sqlite_whole, path)
    assert sqlite_whole.patch(path, {"lifecycle": "inOperation"}).status_code == 200
    assert "OWN001" in sqlite_whole.flagged(system)
    assert undone(sqlite_whole, path) == "update"
    assert lasting(sqlite_whole, path) == made
    assert "OWN001" not in sqlite_whole.flagged(system)
    # It was never in use after all.
    assert sqlite_whole.delete(path).status_code == 204


def test_responsibility_comes_back_as_it_was(whole: Api) -> None:
    system = whole.system(lifecycle="inOperation", criticality="notCritical")
    one, other = whole.position(), whole.position()
    row = whole.assign(system, one, validFrom="2025-01-01", validUntil="2026-12-31")
    change = {"positionId": other["id"], "validFrom": "2025-06-01", "validUntil": None}
    comes_and_goes(whole, f"/v1/responsibilities/{row['id']}", change)
    assert whole.card(system)["owner"] is None


def test_owner_is_restored_on_the_card(sqlite_whole: Api) -> None:
    system = sqlite_whole.system(lifecycle="inOperation", criticality="notCritical")
    position = sqlite_whole.position()
    row = sqlite_whole.assign(system, position)
    assert sqlite_whole.delete(f"/v1/responsibilities/{row['id']}").status_code == 204
    assert "OWN001" in sqlite_whole.flagged(system)
    undo(sqlite_whole)
    assert sqlite_whole.card(system)["owner"]["positionId"] == position["id"]
    assert "OWN001" not in sqlite_whole.flagged(system)


def test_budget_line_comes_back_as_it_was(whole: Api) -> None:
    system = whole.system(lifecycle="inOperation")
    line = whole.budget(
        system,
        estimatedDkk=900_000,
        allocatedDkk=0,
        holderPositionId=whole.position()["id"],
        account="5.46",
        priceLevelYear=2026,
        recurring=True,
    )
    change = {"estimatedDkk": None, "allocatedDkk": 900_000, "holderPositionId": None, "kind": "licence"}
    comes_and_goes(whole, f"/v1/budget-lines/{line['id']}", change)
    assert whole.card(system)["funding"]["estimatedDkk"] in {0, None}


def test_contract_comes_back_with_its_systems(whole: Api) -> None:
    systems = sorted(whole.system()["id"] for _ in range(3))
    contract = whole.make(
        "/v1/contracts",
        {
            "name": "Drift",
            "supplier": "KMD",
            "startsOn": "2025-01-01",
            "endsOn": "2026-12-31",
            "noticeMonths": 6,
            "systemIds": systems[:2],
        },
    )
    change = {"name": "Drift og support", "endsOn": "2027-12-31", "noticeMonths": None, "systemIds": systems[1:]}
    comes_and_goes(whole, f"/v1/contracts/{contract['id']}", change, mistaken=False)


def test_contract_that_was_made_by_mistake_goes(sqlite_whole: Api) -> None:
    contract = sqlite_whole.make("/v1/contracts", {"name": "Drift"})
    assert undone(sqlite_whole, f"/v1/contracts/{contract['id']}") == "delete"
    assert sqlite_whole.read("/v1/contracts")["total"] == 0


# ---------------------------------------------------------------- what came later
def test_later_change_of_the_same_key_stands_in_the_way_and_is_named(sqlite_whole: Api) -> None:
    unit = sqlite_whole.unit("Første")
    path = f"/v1/units/{unit['id']}"
    sqlite_whole.patch(path, {"name": "Anden", "kind": "team"})
    revision = head(sqlite_whole)
    sqlite_whole.patch(path, {"name": "Tredje"})
    assert f"Revision {revision + 1} came later (update of the unit: name)" in refused(
        sqlite_whole, revision, "changed-later"
    )
    # The later one first, as the answer says; then what the earlier one wrote stands again.
    undo(sqlite_whole)
    undo(sqlite_whole, revision)
    assert sqlite_whole.read(path)["name"] == "Første"


def test_later_change_of_other_keys_stays(sqlite_whole: Api) -> None:
    unit = sqlite_whole.unit("Første", kind="centre")
    path = f"/v1/units/{unit['id']}"
    sqlite_whole.patch(path, {"name": "Anden"})
    revision = head(sqlite_whole)
    sqlite_whole.patch(path, {"kind": "team"})
    other = sqlite_whole.unit("Første")
    sqlite_whole.patch(f"/v1/units/{other['id']}", {"name": "Anden"})
    entry = undo(sqlite_whole, revision)
    assert (entry["changed"], entry["reason"]) == (["name"], f"Reverts revision {revision}.")
    assert [sqlite_whole.read(path)[key] for key in ("name", "kind")] == ["Første", "team"]
    assert sqlite_whole.read(f"/v1/units/{other['id']}")["name"] == "Anden"


def test_what_was_deleted_since_is_not_changed_back(sqlite_whole: Api) -> None:
    unit = sqlite_whole.unit("Første")
    path = f"/v1/units/{unit['id']}"
    sqlite_whole.patch(path, {"name": "Anden"})
    changed = head(sqlite_whole)
    sqlite_whole.delete(path)
    detail = refused(sqlite_whole, changed, "changed-later")
    assert f"Revision {changed + 1} came later (delete of the unit:" in detail
    undo(sqlite_whole)
    # It is there again, and the deletion is undone already.
    assert f"Revision {changed + 2} came later (create of the unit:" in refused(
        sqlite_whole, changed + 1, "changed-later"
    )


def test_system_with_something_registered_for_it_since_stays(sqlite_whole: Api) -> None:
    system = sqlite_whole.system(lifecycle="planned")
    made = head(sqlite_whole)
    line = sqlite_whole.budget(system)
    assert f"Revision {made + 1} came later (create of the budget-line:" in refused(sqlite_whole, made, "changed-later")
    sqlite_whole.delete(f"/v1/budget-lines/{line['id']}")
    assert f"Revision {made + 2} came later (delete of the budget-line:" in refused(sqlite_whole, made, "changed-later")
    assert sqlite_whole.card(system)["id"] == system["id"]


def test_what_another_refers_to_stays(whole: Api) -> None:
    unit = whole.unit()
    unit_made = head(whole)
    position = whole.position(unit=unit)
    position_made = head(whole)
    person = whole.person()
    person_made = head(whole)
    whole.hold(position, person)
    system = whole.system(lifecycle="planned")
    system_made = head(whole)
    whole.system(successorId=system["id"])
    for revision in (unit_made, position_made, person_made, system_made):
        refused(whole, revision, "in-use")


# ---------------------------------------------------------------- what is no record, or not whole any more
def test_erased_values_do_not_come_back(sqlite_whole: Api) -> None:
    person = sqlite_whole.person("Person Forhen", phone="55 66 77 88")
    made = head(sqlite_whole)
    path = f"/v1/people/{person['id']}"
    sqlite_whole.patch(path, {"phone": "11 22 33 44"})
    sqlite_whole.patch(path, {"leavesOn": "2026-03-01"})
    left = head(sqlite_whole)
    assert sqlite_whole.post(f"{path}/erasure").status_code == 200
    erased = head(sqlite_whole)
    for revision in (made + 1, left, erased):
        with no_trace(sqlite_whole):
            answer = revert(sqlite_whole, revision)
        assert answer.status_code == 409
        assert answer.json()["code"] in {"erased", "changed-later"}
    refused(sqlite_whole, left, "erased")
    refused(sqlite_whole, erased, "erased")
    assert sqlite_whole.read(path)["name"] == "Tidligere medarbejder"


def test_deeds_are_not_undone(sqlite_api: Api) -> None:
    api = sqlite_api
    top = api.unit()
    owner, other = api.position(2, top, leadsUnit=True), api.position(3, top)
    for position in (owner, other):
        api.hold(position)
    system = api.system(lifecycle="inOperation", unitId=top["id"])
    api.assign(system, owner)
    path = f"/v1/systems/{system['id']}"
    before = head(api)
    policy = api.read("/v1/policy")
    assert api.put("/v1/policy", {**policy, "maxSystemsPerPosition": 3}).status_code == 200
    api.make("/v1/tokens", {"name": "Natlig", "role": "reader"})
    api.make(f"{path}/handovers", {"duty": "owner", "toPositionId": other["id"]})
    api.make(
        f"{path}/disputes", {"duty": "owner", "positionId": owner["id"], "namesPositionId": other["id"], "reason": "X"}
    )
    api.make(f"{path}/attestations", {"confirmsOwnership": True, "insight": "yes", "time": "no", "money": "unknown"})
    api.time.advance(days=400)
    api.register.follow_the_day()
    kinds = {entry["resource"]: entry["revision"] for entry in feed_since(api, before)}
    assert kinds.keys() >= {"policy", "token", "handover", "dispute", "attestation", "register"}
    for kind in ("policy", "token", "handover", "dispute", "attestation", "register"):
        refused(api, kinds[kind], "not-revertible")


def test_revision_that_is_none_is_not_found(sqlite_api: Api) -> None:
    api = sqlite_api
    api.unit()
    with no_trace(api):
        assert revert(api, head(api) + 1).status_code == 404
        assert revert(api, 2**31 - 1).status_code == 404
        for revision in ("0", "-1", "abc", "1.5", str(2**31), str(2**63), "%20"):
            answer = api.post(f"/v1/changes/{revision}/revert")
            assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "revision"), revision


# ---------------------------------------------------------------- what the register refuses
def test_second_owner_does_not_come_back(whole: Api) -> None:
    system, one, other = whole.system(), whole.position(), whole.position()
    row = whole.assign(system, one)
    whole.delete(f"/v1/responsibilities/{row['id']}")
    deleted = head(whole)
    successor = whole.assign(system, other, validFrom="2026-06-01")
    assert successor["id"] in refused(whole, deleted, "owner-overlap")
    # An end that was taken back would let the first run into the second.
    ended = whole.assign(system, one, validFrom="2026-03-02", validUntil="2026-05-31")
    whole.delete(f"/v1/responsibilities/{successor['id']}")
    whole.patch(f"/v1/responsibilities/{ended['id']}", {"validUntil": None})
    whole.patch(f"/v1/responsibilities/{ended['id']}", {"validUntil": "2026-05-31"})
    shortened = head(whole)
    whole.assign(system, other, validFrom="2026-06-01")
    refused(whole, shortened, "owner-overlap")


def test_second_holder_does_not_come_back(whole: Api) -> None:
    position = whole.position()
    first = whole.hold(position)
    whole.patch(f"/v1/tenures/{first['id']}", {"validUntil": "2026-03-10"})
    ended = head(whole)
    second = whole.hold(position, validFrom="2026-03-11")
    assert second["id"] in refused(whole, ended, "holder-overlap")


def test_key_that_another_has_taken_does_not_come_back(whole: Api) -> None:
    makers: dict[str, Json] = {
        "units": {"name": "Enhed"},
        "systems": {"name": "KSD", "description": "Et system.", "lifecycle": "planned"},
        "contracts": {"name": "Drift"},
        "positions": {"title": "Chef", "unitId": whole.unit()["id"], "managementLevel": 2},
    }
    for kind, body in makers.items():
        keyed = {**body, "source": "s", "externalId": "1"}
        whole.delete(f"/v1/{kind}/{whole.make(f'/v1/{kind}', keyed)['id']}")
        deleted = head(whole)
        first = whole.make(f"/v1/{kind}", keyed)
        refused(whole, deleted, "duplicate-key")
        whole.patch(f"/v1/{kind}/{first['id']}", {"externalId": "2"})
        changed = head(whole)
        whole.make(f"/v1/{kind}", keyed)
        refused(whole, changed, "duplicate-key")


def test_child_does_not_come_back_under_a_parent_that_was_deleted(whole: Api) -> None:
    top = whole.unit()
    unit = whole.unit(parentId=top["id"])
    system, position = whole.system(lifecycle="planned"), whole.position()
    row, line = whole.assign(system, position), whole.budget(system)
    whole.patch(f"/v1/units/{unit['id']}", {"parentId": None})
    moved = head(whole)
    whole.delete(f"/v1/units/{top['id']}")
    for path in (f"/v1/budget-lines/{line['id']}", f"/v1/responsibilities/{row['id']}"):
        whole.delete(path)
    line_gone, row_gone = head(whole) - 1, head(whole)
    whole.delete(f"/v1/positions/{position['id']}")
    for revision in (moved, row_gone):
        refused(whole, revision, "gone")
    whole.delete(f"/v1/systems/{system['id']}")
    refused(whole, line_gone, "gone")
    # With the system back, what belonged to it can come back as well.
    undo(whole)
    undo(whole, line_gone)
    assert whole.read(f"/v1/budget-lines/{line['id']}")["systemId"] == system["id"]


def test_loop_does_not_come_back(whole: Api) -> None:
    first = whole.unit()
    second = whole.unit(parentId=first["id"])
    whole.patch(f"/v1/units/{second['id']}", {"parentId": None})
    freed = head(whole)
    whole.patch(f"/v1/units/{first['id']}", {"parentId": second["id"]})
    refused(whole, freed, "unit-cycle")
    one, other = whole.position(), whole.position()
    whole.patch(f"/v1/positions/{one['id']}", {"reportsToId": other["id"]})
    whole.patch(f"/v1/positions/{one['id']}", {"reportsToId": None})
    freed = head(whole)
    whole.patch(f"/v1/positions/{other['id']}", {"reportsToId": one["id"]})
    refused(whole, freed, "reporting-loop")


# ---------------------------------------------------------------- who, and why
def test_own_reason_is_written_down_instead(sqlite_api: Api) -> None:
    api = sqlite_api
    api.unit("Første")
    api.time.advance(minutes=1)
    revision = head(api)
    steward = api.as_role(Role.STEWARD)
    assert revert(steward, revision, headers={"Change-Reason": "Var en fejl"}).status_code == 200
    entry = feed_since(api, revision)[-1]
    assert (entry["reason"], entry["at"], entry["actor"]) == ("Var en fejl", "2026-03-02T09:01:00Z", "test steward")


def test_roles_undo_what_they_may_change(api: Api) -> None:
    unit = api.unit()
    system = api.system(unitId=unit["id"])
    api.patch(f"/v1/systems/{system['id']}", {"name": "Omdøbt"})
    of_system = head(api)
    api.patch(f"/v1/units/{unit['id']}", {"name": "Omdøbt"})
    of_unit = head(api)
    readers = [api.as_role(role) for role in (Role.READER, Role.OWNER, Role.COORDINATOR)]
    registrar, steward = api.as_role(Role.REGISTRAR), api.as_role(Role.STEWARD)
    registrar.patch(f"/v1/systems/{system['id']}", {"name": "Omdøbt igen"})
    own = head(api)
    elsewhere = api.as_role(Role.REGISTRAR, api.unit()["id"])
    with no_trace(api):
        for reader in (*readers, elsewhere):
            assert revert(reader, of_system).status_code == 403
        for other in (*readers, registrar, elsewhere):
            assert revert(other, of_unit).status_code == 403
        assert revert(registrar, of_system).status_code == 403, "it is an administrator's"
    assert revert(registrar, own).status_code == 200
    for another in (of_system, of_unit):
        assert revert(steward, another).status_code == 200
    assert (api.card(system)["name"], api.read(f"/v1/units/{unit['id']}")["name"]) == (system["name"], unit["name"])


# ------------------------------------------------- what was found by trying, and must not come back
def test_contract_made_by_mistake_goes_from_the_cards_and_not_past_the_unit_of_the_token(whole: Api) -> None:
    one, other = whole.unit(), whole.unit()
    system = whole.system(unitId=one["id"])
    contract = whole.make("/v1/contracts", {"name": "K", "endsOn": "2026-04-01", "systemIds": [system["id"]]})
    made = head(whole)
    assert "LIF004" in whole.flagged(system)
    assert revert(whole.as_role(Role.REGISTRAR, other["id"]), made).status_code == 403
    undo(whole, made)
    assert "LIF004" not in whole.flagged(system)
    undo(whole)
    assert whole.read(f"/v1/contracts/{contract['id']}")["systemIds"] == [system["id"]]


def test_deleted_system_comes_back_with_the_units_that_use_it(whole: Api) -> None:
    unit = whole.unit()
    system = whole.system(lifecycle="planned", usingUnitIds=[unit["id"]])
    whole.delete(f"/v1/systems/{system['id']}")
    undo(whole)
    assert whole.card(system)["usingUnitIds"] == [unit["id"]]


def test_contract_made_since_keeps_a_system_from_vanishing(whole: Api) -> None:
    system = whole.system(lifecycle="planned")
    made = head(whole)
    whole.make("/v1/contracts", {"name": "K", "systemIds": [system["id"]]})
    assert f"Revision {head(whole)} came later" in refused(whole, made, "changed-later")


def test_loop_of_successors_does_not_come_back(whole: Api) -> None:
    one, other = whole.system(), whole.system()
    paths = [f"/v1/systems/{system['id']}" for system in (one, other)]
    whole.patch(paths[0], {"successorId": other["id"]})
    whole.patch(paths[0], {"successorId": None})
    cleared = head(whole)
    whole.patch(paths[1], {"successorId": one["id"]})
    refused(whole, cleared, "successor-loop")


def test_linked_row_that_was_deleted_since_is_a_conflict(whole: Api) -> None:
    unit = whole.unit()
    system = whole.system(usingUnitIds=[unit["id"]])
    whole.patch(f"/v1/systems/{system['id']}", {"usingUnitIds": []})
    emptied = head(whole)
    whole.delete(f"/v1/units/{unit['id']}")
    assert unit["id"] in refused(whole, emptied, "gone")
