"""Night after night: what only KITOS has changed is taken over, what was changed here stays, and people decide."""

import pytest
from sqlmodel import select

from app.core.errors import Conflict
from app.kitos.differences import list_differences, resolve
from app.models import OutsideDifference, OutsideRecord
from tests.kitos.conftest import Followed
from tests.support.api import TESTER
from tests.support.imports import revision
from tests.support.kitos import Entity


def begun(followed: Followed) -> tuple[Entity, Entity]:
    """A usage and its owner, followed."""
    owner = followed.kitos.user("Ida Holm", "ida@kommune.example")
    usage = followed.kitos.usage("Omsorg", followed.kitos.unit("Kommunen"), [("Systemejer", owner)])
    followed.sync()
    return usage, owner


def differences(followed: Followed) -> list[tuple[str, str]]:
    return [(each.field, each.reason) for each in list_differences(followed.api.register)]


def test_a_night_without_changes_writes_nothing(followed: Followed) -> None:
    begun(followed)
    before = revision(followed.api)
    report = followed.sync()
    assert (report.whole, report.reports, revision(followed.api)) == (False, [], before)


def test_what_kitos_changes_is_taken_over(followed: Followed) -> None:
    usage, owner = begun(followed)
    usage["general"] |= {"isSociallyCritical": "Yes", "systemVersion": None}
    followed.kitos.touch(usage)
    owner["email"] = "ida.holm@kommune.example"
    followed.kitos.touch(followed.kitos.systems[usage["systemContext"]["uuid"]])["description"] = "Ny tekst"
    followed.sync()
    system = followed.system(usage)
    assert (system["criticality"], system["version"], system["description"]) == ("societyCritical", None, "Ny tekst")
    assert followed.row("/v1/people", owner)["email"] == "ida.holm@kommune.example"
    assert differences(followed) == []


def test_what_was_changed_here_stays_while_kitos_says_the_same(followed: Followed) -> None:
    usage, _ = begun(followed)
    followed.api.patch(f"/v1/systems/{followed.system(usage)['id']}", {"criticality": "notCritical"})
    followed.kitos.touch(usage)["general"]["systemVersion"] = "13"
    followed.sync()
    system = followed.system(usage)
    assert (system["criticality"], system["version"], differences(followed)) == ("notCritical", "13", [])
    followed.run()
    assert followed.system(usage)["criticality"] == "notCritical"


def test_what_both_have_changed_is_listed_until_somebody_decides(followed: Followed) -> None:
    usage, _ = begun(followed)
    address = f"/v1/systems/{followed.system(usage)['id']}"
    followed.api.patch(address, {"version": "vores", "criticality": "notCritical"})
    followed.kitos.touch(usage)["general"] |= {"systemVersion": "deres", "isSociallyCritical": "Yes"}
    followed.sync()
    assert sorted(differences(followed)) == [("criticality", "changed"), ("version", "changed")]
    followed.sync()
    found = {each.field: each for each in list_differences(followed.api.register)}
    assert (found["version"].before, found["version"].outside, found["version"].here) == ("12.4", "deres", "vores")
    resolve(followed.api.register, TESTER, found["version"].id, "outside")
    resolve(followed.api.register, TESTER, found["criticality"].id, "register")
    system = followed.system(usage)
    assert (system["version"], system["criticality"], differences(followed)) == ("deres", "notCritical", [])
    followed.run()
    assert (followed.system(usage)["criticality"], differences(followed)) == ("notCritical", [])


def test_a_difference_goes_when_the_register_says_the_same(followed: Followed) -> None:
    usage, _ = begun(followed)
    address = f"/v1/systems/{followed.system(usage)['id']}"
    followed.api.patch(address, {"version": "vores"})
    followed.kitos.touch(usage)["general"]["systemVersion"] = "deres"
    followed.sync()
    followed.api.patch(address, {"version": "deres"})
    followed.sync()
    assert differences(followed) == []


