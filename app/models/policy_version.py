"""Policy versions: the municipality's thresholds, every one that ever held."""

from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from app.core.languages import Text
from app.models.base import Journaled
from app.models.resource import Noun, Resource, Touches
from app.vocabulary import Permission


class PolicyVersion(Journaled, table=True):
    """The highest `version` holds. `settings` is the policy as JSON."""

    __tablename__ = "policy_version"
    declared = Resource(
        "policy",
        Noun("politik", "politikker", "politikken"),
        Permission.WRITE_POLICY,
        Touches.EVERYTHING,
        instead=Text(
            "Put the policy that should hold; every version is kept.",
            da="Gem den politik, der skal gælde. Alle versioner bevares.",
        ),
    )

    version: int = Field(unique=True)
    settings: dict[str, Any] = Field(sa_type=JSON)
