"""The sheet `Om`: what a workbook is, what it shows, and how it comes back, for whoever opens it a year later."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from app.core.languages import danish_date
from app.exports.dataset import Dataset
from app.exports.filter_words import danish_moment, filters_in_danish
from app.http.lists import ListQuery
from app.tabular import amounts, days, values
from app.tabular.columns import Column
from app.tabular.sheet_xml import Sheet, SheetColumn
from app.tabular.table import Cell

NAME = "Om"
_READ_ONLY = "Til læsning. Den indlæses ikke."
_REFERENCES = {"system", "owner", "holder", "deputy"}
_KINDS = {
    amounts.money_dkk: "Hele kroner",
    days.day: "Dato",
    values.boolean: "ja eller nej",
    values.answer: "ja, nej eller ukendt",
    values.integer: "Helt tal",
    values.months: "Antal måneder",
    values.level: "0 til 5; 0 er øverst",
    values.several: "Flere, adskilt af komma",
}


@dataclass(slots=True)
class DataSheet:
    """One data sheet. `rows`: how many it has, known when it has been written."""

    title: str
    dataset: Dataset[Any]
    rows: int = field(default=0)

    def counted(self, lines: Iterator[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
        """The lines, counted as they are written."""
        for line in lines:
            self.rows += 1
            yield line


def note(dataset: Dataset[Any], query: ListQuery, days: tuple[date | None, date | None]) -> str:
    """What is shown, and of which day, in a few lines."""
    shown = f"{dataset.title.capitalize()} {days_in_danish(days)}"
    return "\n".join([shown, *(filters_in_danish(dataset.known, query) or ["Ingen filtre"])])


def days_in_danish(days: tuple[date | None, date | None]) -> str:
    """`pr. 02-03-2026`, or the period."""
    first, last = days
    if first is not None and first == last:
        return f"pr. {danish_date(first)}"
    return " ".join(
        [
            *([] if first is None else [f"fra {danish_date(first)}"]),
            *([] if last is None else [f"til {danish_date(last)}"]),
        ]
    )


def about(shown: Sequence[DataSheet], query: ListQuery, days: tuple[date | None, date | None]) -> Sheet:
    """The sheet; its rows are made when those of the others have been counted."""
    headings = [
        SheetColumn("Om filen"),
        SheetColumn("Indhold"),
        SheetColumn("Hvad der kan stå"),
        SheetColumn("Ved indlæsning"),
    ]
    return Sheet(NAME, headings, _rows(shown, query, days))


def helps(dataset: Dataset[Any]) -> dict[str, str]:
    """Field → what a note on its header says."""
    if not dataset.columns:
        return {}
    imported = {column.name: column for column in dataset.columns}
    notes = {name: f"{what_it_holds(column)}." for name, column in imported.items()}
    notes |= {name: f"{notes[name]} {when}" for name, when in dataset.read_when.items()}
    return {name: notes.get(name, _READ_ONLY) for name in dataset.headers}


def _rows(
    shown: Sequence[DataSheet], query: ListQuery, days: tuple[date | None, date | None]
) -> Iterator[tuple[Cell, ...]]:
    first = shown[0].dataset
    known, register = first.known, first.reader.register
    revision = known.moment.revision if known.moment else first.reader.edition.revision
    yield from _beside(
        ("Hvad det er", first.purpose),
        ("Dannet", danish_moment(register.clock.now(), register.clock)),
        ("Viser", days_in_danish(days)),
        ("Revision", revision),
        *(("Filter", line) for line in filters_in_danish(known, query) or ["Ingen: alt er med"]),
        *((f"Rækker i »{each.title}«", each.rows) for each in shown),
        ("Sådan kommer den tilbage", _way_back(shown)),
    )
    for each in shown:
        yield None, None, None, None
        yield f"Kolonner i »{each.title}«", None, None, None
        yield from _columns(each.dataset)


def _beside(*pairs: tuple[str, Cell]) -> Iterator[tuple[Cell, ...]]:
    for name, content in pairs:
        yield name, content, None, None


def _way_back(shown: Sequence[DataSheet]) -> str:
    if not shown[0].dataset.columns:
        return "Registret finder selv fundene. De kan ikke indlæses."
    more = (
        " Der læses ét ark ad gangen: det, der passer til den slags, du vælger under Import." if len(shown) > 1 else ""
    )
    return (
        "Ret i arket, gem filen, og vælg den under Import. Lad den øverste række og kolonnen med registrets "
        "id stå. Det, du ikke har rettet, ændrer intet, heller ikke når registret er ændret imens. Er den samme "
        f"oplysning ændret begge steder, spørger importen. Rækker, du sletter her, slettes ikke i registret.{more}"
    )


def _columns(dataset: Dataset[Any]) -> Iterator[tuple[Cell, ...]]:
    imported = {column.name: column for column in dataset.columns}
    for name, header in dataset.headers.items():
        column = imported.get(name)
        if column is None:
            yield None, header, None, _READ_ONLY if dataset.columns else None
        else:
            yield None, header, what_it_holds(column), dataset.read_when.get(name, "Læses")


def what_it_holds(column: Column) -> str:
    """What a cell of the column may say."""
    if isinstance(column.parse, partial):
        labels = ", ".join(column.parse.keywords["labels"].values())
        return f"En eller flere af: {labels}" if column.many else f"En af: {labels}"
    if column.name in _REFERENCES or column.attribute.endswith(("_id", "_ids")):
        return "Nøgle, navn eller id" + (", adskilt af komma" if column.many else "")
    if column.name == "id" or column.name.endswith("Id"):
        return "Registrets eget id"
    return _KINDS.get(column.parse, "Tekst")
