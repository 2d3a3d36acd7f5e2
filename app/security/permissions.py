"""What each role may do. Routers declare the permission that they need; nothing else knows of roles."""

from app.vocabulary import Permission, Role

_ON_CALL = frozenset({Permission.FIND_SYSTEMS, Permission.SEE_CHAIN, Permission.SEE_CONTACTS})
_READER = frozenset({Permission.FIND_SYSTEMS, Permission.SEE_CHAIN, Permission.READ})
_REGISTRAR = _READER | {
    Permission.EXPORT,
    Permission.IMPORT,
    Permission.WRITE_SYSTEMS,
    Permission.SEE_HISTORY,
    Permission.ANSWER,
}
_COORDINATOR = _READER | {
    Permission.EXPORT,
    Permission.VERIFY_JOURNAL,
    Permission.SEE_HISTORY,
    Permission.SEE_CONTACTS,
}
_STEWARD = _REGISTRAR | _COORDINATOR | {Permission.WRITE_ORGANISATION, Permission.WRITE_POLICY}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.READER: _READER,
    Role.ON_CALL: _ON_CALL,
    Role.OWNER: _READER | {Permission.ANSWER},
    Role.REGISTRAR: _REGISTRAR,
    Role.COORDINATOR: _COORDINATOR,
    Role.STEWARD: _STEWARD,
    Role.ADMIN: _STEWARD | {Permission.MANAGE_TOKENS},
}
