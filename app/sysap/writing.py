"""Systems in Turtle, one after the other, so that memory does not grow with their number."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rdflib.term import Literal, URIRef

from app.sysap import terms
from app.systems.columns import COLUMNS

#: The main user of a system, who may stand among the others who use it as well.
MAIN, MAIN_AND_OTHER = "main", "mainAndOther"
_ID = "urn:uuid:"
#: Fields that are written in words of the standard. All others that a file can bring in are written in our own.
_IN_THE_STANDARD = {
    *(*terms.TEXTS, *terms.DAYS, *terms.SUPPLIERS, *terms.CODES),
    *("documentationUrl", "externalId", "id", "kle", "owner", "unit", "usingUnits"),
}
_OWN = [column.name for column in COLUMNS if column.name not in _IN_THE_STANDARD]
_UNKNOWN = "unknown"
#: Signs that no IRI in Turtle may have.
_NOT_IN_IRIS = re.compile(r'[\x00-\x20<>"{}|\\^`]')


def head() -> bytes:
    """What goes before the systems."""
    return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in terms.PREFIXES.items()).encode()


def described(record: Mapping[str, Any]) -> bytes:
    """One system; `record`: by field, as files of systems have it, and `successorId`. What is unknown is left out."""
    system = f"<{_ID}{record['id']}>"
    said = " ;\n    ".join(f"{_short(name)} {value}" for name, value in _facts(record))
    successor = record.get("successorId")
    follows = f"<{_ID}{successor}> {_short(terms.PREDECESSOR)} {system} .\n" if successor else ""
    return f"\n{system} a {_short(terms.SYSTEM)} ;\n    {said} .\n{follows}".encode()


def _facts(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field, name in terms.TEXTS.items():
        yield from ((name, _danish(text)) for text in _several(record[field]))
    if record["externalId"] is not None:
        yield terms.KEY, f"{Literal(record['externalId']).n3()}^^xsd:anyURI"
    yield from _coded(record)
    for field, name in terms.DAYS.items():
        if record[field] is not None:
            yield name, _day(record[field])
    yield from ((terms.PURPOSE, f"<{terms.kle_iri(number)}>") for number in record["kle"])
    yield from _people(record)
    if record["documentationUrl"] is not None:
        yield terms.DOCUMENTATION, _address(record["documentationUrl"])
    yield from _in_our_words(record)


def _coded(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the standard has closed lists for."""
    for field, codes in terms.CODES.items():
        found = [iri for code in _several(record[field]) if (iri := codes.iri(code)) is not None]
        if not found:
            continue
        listed = ", ".join(f"<{iri}>" for iri in found)
        if field == "personalData":
            yield terms.PART, _node(terms.DATASET, (codes.property, listed))
        else:
            yield codes.property, listed


def _people(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Who owns, uses and supplies it. Owners are positions, as the standard recommends, and not those who hold them."""
    if record["owner"] is not None:
        called = [(terms.LABEL, _danish(record["ownerTitle"]))] if record["ownerTitle"] else []
        code = (terms.PERSON_CODE, Literal(record["owner"]).n3())
        yield terms.OWNER, _node(terms.PERSON_IDENTIFIER, code, *called)
    for reference, name, use in _users(record):
        own = [(terms.MAIN_USE, Literal(use).n3())] if use else []
        yield (
            terms.USED_IN,
            _node(terms.UNIT, (terms.KEY, Literal(reference).n3()), (terms.LABEL, _danish(name)), *own),
        )
    for field, names in terms.SUPPLIERS.items():
        if record[field] is not None:
            yield names[0], _node(terms.ORGANISATION, (terms.LABEL, _danish(record[field])))


def _users(record: Mapping[str, Any]) -> Iterator[tuple[str, str, str | None]]:
    """Reference and name of each unit that uses the system, and whether it is the main one."""
    main = record["unit"]
    if main is not None and main not in record["usingUnits"]:
        yield main, record["unitName"], MAIN
    for reference, name in zip(record["usingUnits"], record["usingUnitNames"], strict=True):
        yield reference, name, MAIN_AND_OTHER if reference == main else None


def _in_our_words(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    lifecycle = record["lifecycle"]
    if terms.CODES["lifecycle"].iri(lifecycle) is None:
        yield f"{terms.OWN}lifecycle", Literal(lifecycle).n3()
    for field in _OWN:
        value = record[field]
        if value is not None and value != _UNKNOWN:
            yield f"{terms.OWN}{field}", _day(value) if isinstance(value, date) else Literal(str(value)).n3()


def _several(value: Any) -> Sequence[str]:  # noqa: ANN401 - a value of any field
    """The value, or each of several; nothing where there is none."""
    return value if isinstance(value, list) else [value] if value else []


def _node(kind: str, *facts: tuple[str, str]) -> str:
    said = " ; ".join(f"{_short(name)} {value}" for name, value in facts)
    return f"[ a {_short(kind)} ; {said} ]"


def _danish(text: str) -> str:
    return Literal(text, lang="da").n3()


def _day(day: date) -> str:
    return f'"{day.isoformat()}"^^xsd:date'


def _address(url: str) -> str:
    """A link; in quotes where it holds a sign that no IRI may have."""
    return f"{Literal(url).n3()}^^xsd:anyURI" if _NOT_IN_IRIS.search(url) else URIRef(url).n3()


def _short(iri: str) -> str:
    """`sys:ITSystem` for the IRI."""
    prefix, base = next((prefix, base) for prefix, base in terms.PREFIXES.items() if iri.startswith(base))
    return f"{prefix}:{iri.removeprefix(base)}"
