"""The body of a PATCH, derived from that of the whole: any key may be absent; null clears what may be cleared."""

import copy
from typing import Annotated, Any, Optional

from pydantic import BaseModel

from app.core.schema import Schema

#: In a field's annotation: somebody has to choose it. To clear it would say something else, not nothing.
CHOSEN = "chosen"


class Patch(Schema):
    """Derive a patch by `class UnitPatch(Patch, of=UnitWrite)`; a new field of the whole is in the patch at once."""

    def __init_subclass__(cls, **_: Any) -> None:  # noqa: ANN401 - as Python calls it
        super().__init_subclass__()

    @classmethod
    def __pydantic_init_subclass__(cls, **given: Any) -> None:  # noqa: ANN401 - as Pydantic calls it
        of: type[BaseModel] = given["of"]
        for name, whole in of.model_fields.items():
            field = copy.copy(whole)
            field.default, field.default_factory = None, None
            # The constraints belong to the value, not to the null beside it.
            constrained = Annotated[(whole.annotation, *whole.metadata)] if whole.metadata else whole.annotation
            cleared = constrained if CHOSEN in whole.metadata else Optional[constrained]  # noqa: UP045 - the type is a value here
            field.annotation, field.metadata = cleared, []  # type: ignore[assignment]
            cls.model_fields[name] = field
        cls.model_rebuild(force=True)

    def merged_into(self, existing: dict[str, Any]) -> dict[str, Any]:
        """What stands, with the sent values over it; what was sent as null falls back to its default.

        Validate the result with the class of the whole: a key that must be there and was cleared is found missing.
        """
        sent = {name: getattr(self, name) for name in self.model_fields_set}
        return {name: value for name, value in {**existing, **sent}.items() if value is not None}
