"""Whose phone numbers a caller may see: those of all chains, or those of the systems that are the caller's own."""

from collections.abc import Iterable

from app.register.organisation import Organisation
from app.security.held_positions import held_positions
from app.security.identity import Identity
from app.vocabulary import Permission, Role


def sees_contacts(
    identity: Identity, organisation: Organisation, unit_id: str | None, position_ids: Iterable[str]
) -> bool:
    """`unit_id`: the system's main user; `position_ids`: who answers for it today. `organisation`: today's.

    Registrars see those of the systems that their unit runs, owners those of the systems that they answer for.
    """
    if identity.may(Permission.SEE_CONTACTS):
        return True
    if identity.role is Role.REGISTRAR:
        return identity.unit_id is None or (unit_id is not None and unit_id in organisation.subtree(identity.unit_id))
    if identity.role is Role.OWNER:
        return not held_positions(identity, organisation).isdisjoint(position_ids)
    return False
