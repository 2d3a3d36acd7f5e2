"""The policy that holds: the newest version, or the defaults before anyone has set one."""

from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.core.prepared import read
from app.models import PolicyVersion
from app.rules.policy import Policy

FIRST_VERSION = 1
_VERSION: Any = PolicyVersion.__table__  # type: ignore[attr-defined]
_NEWEST = select(_VERSION.c.version, _VERSION.c.settings).order_by(_VERSION.c.version.desc()).limit(1)


def current_policy(session: Session) -> tuple[int, Policy]:
    """The version and the policy; version 1 is the defaults that a new register starts with."""
    found = read(session.connection(), _NEWEST, {})
    if not found:
        return FIRST_VERSION, Policy()
    (newest,) = found
    return newest.version, Policy.model_validate(newest.settings)
