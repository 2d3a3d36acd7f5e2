"""What may be typed into the cells of a column, as Excel is told it (ECMA-376, dataValidation). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from app.tabular.limits import Limits
from app.tabular.sayable import said

#: New rows are written below those that are there.
_LAST_ROW = Limits().max_rows + 1
_LONGEST_TITLE, _LONGEST_TEXT = 32, 255


@dataclass(frozen=True, slots=True)
class CellCheck:
    """`source`: the cells that list what may be said; None: nothing may be typed at all.

    `strict`: anything else is refused; else Excel asks. `new_rows`: whether it holds for rows that are added as well.
    """

    title: str
    text: str
    source: str | None = None
    strict: bool = True
    new_rows: bool = True


def checks_xml(checks: Sequence[tuple[str, CellCheck]], last: int) -> str:
    """Of columns by their letters; `last`: the last row that was written."""
    told = [(letter, check) for letter, check in checks if check.new_rows or last > 1]
    if not told:
        return ""
    inner = "".join(_check(letter, check, _LAST_ROW if check.new_rows else last) for letter, check in told)
    return f'<dataValidations count="{len(told)}">{inner}</dataValidations>'


def _check(letter: str, check: CellCheck, last: int) -> str:
    kind, formula = ("custom", "FALSE") if check.source is None else ("list", check.source)
    style = "stop" if check.strict else "warning"
    title, text = _attribute(check.title[:_LONGEST_TITLE]), _attribute(check.text[:_LONGEST_TEXT])
    return (
        f'<dataValidation type="{kind}" errorStyle="{style}" allowBlank="1" showErrorMessage="1" '
        f'errorTitle={title} error={text} sqref="{letter}2:{letter}{max(last, 2)}">'
        f"<formula1>{said(formula)}</formula1></dataValidation>"
    )


def _attribute(text: str) -> str:
    return quoteattr(text, {"\n": "&#10;"})