def test_another_owner_in_kitos_follows_the_old_one(followed: Followed) -> None:
    usage, _ = begun(followed)
    heir = followed.kitos.user("Bo Lind", "bo@kommune.example")
    followed.api.time.advance(days=1)
    followed.kitos.touch(usage)["roles"] = [followed.kitos.role("Systemejer", heir)]
    followed.sync()
    system = followed.system(usage)
    assert system["owner"]["personName"] == "Bo Lind"
    held = followed.api.read(f"/v1/systems/{system['id']}/responsibilities")["items"]
    assert sorted(each["validUntil"] or "" for each in held) == ["", "2026-03-02"]
    assert differences(followed) == []


def test_another_owner_on_the_same_day_was_meant_all_along(followed: Followed) -> None:
    usage, _ = begun(followed)
    heir = followed.kitos.user("Bo Lind", "bo@kommune.example")
    followed.kitos.touch(usage)["roles"] = [followed.kitos.role("Systemejer", heir)]
    followed.sync()
    assert followed.system(usage)["owner"]["personName"] == "Bo Lind"


def test_an_owner_who_was_chosen_here_stays(followed: Followed) -> None:
    usage, _ = begun(followed)
    system = followed.system(usage)
    (ours,) = followed.api.read(f"/v1/systems/{system['id']}/responsibilities")["items"]
    chosen = followed.api.position(2)
    followed.api.patch(f"/v1/responsibilities/{ours['id']}", {"positionId": chosen["id"]})
    heir = followed.kitos.user("Bo Lind", "bo@kommune.example")
    followed.kitos.touch(usage)["roles"] = [followed.kitos.role("Systemejer", heir)]
    followed.sync()
    assert followed.system(usage)["owner"]["positionId"] == chosen["id"]
    assert differences(followed) == [("owner", "changed")]


def test_what_is_deleted_in_kitos_is_listed_and_stays(followed: Followed) -> None:
    usage, _ = begun(followed)
    del followed.kitos.usages[usage["uuid"]]
    followed.kitos.deleted.append(
        {"entityType": "ItSystemUsage", "entityUuid": usage["uuid"], "occurredAtUtc": "2026-03-02T08:59:00Z"}
    )
    followed.sync()
    assert (followed.system(usage)["name"], differences(followed)) == ("Omsorg", [("", "deleted")])
    followed.sync()
    assert differences(followed) == [("", "deleted")]


def test_what_is_deleted_here_does_not_come_back(followed: Followed) -> None:
    begun(followed)
    unit = followed.kitos.unit("Nedlagt")
    followed.run()
    followed.api.delete(f"/v1/units/{followed.row('/v1/units', unit)['id']}")
    followed.run()
    assert differences(followed) == []
    followed.kitos.touch(unit)["name"] = "Genopstået"
    followed.sync()
    assert (followed.api.read("/v1/units")["total"], differences(followed)) == (1, [("", "deletedHere")])


def test_whoever_was_erased_is_forgotten_for_good(followed: Followed) -> None:
    _, owner = begun(followed)
    person = followed.row("/v1/people", owner)
    owner["phoneNumber"] = "12345678"
    followed.api.patch(f"/v1/people/{person['id']}", {"phone": "87654321", "leavesOn": "2026-03-01"})
    followed.sync()
    assert ("phone", "changed") in differences(followed)
    erased = followed.api.post(f"/v1/people/{person['id']}/erasure")
    assert erased.status_code == 200, erased.text
    for _ in range(2):
        with followed.api.register.database.reading() as session:
            every = [*session.exec(select(OutsideRecord)), *session.exec(select(OutsideDifference))]
            said = " ".join(str(row.model_dump()) for row in every)
        assert "Holm" not in said
        assert "ida@" not in said
        assert "12345678" not in said
        followed.run()
    assert followed.row("/v1/people", owner)["name"].startswith("Tidligere")
    assert "Ida" not in str(followed.api.read("/v1/people"))


