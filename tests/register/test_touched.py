"""What a change re-evaluates: every system whose card it can alter, and no other."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session

from app.models import Position
from app.register.outcome import Evaluated
from tests.support.api import TESTER, Api
from tests.support.furnishing import furnished

pytestmark = pytest.mark.one_database(
    "which systems a change touches is worked out in memory; promise 2 tries it on both"
)

Municipality = dict[str, Any]


@pytest.fixture
def town(api: Api) -> Municipality:
    return furnished(api, make_town)


def make_town(api: Api) -> Municipality:
    """A head over two departments, a team below the first; a system in each, and one that nobody here touches."""
    top = api.unit("Top")
    east, west = api.unit("Øst", parentId=top["id"]), api.unit("Vest", parentId=top["id"])
    team = api.unit("Team", parentId=east["id"])
    head = api.position(1, unit=top, leadsUnit=True, title="Direktør", budgetAuthority="yes")
    chief = api.position(2, unit=east, leadsUnit=True, title="Chef Øst", budgetAuthority="yes")
    other = api.position(2, unit=west, leadsUnit=True, title="Chef Vest", budgetAuthority="yes")
    leader = api.position(4, unit=team, leadsUnit=True, title="Teamleder", budgetAuthority="yes")
    person = api.person("Ida")
    tenure = api.hold(chief, person)
    api.hold(leader)
    api.hold(other)
    system = api.system("Ejet i Øst", criticality="businessCritical", unitId=east["id"])
    second = api.system("Også ejet i Øst", criticality="notCritical")
    low = api.system("Ejet i teamet", criticality="businessCritical")
    api.system("Uberørt", criticality="notCritical")
    owning = api.assign(system, chief)
    for owned, owner in ((second, chief), (low, leader)):
        api.assign(owned, owner)
    line = api.budget(system, estimatedDkk=100, allocatedDkk=100, holderPositionId=leader["id"])
    contract = api.make("/v1/contracts", {"name": "K", "systemIds": [system["id"]], "endsOn": "2028-01-01"})
    api.put("/v1/policy", {"maxSystemsPerPosition": 2})
    names = "top east west team head chief other leader person tenure system second low owning line contract"
    here = locals()
    return {name: here[name] for name in names.split()}


def change(kind: str, thing: str, /, **body: Any) -> Callable[[Api, Municipality], None]:
    """PATCH of a thing of the town; a value that names another thing is its id."""

    def patch(api: Api, town: Municipality) -> None:
        sent = {
            key: town[value]["id"] if isinstance(value, str) and value in town else value for key, value in body.items()
        }
        assert api.patch(f"/v1/{kind}/{town[thing]['id']}", sent).status_code == 200

    return patch


def third_system(api: Api, town: Municipality) -> None:
    api.assign(api.system("Tredje"), town["chief"])


def retired_second(api: Api, town: Municipality) -> None:
    third_system(api, town)
    assert api.post(f"/v1/systems/{town['second']['id']}/retire", {}).status_code == 200


def ended_owner(api: Api, town: Municipality) -> None:
    third_system(api, town)
    api.patch(f"/v1/responsibilities/{town['owning']['id']}", {"positionId": town["other"]["id"]})


def deleted_owner(api: Api, town: Municipality) -> None:
    third_system(api, town)
    api.delete(f"/v1/responsibilities/{town['owning']['id']}")


def deleted(kind: str, name: str) -> Callable[[Api, Municipality], None]:
    return lambda api, town: _gone(api.delete(f"/v1/{kind}/{town[name]['id']}").status_code)


def _gone(status: int) -> None:
    assert status == 204


def new_leader(api: Api, town: Municipality) -> None:
    api.position(3, unit=town["east"], leadsUnit=True, title="Ny")
    api.position(1, unit=town["east"], leadsUnit=True, title="Nyere")


def line_reports_elsewhere(api: Api, town: Municipality) -> None:
    """The holder of the money stays below the owner, but leaves the owner's part of the tree."""
    change("positions", "leader", reportsToId="chief")(api, town)
    change("units", "team", parentId="west")(api, town)


def none_can_be_called(api: Api) -> None:
    """A finding names the positions whose people those are."""
    for person in api.read("/v1/people")["items"]:
        api.patch(f"/v1/people/{person['id']}", {"phone": None})


