"""What a change of a system comes to, whoever makes it: the API, an import, or an undo. Pure."""

from datetime import date

from app.core.errors import Conflict
from app.core.languages import Text
from app.vocabulary import Lifecycle


def was_in_use(lifecycle: Lifecycle, *, before: bool = False) -> bool:
    """Whether the system was ever in use: `before` its state became this one, or by the state itself.

    A system that is registered as retired was in use once.
    """
    return before or lifecycle is not Lifecycle.PLANNED


def is_to_come(confirmed_on: date | None, today: date) -> bool:
    """Whether somebody would have confirmed the record on a day that has not been yet."""
    return confirmed_on is not None and confirmed_on > today


def refuse_vanishing(*, ever_in_use: bool) -> None:
    """Raises Conflict for a system that was ever in use: it is retired, and its history kept."""
    if ever_in_use:
        detail = Text(
            "The system was in use; retire it instead, so that its history is kept.",
            da="Systemet har været i brug. Nedlæg det i stedet, så dets historik bevares.",
        )
        raise Conflict(detail, code="ever-in-use")
