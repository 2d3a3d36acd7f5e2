"""Identifiers: UUID version 7, made by the application, as text (they sort by the time of their making)."""

import re
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema
from uuid_utils import uuid7

from app.core.languages import Text
from app.core.objections import refusal

_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")


def new_id() -> str:
    return str(uuid7())


def is_id(text: str) -> bool:
    return _UUID.fullmatch(text) is not None


def _canonical(value: object) -> str:
    if not isinstance(value, str) or not is_id(value):
        raise refusal(
            "uuid",
            Text(
                "A UUID is expected, such as 01890a5d-ac96-774b-bcce-b302099a8057.",
                da="Skriv et id som 01890a5d-ac96-774b-bcce-b302099a8057.",
            ),
        )
    return value.lower()


Identifier = Annotated[str, BeforeValidator(_canonical), WithJsonSchema({"type": "string", "format": "uuid"})]
