"""The second step: which column is what, as it is proposed, and what its words mean."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.imports.choices import DEFAULT_SOURCE, ImportKind
from app.imports.kinds import KINDS
from app.web.asking import PageRequest, Shown
from app.web.imports.files import KeptFile
from app.web.imports.kinds import form_name, kinds
from app.web.interior import Refused, status_of

#: From here on a proposal needs no second look.
_SURE = 0.85
#: Words of a column that can be mapped on the page; a column with more is no closed list.
_MOST_WORDS = 40
#: The field of the page that says what a column was proposed to be; those of its words have a second number.
_COLUMN = re.compile(r"foreslaaet-\d+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the file.

    `field`: what it is read as; None: it is not. `words`: what cells say, and the codes that they stand for, where the
    field has a closed list; `proposed_words`: the same as it was proposed.
    """

    index: int
    text: str
    samples: Sequence[str]
    field: str | None
    proposed: str | None
    confidence: float
    words: Mapping[str, str | None]
    proposed_words: Mapping[str, str | None]

    @property
    def is_sure(self) -> bool:
        return self.confidence >= _SURE


async def show_columns(
    page: PageRequest, kept: KeptFile, kind: ImportKind, refused: Refused | None = None, *, sent: bool = False
) -> Shown:
    """As it is proposed, or, where the reader has `sent` choices, as they are.

    Raises Refused for a file that cannot be read.
    """
    fields = {"kind": kind.value, "source": page.text("kilde") or DEFAULT_SOURCE}
    sheet = page.text("ark")
    answer = await page.interior.upload(
        "/v1/imports/proposals", fields | ({"sheet": sheet} if sheet else {}), kept.name, kept.content
    )
    proposal: dict[str, Any] = answer.body
    columns = KINDS[kind].columns
    return Shown(
        "imports/columns.html",
        {
            "kept": kept,
            "kind": kind.value,
            "kind_name": dict(kinds(page))[kind.value],
            "proposal": proposal,
            "form_name": form_name(page, proposal["form"]),
            "headings": _headings(page, proposal["columns"], sent=sent),
            "fields": [(column.name, column.header) for column in columns],
            "terms": {column.name: column.terms for column in columns if column.terms},
            "required": [column.header for column in columns if column.name in KINDS[kind].required],
            "has_amounts": any(column.is_amount for column in columns),
            "refused": refused,
            "source": page.text("kilde") or DEFAULT_SOURCE,
        },
        status_of(refused),
        kept=False,
    )


def _headings(page: PageRequest, columns: Sequence[Mapping[str, Any]], *, sent: bool) -> list[Heading]:
    found = []
    for index, column in enumerate(columns):
        field = page.text(f"kolonne-{index}") if sent else column["field"]
        words: dict[str, str | None] = dict(column["values"])
        if sent:
            words |= _words(page, index)
        if len(words) > _MOST_WORDS or field != column["field"]:
            words = {}
        found.append(
            Heading(
                index,
                column["header"],
                column["samples"],
                field,
                column["field"],
                column["confidence"],
                words,
                column["values"],
            )
        )
    return found


def sent_mapping(page: PageRequest) -> dict[str, Any]:
    """The mapping that the form of the second step says, as the interface takes it.

    A file of a known form that is to be read as the form says needs none.
    """
    mapping: dict[str, Any] = {}
    index = 0
    if page.text("form") is not None and _is_as_proposed(page):
        return mapping
    while (header := _text(page, f"overskrift-{index}")) is not None:
        field = page.text(f"kolonne-{index}")
        words = {cell: code for cell, code in _words(page, index).items() if code}
        if field is not None and words and field == page.text(f"foreslaaet-{index}"):
            mapping[header] = {"field": field, "values": words}
        else:
            mapping[header] = field
        index += 1
    return mapping


def _is_as_proposed(page: PageRequest) -> bool:
    """Whether the reader has left every choice as it was."""
    return all(
        page.form.get(name.replace("foreslaaet", "kolonne" if _COLUMN.fullmatch(name) else "vaerdi"), "") == value
        for name, value in page.form.multi_items()
        if name.startswith("foreslaaet")
    )


def _words(page: PageRequest, index: int) -> dict[str, str | None]:
    """What the reader says that the cells of a column stand for."""
    found: dict[str, str | None] = {}
    number = 0
    while (cell := _text(page, f"celle-{index}-{number}")) is not None:
        found[cell] = page.text(f"vaerdi-{index}-{number}")
        number += 1
    return found


def _text(page: PageRequest, name: str) -> str | None:
    """As it was sent, blanks and all; None where the form has no such field."""
    value = page.form.get(name)
    return value if isinstance(value, str) else None
