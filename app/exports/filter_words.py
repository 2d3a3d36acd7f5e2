"""The filters of an export in Danish, for the people who open the file: `Personoplysninger: følsomme`."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from app.core.clock import Clock
from app.core.languages import danish_date
from app.exports import queries
from app.http.lists import ListQuery
from app.register.known import Known
from app.rules.engine import catalogue
from app.vocabulary import Term

#: Query key → what people call it. Those that order the rows, or say which day it is, are no filters.
WORDS = {
    "at": "Dag",
    "basis": "Grundlag",
    "changed_since": "Ændret siden",
    "criticality": "Kritikalitet",
    "duty": "Ansvar",
    "ends_before": "Slutter før",
    "external_id": "Nøgle",
    "first": "Fra",
    "fiscal_year": "År",
    "funding_state": "Finansiering",
    "has_owner": "Har systemejer",
    "include_subunits": "Med underenheder",
    "kind": "Type",
    "kle": "KLE",
    "last": "Til",
    "lifecycle": "Status",
    "management_level": "Ledelsesniveau",
    "min_severity": "Mindste alvor",
    "owner_level_max": "Ejers ledelsesniveau højst",
    "owner_level_min": "Ejers ledelsesniveau mindst",
    "owner_person_id": "Ejers navn",
    "owner_position_id": "Systemejer",
    "owner_unit_id": "Ejers enhed",
    "parent_id": "Overordnet enhed",
    "person_id": "Person",
    "personal_data": "Personoplysninger",
    "phased_out_before": "Udfases før",
    "position_id": "Stilling",
    "q": "Søgeord",
    "rule": "Regel",
    "severity": "Alvor",
    "source": "Kilde",
    "state": "Tilstand",
    "supplier": "Leverandør",
    "system_id": "System",
    "unit_id": "Enhed",
    "waived": "Dispensation",
}
NO_FILTERS = {"known_at", "sort", "sheets", "form", "dialect"}
_STATES = {"open": "åbne", "closed": "lukkede", "waived": "med dispensation", "all": "alle"}


def filters_in_danish(known: Known, query: ListQuery) -> list[str]:
    """A line for each filter that was asked for."""
    return [f"{WORDS[name]}: {', '.join(_values(known, name, value))}" for name, value in _asked(query)]


def _asked(query: ListQuery) -> Iterator[tuple[str, Any]]:
    for name, field in type(query).model_fields.items():
        value = getattr(query, name)
        if name not in NO_FILTERS and value != field.default:
            yield name, value


def _values(known: Known, name: str, value: Any) -> Sequence[str]:  # noqa: ANN401 - of any filter
    values = value if isinstance(value, tuple) else [value]
    if name.endswith("_id") and name != "external_id":
        return _names(known, name, values)
    return [_word(name, each, known.register.clock) for each in values]


def _word(name: str, value: Any, clock: Clock) -> str:  # noqa: ANN401 - of any filter
    match value:
        case Term():
            return value.label
        case bool():
            return "ja" if value else "nej"
        case datetime():
            return danish_moment(value, clock)
        case date():
            return danish_date(value)
    return _named(name, str(value))


def _named(name: str, code: str) -> str:
    """What a code that is in no vocabulary is called."""
    if name == "rule" and code in catalogue():
        return f"{code} ({catalogue()[code].title})"
    return _STATES.get(code, code) if name == "state" else code


def danish_moment(at: datetime, clock: Clock) -> str:
    """`02-03-2026 kl. 10.00`, by the municipality's clock."""
    return f"{danish_date(clock.day_of(at))} kl. {at.astimezone(clock.zone):%H.%M}"


def _names(known: Known, name: str, ids: Sequence[str]) -> list[str]:
    """What the rows are called; the id of one that is not known."""
    kind = name.removesuffix("_id").removeprefix("owner_")
    rows = {"person": queries.people, "position": queries.positions, "system": queries.systems}.get(kind, queries.units)
    called = {row.id: row.names[0] for row in rows(known) if row.id in ids}
    return [called.get(each, each) for each in ids]
