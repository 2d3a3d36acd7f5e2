"""Numbers that people type; what cannot be read is refused with the sentence that stands beside the field."""

from app.tabular.amounts import money_dkk
from app.tabular.cells import BadValue
from app.web.marking import _

#: What is longer is no number that the register keeps.
_LONGEST = 15


def whole_number(text: str) -> int:
    """Raises ValueError for whatever else."""
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST):
        raise ValueError(_("Det kan ikke læses. Skriv et helt tal."))
    return int(text)


def whole_kroner(text: str) -> int:
    """`1.250.000 kr.`, read as the cells of an import are; raises ValueError.

    A cell's øre are rounded and remarked upon. Whoever types can be asked instead.
    """
    try:
        # What other scripts use as digits is a number to Python, and to few readers.
        amount = money_dkk(text if all(sign.isascii() or not sign.isdigit() for sign in text) else "")
    except BadValue as bad:
        raise ValueError(_("Beløbet kan ikke læses. Skriv hele kroner, fx 1.250.000.")) from bad
    if not isinstance(amount, int):
        raise ValueError(_("Registret regner i hele kroner. Skriv beløbet uden ører, fx 1.250.000."))  # noqa: TRY004 - a wrong text
    return amount
