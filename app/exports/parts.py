"""The organisation of a part of the register: its units, its positions, and who sits in them. Pure."""

from collections.abc import Set as AbstractSet

from app.register.organisation import Organisation
from app.security.sight import Part


def units_in(part: Part, organisation: Organisation) -> AbstractSet[str] | None:
    """The part's units, and those of its positions; None: all."""
    if part.everything:
        return None
    return part.units | {organisation.positions[position_id].unit_id for position_id in part.positions}


def positions_in(part: Part, organisation: Organisation) -> AbstractSet[str] | None:
    """The part's positions, and those in its units; None: all."""
    if part.everything:
        return None
    return part.positions | {each.id for each in organisation.positions.values() if each.unit_id in part.units}


def people_in(part: Part, organisation: Organisation) -> AbstractSet[str] | None:
    """Whoever holds one of the part's positions today, or deputises in one; None: all."""
    positions = positions_in(part, organisation)
    if positions is None:
        return None
    incumbencies = [organisation.incumbency(position_id) for position_id in positions]
    return {facts.person_id for each in incumbencies for facts in (each.holder, *each.deputies) if facts is not None}
