"""Policy versions: the municipality's thresholds, every one that ever held."""

from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from app.models.base import Journaled
from app.models.resource import Resource, Touches
from app.vocabulary import Permission


class PolicyVersion(Journaled, table=True):
    """The highest `version` holds. `settings` is the policy as JSON."""

    __tablename__ = "policy_version"
    declared = Resource(
        "policy",
        Permission.WRITE_POLICY,
        Touches.EVERYTHING,
        instead="Put the policy that should hold; every version is kept.",
    )

    version: int = Field(unique=True)
    settings: dict[str, Any] = Field(sa_type=JSON)
