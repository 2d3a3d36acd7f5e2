"""What each role may do. Routers declare the permission that they need; nothing else knows of roles."""

from enum import StrEnum, auto

from app.vocabulary import Role


class Permission(StrEnum):
    READ = auto()
    """Cards, organisation, findings, rules, policy, dashboards, change feed."""
    EXPORT = auto()
    IMPORT = auto()
    VERIFY_JOURNAL = auto()
    SEE_HISTORY = auto()
    """What each version of a system said, who changed it, and why."""
    SEE_CONTACTS = auto()
    """Mail and phone of those in a chain of escalation."""
    ANSWER = auto()
    """Attest, hand over, dispute: for one's own positions, where the token belongs to a person."""
    WRITE_SYSTEMS = auto()
    """Systems with their responsibilities, budgets and contracts."""
    WRITE_ORGANISATION = auto()
    WRITE_POLICY = auto()
    MANAGE_TOKENS = auto()


_READER = frozenset({Permission.READ})
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
    Role.OWNER: _READER | {Permission.ANSWER},
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
    "absence": Permission.WRITE_ORGANISATION,
    "system": Permission.WRITE_SYSTEMS,
    "responsibility": Permission.WRITE_SYSTEMS,
    "budget-line": Permission.WRITE_SYSTEMS,
    "contract": Permission.WRITE_SYSTEMS,
    "handover": Permission.ANSWER,
    "dispute": Permission.ANSWER,
    "attestation": Permission.ANSWER,
    "attestation-request": Permission.ANSWER,
    "attestation-campaign": Permission.WRITE_POLICY,
    "policy": Permission.WRITE_POLICY,
    "waiver": Permission.WRITE_POLICY,
    "token": Permission.MANAGE_TOKENS,
}
