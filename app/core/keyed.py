"""The caller's own key, which every main resource takes beside its id."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import model_validator

from app.core.columns import Header
from app.core.identifiers import Identifier
from app.core.languages import Text
from app.core.objections import refusal
from app.core.schema import Schema
from app.core.text import Line


class KeyedBody(Schema):
    """`source` names the system that the key comes from; the two are unique together."""

    source: Line | None = None
    external_id: Annotated[Line | None, Header("Nøgle", last=True)] = None

    @model_validator(mode="after")
    def _key_is_whole(self) -> Self:
        if (self.source is None) != (self.external_id is None):
            raise refusal(
                "half-key",
                Text(
                    "source and externalId belong together: give both or neither.",
                    da="Kilde og nøgle hører sammen: udfyld begge eller ingen af dem.",
                ),
            )
        return self


class ResourceView(Schema):
    """What every resource shows of itself."""

    id: Identifier
    created_at: datetime
    updated_at: datetime
