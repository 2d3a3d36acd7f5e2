"""The policy that holds: the newest version, or the defaults before anyone has set one."""

from sqlmodel import Session, col, select

from app.models import PolicyVersion
from app.rules.policy import Policy

FIRST_VERSION = 1


def current_policy(session: Session) -> tuple[int, Policy]:
    """The version and the policy; version 1 is the defaults that a new register starts with."""
    newest = session.exec(select(PolicyVersion).order_by(col(PolicyVersion.version).desc()).limit(1)).first()
    if newest is None:
        return FIRST_VERSION, Policy()
    return newest.version, Policy.model_validate(newest.settings)
