"""The conditions of a write: what must stand, or must not, for it to go on."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from app.core.errors import NotFound, PreconditionFailed
from app.core.languages import Text
from app.http.representation import (
    Representation,
    encode,
    entity_tag,
    entity_tags,
    require_match,
    require_no_match,
)
from app.security.reader import Reader


@dataclass(frozen=True, slots=True)
class Condition:
    """`view`: what stands, as GET gives it. `required`: whether If-Match must be sent at all."""

    view: Callable[[Reader], Representation]
    if_match: str | None
    if_none_match: str | None = None
    required: bool = True

    def check(self, reader: Reader) -> None:
        """Raises what require_match raises, PreconditionFailed, and NotFound for what must stand and does not."""
        if self.required:
            require_match(self.if_match, self._tag(reader))
        elif self.if_match is not None:
            # What is no tag at all is told first, whether anything stands or not.
            entity_tags(self.if_match)
            self._require_that_it_stands(reader)
        if self.if_none_match is not None:
            # What is not there matches nothing.
            with suppress(NotFound):
                require_no_match(self.if_none_match, self._tag(reader))

    def _require_that_it_stands(self, reader: Reader) -> None:
        try:
            tag = self._tag(reader)
        except NotFound as nothing:
            raise PreconditionFailed(
                Text("There is nothing here that If-Match could name.", da="Her er intet, som If-Match kan passe til.")
            ) from nothing
        require_match(self.if_match, tag)

    def _tag(self, reader: Reader) -> str:
        return entity_tag(encode(self.view(reader)))
