"""Whose phone numbers a caller may see without the permission for all: those of the systems that are their own."""

from collections.abc import Iterable

from app.register.organisation import Organisation
from app.security.held_positions import held_positions
from app.security.identity import Identity
from app.vocabulary import Role


def sees_contacts_of_own(
    identity: Identity, organisation: Organisation, unit_id: str | None, position_ids: Iterable[str]
) -> bool:
    """Whether a system is the caller's own: registrars' are those that their unit runs, owners' what they answer for.

    `unit_id`: the system's main user; `position_ids`: who answers for it today. `organisation`: today's. Those who
    have the permission for all see the numbers without it.
    """
    if identity.role is Role.REGISTRAR:
        return identity.unit_id is None or (unit_id is not None and unit_id in organisation.subtree(identity.unit_id))
    if identity.role is Role.OWNER:
        return not held_positions(identity, organisation).isdisjoint(position_ids)
    return False
