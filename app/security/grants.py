"""What each role may do, and how far: the table of roles. Nothing else knows of roles."""

from collections.abc import Mapping
from enum import Enum, auto

from app.vocabulary import Permission, Role


class Reach(Enum):
    """How much of the register a permission covers."""

    OWN = auto()
    """The positions that the caller's person holds, what these answer for, the person; and the caller's own changes."""
    UNIT = auto()
    """The subtree of the unit that the caller is limited to; everything, for a caller without such a limit."""
    ALL = auto()


Grants = Mapping[Permission, Reach]


def _granted(reach: Reach, *permissions: Permission) -> Grants:
    return dict.fromkeys(permissions, reach)


_ON_CALL = _granted(Reach.ALL, Permission.FIND_SYSTEMS, Permission.SEE_CHAIN, Permission.SEE_CHAIN_CONTACTS)
_READER = _granted(Reach.ALL, Permission.FIND_SYSTEMS, Permission.SEE_CHAIN, Permission.READ)
_OWNER = {
    **_READER,
    **_granted(
        Reach.OWN,
        Permission.SEE_CHAIN_CONTACTS,
        Permission.SEE_CONTACTS,
        Permission.SEE_HISTORY,
        Permission.EXPORT,
        Permission.ANSWER,
        Permission.RECORD_ABSENCE,
        Permission.PLAN_DEPARTURE,
    ),
}
_REGISTRAR = {
    **_READER,
    **_granted(
        Reach.UNIT,
        Permission.SEE_CHAIN_CONTACTS,
        Permission.SEE_HISTORY,
        Permission.EXPORT,
        Permission.IMPORT,
        Permission.ANSWER,
        Permission.WRITE_SYSTEMS,
    ),
    Permission.REVERT: Reach.OWN,
}
_COORDINATOR = {
    **_READER,
    **_granted(
        Reach.ALL,
        Permission.SEE_CHAIN_CONTACTS,
        Permission.SEE_CONTACTS,
        Permission.SEE_HISTORY,
        Permission.EXPORT,
        Permission.VERIFY_JOURNAL,
    ),
}
_ADMIN_ALONE = {Permission.MANAGE_TOKENS, Permission.MOVE_REGISTER}
_STEWARD = _granted(Reach.ALL, *(permission for permission in Permission if permission not in _ADMIN_ALONE))

GRANTS: Mapping[Role, Grants] = {
    Role.READER: _READER,
    Role.ON_CALL: _ON_CALL,
    Role.OWNER: _OWNER,
    Role.REGISTRAR: _REGISTRAR,
    Role.COORDINATOR: _COORDINATOR,
    Role.STEWARD: _STEWARD,
    Role.ADMIN: _granted(Reach.ALL, *Permission),
}
