"""What each role may do. Routers declare the permission that they need; nothing else knows of roles."""

from enum import StrEnum, auto

from app.vocabulary import Role


class Permission(StrEnum):
    READ = auto()
    """Cards, organisation, findings, rules, policy, dashboards, change feed."""
    EXPORT = auto()
    IMPORT = auto()
    VERIFY_JOURNAL = auto()
    WRITE_SYSTEMS = auto()
    """Systems with their responsibilities, budgets and contracts."""
    WRITE_ORGANISATION = auto()
    WRITE_POLICY = auto()
    MANAGE_TOKENS = auto()


_READER = frozenset({Permission.READ})
_REGISTRAR = _READER | {Permission.EXPORT, Permission.IMPORT, Permission.WRITE_SYSTEMS}
_COORDINATOR = _READER | {Permission.EXPORT, Permission.VERIFY_JOURNAL}
_STEWARD = _REGISTRAR | _COORDINATOR | {Permission.WRITE_ORGANISATION, Permission.WRITE_POLICY}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.READER: _READER,
    Role.OWNER: _READER,
    Role.REGISTRAR: _REGISTRAR,
    Role.COORDINATOR: _COORDINATOR,
    Role.STEWARD: _STEWARD,
    Role.ADMIN: _STEWARD | {Permission.MANAGE_TOKENS},
}

#: The permission that a change of each journaled resource takes; the commit gate's guard asks for it.
PERMISSION_TO_CHANGE: dict[str, Permission] = {
    "unit": Permission.WRITE_ORGANISATION,
    "position": Permission.WRITE_ORGANISATION,
    "person": Permission.WRITE_ORGANISATION,
    "tenure": Permission.WRITE_ORGANISATION,
    "system": Permission.WRITE_SYSTEMS,
    "responsibility": Permission.WRITE_SYSTEMS,
    "budget-line": Permission.WRITE_SYSTEMS,
    "contract": Permission.WRITE_SYSTEMS,
    "policy": Permission.WRITE_POLICY,
    "waiver": Permission.WRITE_POLICY,
    "token": Permission.MANAGE_TOKENS,
}