def one_of_two_positions_passed_on(api: Api, town: Municipality) -> None:
    """Who can be asked above the owner is the same person still, in another position."""
    api.hold(town["head"], town["person"])
    away = api.person("Rune")
    api.make(f"/v1/people/{away['id']}/absences", {})
    none_can_be_called(api)
    change("tenures", "tenure", personId=away["id"])(api, town)


def superior_of_a_leader_renamed(api: Api, town: Municipality) -> None:
    api.system("Uden ejer", criticality="businessCritical", unitId=town["team"]["id"])
    none_can_be_called(api)
    change("positions", "chief", title="Centerchef")(api, town)


def top_renamed(api: Api, town: Municipality) -> None:
    api.hold(town["head"])
    none_can_be_called(api)
    change("positions", "head", title="Kommunaldirektør")(api, town)


CHANGES: dict[str, Callable[[Api, Municipality], None]] = {
    "unit renamed": change("units", "east", name="Syd"),
    "unit moved": change("units", "team", parentId="west"),
    "unit above moved": change("units", "east", parentId="west"),
    "unit made a top": change("units", "team", parentId=None),
    "money left the owner's tree": line_reports_elsewhere,
    "position renamed": change("positions", "chief", title="Centerchef"),
    "superior renamed": change("positions", "head", title="Kommunaldirektør"),
    "superior lowered": change("positions", "chief", managementLevel=3),
    "position raised": change("positions", "leader", managementLevel=2),
    "position moved": change("positions", "leader", unitId="west"),
    "position no longer leads": change("positions", "chief", leadsUnit=False),
    "position reports elsewhere": change("positions", "leader", reportsToId="other"),
    "authority taken": change("positions", "leader", budgetAuthority="no"),
    "limit set": change("positions", "chief", budgetLimitDkk=50),
    "new leaders": new_leader,
    "person renamed": change("people", "person", name="Ida Ny"),
    "person leaves soon": change("people", "person", leavesOn="2026-04-01"),
    "one of two positions passed on": one_of_two_positions_passed_on,
    "superior of a leader renamed": superior_of_a_leader_renamed,
    "top renamed": top_renamed,
    "person left": change("people", "person", leavesOn="2026-03-01"),
    "tenure ended": change("tenures", "tenure", validFrom="2026-01-01", validUntil="2026-03-01"),
    "tenure begins later": change("tenures", "tenure", validFrom="2026-05-01"),
    "tenure is a deputy's": change("tenures", "tenure", role="deputy"),
    "one system more": third_system,
    "one system less": retired_second,
    "owner replaced": ended_owner,
    "owner deleted": deleted_owner,
    "money moved": change("budget-lines", "line", holderPositionId="other"),
    "money gone": change("budget-lines", "line", allocatedDkk=0),
    "line deleted": deleted("budget-lines", "line"),
    "contract ends": change("contracts", "contract", endsOn="2026-04-01"),
    "contract covers others": change("contracts", "contract", systemIds=[], endsOn="2026-01-01"),
    "contract deleted": deleted("contracts", "contract"),
}


@pytest.mark.parametrize("name", list(CHANGES))
def test_no_card_is_stale_after(api: Api, town: Municipality, name: str) -> None:
    CHANGES[name](api, town)
    outcome = api.register.evaluate()
    assert outcome == Evaluated(evaluated=outcome.evaluated)


def evaluated(api: Api, action: Callable[[Session], object]) -> int:
    """How many systems the gate evaluates for the action, which is taken back."""
    return api.register.write(
        TESTER, action, lambda _session, _result, settled: settled.outcome.evaluated, dry_run=True
    )


def test_change_of_a_position_evaluates_only_the_systems_that_depend_on_it(api: Api, town: Municipality) -> None:
    def renamed(name: str) -> Callable[[Session], object]:
        return lambda session: setattr(session.get(Position, town[name]["id"]), "title", "Ny")

    # The chief owns two and stands above the owner of the third; the other chief plays no part.
    assert evaluated(api, renamed("chief")) == 3
    assert evaluated(api, renamed("head")) == 3
    assert evaluated(api, renamed("leader")) == 2
    assert evaluated(api, renamed("other")) == 0
    assert evaluated(api, lambda _session: None) == 0
