"""One system as the cells of a row, under the headers of files of systems."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from rdflib import BNode, Literal
from rdflib.term import Node

from app.core.identifiers import is_id
from app.sysap import terms
from app.sysap.graph import Facts, Statements, worded
from app.sysap.terms import plain
from app.sysap.writing import MAIN, MAIN_AND_OTHER
from app.systems.columns import COLUMNS
from app.tabular.several import join
from app.tabular.table import Cell

HEADERS = {column.name: column.header for column in COLUMNS}
_OF_WHOM = (terms.KEY, terms.LABEL, terms.NAME_OF_PERSON)
#: The properties that become cells, or say what the others are about.
READ = frozenset(
    plain(name)
    for name in (
        *(*terms.TEXTS.values(), *terms.DAYS.values(), *(codes.property for codes in terms.CODES.values())),
        *(name for names in terms.SUPPLIERS.values() for name in names),
        *(terms.KEY, terms.OWNER, terms.USED_IN, terms.DOCUMENTATION, terms.PURPOSE),
        *(terms.TYPE, terms.PART, terms.PREDECESSOR),
        *(f"{terms.OWN}{field}" for field in HEADERS),
    )
)


class SystemRow:
    """What the file says of one system. Each method gives fields and cells."""

    def __init__(self, statements: Statements, system: Node) -> None:
        self._statements = statements
        self._system = system
        self.facts: Facts = statements.facts(system)

    def cells(self) -> dict[str, Cell]:
        """Field → cell. What is said in our own words fills what the standard's words leave open."""
        return {
            **dict(self._ours()),
            **dict(self._texts()),
            **dict(self._codes()),
            **dict(self._links()),
            **dict(self._suppliers()),
            **dict(self._users()),
        }

    def others(self) -> dict[str, str]:
        """What no column takes: property → what is said."""
        return {
            name: ", ".join(filter(None, (self._statements.said(value, terms.LABEL) for value in values)))
            for name, values in self.facts.items()
            if name not in READ
        }

    def _values(self, name: str) -> Sequence[Node]:
        return self.facts.get(plain(name), ())

    def _ours(self) -> Iterator[tuple[str, Cell]]:
        own = str(self._system).removeprefix("urn:uuid:")
        if is_id(own):
            yield "id", own
        successor = self._statements.successor(self._system)
        if successor is not None:
            yield "successor", self._statements.said(successor, terms.KEY, terms.LABEL)
        for field in HEADERS:
            if said := self._values(f"{terms.OWN}{field}"):
                yield field, str(said[0])

    def _texts(self) -> Iterator[tuple[str, Cell]]:
        for field, name in terms.TEXTS.items():
            if said := self._values(name):
                several = field == "alternativeNames"
                yield field, _joined(str(each).strip() for each in said) if several else worded(said)
        for field, name in terms.DAYS.items():
            if said := self._values(name):
                yield field, _day(str(said[0]))
        if said := self._values(terms.KEY):
            yield "externalId", str(said[0])

    def _codes(self) -> Iterator[tuple[str, Cell]]:
        for field, codes in terms.CODES.items():
            if field == "personalData":
                datasets = self._statements.datasets(self._system, self.facts)
                found = [code for each in datasets for code in self._coded(codes, self._statements.facts(each))]
                yield field, join(_of_several_datasets(found))
            elif found := list(self._coded(codes, self.facts)):
                yield field, found[0]

    def _coded(self, codes: terms.CodeList, facts: Facts) -> Iterator[str]:
        """The register's codes; what is no concept of the list as it was called, so that the import can say so."""
        for value in facts.get(plain(codes.property), ()):
            said = self._statements.said(value, terms.LABEL) if isinstance(value, BNode) else str(value)
            yield codes.code(said) or terms.last_part(said)

    def _links(self) -> Iterator[tuple[str, Cell]]:
        if said := self._values(terms.PURPOSE):
            yield "kle", _joined(_kle(str(each)) for each in said)
        if said := self._values(terms.DOCUMENTATION):
            yield "documentationUrl", self._statements.said(said[0])

    def _suppliers(self) -> Iterator[tuple[str, Cell]]:
        for field, names in terms.SUPPLIERS.items():
            if found := next((said for name in names if (said := self._values(name))), None):
                yield field, self._statements.said(found[0], terms.LABEL, terms.NAME_OF_PERSON)

    def _users(self) -> Iterator[tuple[str, Cell]]:
        if said := self._values(terms.OWNER):
            yield "owner", self._statements.said(said[0], terms.PERSON_CODE, *_OF_WHOM)
        using: list[str] = []
        for each in self._values(terms.USED_IN):
            called, use = self._statements.said(each, *_OF_WHOM), self._use(each)
            if use in {MAIN, MAIN_AND_OTHER}:
                yield "unit", called
            if use != MAIN:
                using.append(called)
        yield "usingUnits", _joined(using)

    def _use(self, unit: Node) -> str:
        facts: Facts = {} if isinstance(unit, Literal) else self._statements.facts(unit)
        return worded(facts.get(plain(terms.MAIN_USE), ()))


def _joined(texts: Any) -> str:  # noqa: ANN401 - any iterable of text
    return join(filter(None, texts))


def _of_several_datasets(found: Sequence[str]) -> list[str]:
    """Each category once; one dataset without personal data says nothing of the others."""
    kept = list(dict.fromkeys(found))
    return [code for code in kept if code != "none"] or kept


def _day(text: str) -> Cell:
    """A date; what is none stays text, so that the import can say so."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _kle(iri: str) -> str:
    """The number of a KLE subject; nothing for tasks of other catalogues, which the register does not keep."""
    if "kle-online" in iri:
        return terms.last_part(iri).lstrip("_")
    return "" if "://" in iri else iri