def test_a_dry_run_leaves_the_night_to_come(followed: Followed) -> None:
    usage, _ = begun(followed)
    followed.kitos.touch(usage)["general"]["systemVersion"] = "13"
    before = revision(followed.api)
    assert [each.updated for each in followed.sync(dry_run=True).reports] == [1]
    assert revision(followed.api) == before
    followed.sync()
    assert followed.system(usage)["version"] == "13"


def owned(followed: Followed, usage: Entity) -> list[tuple[str, str | None]]:
    """First and last day of each ownership."""
    held = followed.api.read(f"/v1/systems/{followed.system(usage)['id']}/responsibilities")["items"]
    return [(each["validFrom"], each["validUntil"]) for each in held]


def the_difference(followed: Followed) -> str:
    (found,) = list_differences(followed.api.register)
    return found.id


def test_an_owner_who_was_taken_away_in_kitos_ends_the_day_before(followed: Followed) -> None:
    usage, _ = begun(followed)
    followed.api.time.advance(days=1)
    followed.kitos.touch(usage)["roles"] = []
    followed.sync()
    assert followed.system(usage)["owner"] is None
    assert (owned(followed, usage), differences(followed)) == ([("2026-03-02", "2026-03-02")], [])
    heir = followed.kitos.user("Bo Lind", "bo@kommune.example")
    followed.kitos.touch(usage)["roles"] = [followed.kitos.role("Systemejer", heir)]
    followed.sync()
    assert (followed.system(usage)["owner"]["personName"], differences(followed)) == ("Bo Lind", [])


def test_an_owner_of_today_alone_ends_today(followed: Followed) -> None:
    usage, _ = begun(followed)
    followed.kitos.touch(usage)["roles"] = []
    followed.sync()
    assert (owned(followed, usage), differences(followed)) == ([("2026-03-02", "2026-03-02")], [])
    followed.api.time.advance(days=1)
    followed.sync()
    assert (followed.system(usage)["owner"], differences(followed)) == (None, [])


def chosen_here(followed: Followed, usage: Entity) -> str:
    """The position that is made owner in the register."""
    (ours,) = followed.api.read(f"/v1/systems/{followed.system(usage)['id']}/responsibilities")["items"]
    chosen = followed.api.position(2)
    followed.api.patch(f"/v1/responsibilities/{ours['id']}", {"positionId": chosen["id"]})
    return str(chosen["id"])


def test_that_nobody_is_owner_is_taken_over_by_a_person(followed: Followed) -> None:
    usage, _ = begun(followed)
    chosen_here(followed, usage)
    followed.api.time.advance(days=1)
    followed.kitos.touch(usage)["roles"] = []
    followed.sync()
    assert differences(followed) == [("owner", "changed")]
    resolve(followed.api.register, TESTER, the_difference(followed), "outside")
    assert followed.system(usage)["owner"] is None
    assert (owned(followed, usage), differences(followed)) == ([("2026-03-02", "2026-03-02")], [])
    before = revision(followed.api)
    assert (followed.sync().reports, revision(followed.api)) == ([], before)


def test_another_owner_is_taken_over_by_a_person(followed: Followed) -> None:
    usage, _ = begun(followed)
    chosen_here(followed, usage)
    followed.api.time.advance(days=1)
    heir = followed.kitos.user("Bo Lind", "bo@kommune.example")
    followed.kitos.touch(usage)["roles"] = [followed.kitos.role("Systemejer", heir)]
    followed.sync()
    resolve(followed.api.register, TESTER, the_difference(followed), "outside")
    assert (followed.system(usage)["owner"]["personName"], differences(followed)) == ("Bo Lind", [])
    assert len(owned(followed, usage)) == 2
    followed.kitos.touch(usage)["roles"] = []
    followed.api.time.advance(days=1)
    followed.sync()
    assert (followed.system(usage)["owner"], differences(followed)) == (None, [])


