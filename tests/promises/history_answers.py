"""The answers about a day that follow from one state of the plain register, in the shapes of the contract."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.promises.history_model import Period, Responsibility, State, Stretch, System, meet, on

Json = dict[str, Any]
#: Query keys with their values; several values of one key are alternatives.
Filters = Mapping[str, list[str]]
#: In the order of a card.
DUTIES = ("monitor", "fix", "develop", "retire")
LEVELS = {"ownerLevelMin": 0, "ownerLevelMax": 5}


# ---------------------------------------------------------------- GET /v1/responsibilities
def rows(state: State, period: Period, filters: Filters) -> dict[str, Json]:
    """The rows that overlap the period and pass the filters, by id."""
    found = (
        stretch
        for held in state.responsibilities.values()
        for stretch in state.stretches(held)
        if meet(stretch, period) and _passes(state, stretch, period, filters)
    )
    return {one["id"]: one for one in (row(state, stretch) for stretch in found)}


def row(state: State, stretch: Stretch) -> Json:
    held = stretch.of
    system, position = state.systems[held.system_id], state.positions[held.position_id]
    return {
        "id": f"{held.id}:{stretch.begins}",
        "responsibilityId": held.id,
        "systemId": system.id,
        "systemName": system.name,
        "criticality": system.criticality,
        "personalData": ["unknown"],
        "duty": held.duty,
        "basis": held.basis,
        "positionId": position.id,
        "positionTitle": position.title,
        "managementLevel": position.level,
        "unitId": position.unit_id,
        "unitName": state.units[position.unit_id].name,
        "personId": stretch.person_id,
        "personName": state.name(stretch.person_id),
        "validFrom": stretch.begins.isoformat(),
        "validUntil": stretch.ends and stretch.ends.isoformat(),
        "responsibilityFrom": held.begins.isoformat(),
        "responsibilityUntil": held.ends and held.ends.isoformat(),
    }


def _passes(state: State, stretch: Stretch, period: Period, filters: Filters) -> bool:
    held, system = stretch.of, state.systems[stretch.of.system_id]
    said = {
        "duty": held.duty,
        "basis": held.basis,
        "positionId": held.position_id,
        "personId": stretch.person_id,
        "criticality": system.criticality,
        "lifecycle": system.lifecycle,
    }
    if any(key in filters and value not in filters[key] for key, value in said.items()):
        return False
    if "unitId" in filters and not _belongs(state, system, filters):
        return False
    if "q" in filters and filters["q"][0].lower() not in system.name.lower():
        return False
    return _owned_as_asked(state, stretch, period, filters)


def _belongs(state: State, system: System, filters: Filters) -> bool:
    above = system.unit_id
    while above is not None and above not in filters["unitId"] and "includeSubunits" in filters:
        above = state.units[above].parent_id if above in state.units else None
    return above in filters["unitId"]


def _owned_as_asked(state: State, stretch: Stretch, period: Period, filters: Filters) -> bool:
    """Whether someone who fits all that is asked owned the system while the row held, in the period."""
    owners = [
        owning
        for held in state.responsibilities.values()
        if held.is_ownership and held.system_id == stretch.of.system_id
        for owning in state.stretches(held)
        if meet(owning, stretch, period)
    ]
    if "hasOwner" in filters and (filters["hasOwner"] == ["true"]) != bool(owners):
        return False
    asked = any(key.startswith("owner") for key in filters)
    return not asked or any(_fits(state, owning, filters) for owning in owners)


def _fits(state: State, owning: Stretch, filters: Filters) -> bool:
    position = state.positions[owning.of.position_id]
    said = {
        "ownerPositionId": position.id,
        "ownerPersonId": owning.person_id,
        "ownerUnitId": position.unit_id,
    }
    lowest, highest = (int(filters.get(key, [without])[0]) for key, without in LEVELS.items())
    known = all(value in filters[key] for key, value in said.items() if key in filters)
    return known and lowest <= position.level <= highest


# ---------------------------------------------------------------- cards, chains, lists
def held(state: State, system_id: str, duty: str, basis: str, day: date) -> list[Responsibility]:
    return [
        one
        for one in state.responsibilities.values()
        if (one.system_id, one.duty, one.basis) == (system_id, duty, basis) and meet(one, on(day))
    ]


def holders(state: State, system_id: str, duty: str, basis: str, day: date) -> list[Json]:
    """As a card names them, by the position's id."""
    found = sorted({one.position_id for one in held(state, system_id, duty, basis, day)})
    people = [state.holder(position_id, day) for position_id in found]
    return [
        {
            "positionId": position_id,
            "title": state.positions[position_id].title,
            "personId": person_id,
            "personName": state.name(person_id),
        }
        for position_id, person_id in zip(found, people, strict=True)
    ]


def owner(state: State, system_id: str, day: date) -> Json | None:
    """As a card names the owner."""
    owners = held(state, system_id, "owner", "formal", day)
    assert len(owners) <= 1, "two own the system at once"
    if not owners:
        return None
    position = state.positions[owners[0].position_id]
    return {
        **holders(state, system_id, "owner", "formal", day)[0],
        "managementLevel": position.level,
        "unitId": position.unit_id,
        "unitName": state.units[position.unit_id].name,
        "since": owners[0].begins.isoformat(),
    }
