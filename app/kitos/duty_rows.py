"""The rows of an import that bring the holders of one duty of one system to what KITOS says. Pure."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from app.core.periods import day_before
from app.models import Responsibility
from app.responsibility.responsibilities.columns import ID
from app.vocabulary import Basis, Duty


def rows_towards(
    system_id: str, duty: Duty, wanted: AbstractSet[str], standing: Sequence[Responsibility], today: date
) -> list[dict[str, Any]] | None:
    """`wanted`: ids of positions; who is not among them has the duty until yesterday, so that the past stays.

    None where somebody here has planned one for later that nobody is to have: before it begins it has no end.
    """
    named = {"system": system_id, "duty": duty.value, "basis": Basis.FORMAL.value}
    coming = sorted(wanted - {row.position_id for row in standing})
    found: list[dict[str, Any]] = []
    for row in standing:
        if row.position_id in wanted:
            continue
        its = {**named, "position": row.position_id, ID: row.id}
        if row.valid_from < today:
            found.append({**its, "responsibilityUntil": day_before(today)})
        elif coming:
            # It began today, and was meant for the other one all along.
            found.append({**its, "position": coming.pop(0)})
        elif row.valid_from == today:
            # A period is a day at least.
            found.append({**its, "responsibilityUntil": today})
        else:
            return None
    return found + [{**named, "position": position} for position in coming]