def test_where_the_register_was_to_stand_something_new_is_a_difference_again(followed: Followed) -> None:
    usage, _ = begun(followed)
    chosen = chosen_here(followed, usage)
    followed.kitos.touch(usage)["roles"] = []
    followed.sync()
    resolve(followed.api.register, TESTER, the_difference(followed), "register")
    followed.sync()
    assert differences(followed) == []
    heir = followed.kitos.user("Bo Lind", "bo@kommune.example")
    followed.kitos.touch(usage)["roles"] = [followed.kitos.role("Systemejer", heir)]
    followed.sync()
    assert (followed.system(usage)["owner"]["positionId"], differences(followed)) == (chosen, [("owner", "changed")])


def test_whom_kitos_names_needs_a_position_to_be_taken_over(followed: Followed) -> None:
    usage, _ = begun(followed)
    gone = {"uuid": followed.kitos.new(), "name": "Bo Lind"}
    followed.kitos.touch(usage)["roles"] = [followed.kitos.role("Systemejer", gone)]
    followed.sync()
    assert differences(followed) == [("owner", "changed")]
    with pytest.raises(Conflict, match="holds no position in the register"):
        resolve(followed.api.register, TESTER, the_difference(followed), "outside")
    assert followed.system(usage)["owner"]["personName"] == "Ida Holm"


@pytest.mark.parametrize(
    ("gone", "said"), [("usages", "Retire it in the register"), ("users", "a last day"), ("units", "not deleted here")]
)
def test_what_is_gone_in_kitos_is_not_deleted_and_it_is_said_why(followed: Followed, gone: str, said: str) -> None:
    usage, owner = begun(followed)
    unit = followed.kitos.unit("En anden")
    followed.run()
    del getattr(followed.kitos, gone)[{"usages": usage, "users": owner, "units": unit}[gone]["uuid"]]
    followed.run()
    found = next(each for each in list_differences(followed.api.register) if each.reason == "deleted")
    with pytest.raises(Conflict, match=said):
        resolve(followed.api.register, TESTER, found.id, "outside")
    assert followed.api.read("/v1/systems")["total"] == 1
    resolve(followed.api.register, TESTER, found.id, "register")
    followed.run()
    assert "deleted" not in {reason for _, reason in differences(followed)}


def test_what_was_deleted_here_is_not_made_again(followed: Followed) -> None:
    begun(followed)
    unit = followed.kitos.unit("Nedlagt")
    followed.run()
    followed.api.delete(f"/v1/units/{followed.row('/v1/units', unit)['id']}")
    followed.kitos.touch(unit)["name"] = "Genopstået"
    followed.sync()
    with pytest.raises(Conflict, match="deleted it in the register"):
        resolve(followed.api.register, TESTER, the_difference(followed), "outside")


def test_a_field_that_the_register_refuses_says_why(followed: Followed) -> None:
    usage, _ = begun(followed)
    followed.kitos.touch(usage)["general"]["validity"] = {
        "lifeCycleStatus": "NotInUse",
        "validFrom": "2030-01-01T00:00:00Z",
    }
    followed.kitos.usage("Nyt")
    report = followed.sync()
    assert report.rejected == 1
    found = next(each for each in list_differences(followed.api.register) if each.field == "lifecycle")
    with pytest.raises(Conflict, match="The register does not take it: "):
        resolve(followed.api.register, TESTER, found.id, "outside")


def test_a_night_in_which_all_that_changed_is_refused_goes_on_with_the_rest(followed: Followed) -> None:
    usage, owner = begun(followed)
    followed.kitos.touch(usage)["general"]["validity"]["lifeCycleStatus"] = "NotInUse"
    usage["general"]["validity"]["validFrom"] = "2030-01-01T00:00:00Z"
    owner["email"] = "ida.holm@kommune.example"
    report = followed.sync()
    assert (report.rejected, followed.row("/v1/people", owner)["email"]) == (1, "ida.holm@kommune.example")
    assert followed.sync().reports == []
