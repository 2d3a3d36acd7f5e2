"""Policy versions: the municipality's thresholds, every one that ever held."""

from typing import Any, ClassVar

from sqlalchemy import JSON
from sqlmodel import Field

from app.models.base import Journaled


class PolicyVersion(Journaled, table=True):
    """The highest `version` holds. `settings` is the policy as JSON."""

    __tablename__ = "policy_version"
    resource: ClassVar[str] = "policy"

    version: int = Field(unique=True)
    settings: dict[str, Any] = Field(sa_type=JSON)
