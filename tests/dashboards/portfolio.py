"""A small municipality whose figures can be worked out by hand, and are, in the comments."""

from dataclasses import dataclass
from typing import Any

from tests.support.api import Api

Row = dict[str, Any]


@dataclass
class Municipality:
    """Units and systems by name."""

    units: dict[str, Row]
    systems: dict[str, Row]

    def unit_id(self, name: str) -> str:
        found: str = self.units[name]["id"]
        return found


def municipality(api: Api) -> Municipality:
    units = _units(api)
    director = _leader(api, units["Kommunen"], 1, limit=5_000_000)
    head = _leader(api, units["Ydelser"], 2, limit=1_000_000)
    team_leader = _leader(api, units["Sygedagpenge"], 4, limit=50_000)
    vacant = api.position(3, units["Børn"], leadsUnit=True)

    # Nothing to find: owned high enough, every duty placed and practised, the money in place, a plan for the worst.
    archive = api.system(
        "ESDH",
        unitId=units["Kommunen"]["id"],
        criticality="societyCritical",
        lifecycle="inOperation",
        emergencyPlanUrl="https://beredskab.example.dk/esdh",
    )
    for basis in ("formal", "practice"):
        api.assign(archive, director, basis=basis)
    for duty in ("monitor", "fix", "develop", "retire"):
        api.assign(archive, head, duty)
        api.assign(archive, head, duty, basis="practice")
    api.budget(archive, estimatedDkk=300_000, allocatedDkk=300_000, holderPositionId=director["id"])

    # OWN003 (high), DUT001 (high), FUN000 (medium); unknown: DUT003, FUN001, FUN002, FUN003, FUN006.
    benefits = api.system(
        "KSD", unitId=units["Sygedagpenge"]["id"], criticality="businessCritical", lifecycle="inOperation"
    )
    api.assign(benefits, team_leader)

    # OWN002 (critical), DUT001 (medium), FUN002 (high); unknown: DUT003, FUN003, FUN006.
    portal = api.system("Børneportalen", unitId=units["Børn"]["id"], criticality="notCritical", lifecycle="phasingIn")
    api.assign(portal, vacant)
    api.budget(portal, estimatedDkk=200_000, allocatedDkk=100_000, holderPositionId=vacant["id"])

    # OWN001 (critical), DUT001 (medium), FUN001 (high), LIF002 and LIF005 (medium); unknown: DUT003, FUN005, LIF001.
    routes = api.system("Kørelister", unitId=units["Ydelser"]["id"], criticality="unknown", lifecycle="phasingOut")
    api.budget(routes, estimatedDkk=50_000, allocatedDkk=0)

    # DUT001, FUN000 and LIF005 (medium); unknown: OWN003, DUT003, FUN001, FUN002, FUN003, FUN006.
    roster = api.system("Vagtplan", criticality="unknown", lifecycle="inOperation")
    api.assign(roster, head)

    # Not in use, so that no rule applies; the money of the retired one counts no more.
    coming = api.system("Ny hjemmeside", criticality="notCritical", lifecycle="planned")
    gone = api.system(
        "Gammel lønkørsel", unitId=units["Ydelser"]["id"], criticality="businessCritical", lifecycle="retired"
    )
    api.budget(gone, estimatedDkk=70_000, allocatedDkk=70_000)

    systems = (archive, benefits, portal, routes, roster, coming, gone)
    return Municipality(units, {system["name"]: system for system in systems})


def _units(api: Api) -> dict[str, Row]:
    """Kommunen over Børn, Ydelser and Ældre; Ydelser over Sygedagpenge."""
    top = api.unit("Kommunen", kind="executive")
    below = [api.unit(name, kind="department", parentId=top["id"]) for name in ("Ældre", "Ydelser", "Børn")]
    team = api.unit("Sygedagpenge", kind="team", parentId=below[1]["id"])
    return {unit["name"]: unit for unit in (top, *below, team)}


def _leader(api: Api, unit: Row, level: int, limit: int) -> Row:
    """A position that someone holds, with the authority to spend money."""
    position = api.position(level, unit, leadsUnit=True, budgetAuthority="yes", budgetLimitDkk=limit)
    api.hold(position)
    return position
