"""Facets: how many of the systems that a list finds have which value, so that people see what a filter would leave."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from app.core.errors import InvalidInput
from app.core.languages import Text
from app.core.schema import Schema
from app.http.lists import Listing
from app.register.columns.coded import Mask
from app.register.columns.snapshot import CardSnapshot
from app.systems.card import SystemCard
from app.systems.column_filters import finding_columns
from app.systems.listing import FACET_NAMES, SystemListQuery
from app.vocabulary import PersonalData


class FacetValue(Schema):
    """So many of the systems that were found have the value."""

    value: str | int | bool | None
    """What the filter of that name takes; null for systems that have none."""
    total: int


_COUNTED = (
    "Where it was asked for: by key of a filter, each value and how many systems have it, the most frequent first."
)


class SystemCardList(Listing[SystemCard]):
    """Cards, and what was counted beside them."""

    model_config = ConfigDict(json_schema_extra=lambda schema: schema["required"].remove("facets"))

    facets: Annotated[dict[str, list[FacetValue]], Field(description=_COUNTED)] = {}


@dataclass(frozen=True, slots=True)
class _Facet:
    """The columns, and which values of the facet a value of theirs stands for."""

    columns: Callable[[SystemListQuery], Sequence[str]]
    values: Callable[[Any], Iterable[Any]] = lambda value: (value,)


def _column(name: str, values: Callable[[Any], Iterable[Any]] = lambda value: (value,)) -> _Facet:
    return _Facet(lambda _: (name,), values)


def _categories(mask: int) -> list[str]:
    return [category.value for category in PersonalData if category.bit & mask]


#: By the key of the filter that a value goes into.
_FACETS: Mapping[str, _Facet] = {
    "criticality": _column("criticality"),
    "lifecycle": _column("lifecycle"),
    "personalData": _column("personal_data_mask", _categories),
    "fundingState": _column("funding_state"),
    "ownerLevel": _column("owner_level"),
    "hasOwner": _column("owner_position_id", lambda owner: (owner is not None,)),
    "ownerUnitId": _column("owner_unit_id"),
    "ownerPositionId": _column("owner_position_id"),
    "unitId": _column("unit_id"),
    "supplier": _column("supplier"),
    "source": _column("source"),
    "rule": _Facet(lambda query: finding_columns(query.waived), str.split),
}
if tuple(_FACETS) != FACET_NAMES.names:
    message = f"The query names the facets {FACET_NAMES.names}, but there are {tuple(_FACETS)}."
    raise ValueError(message)


def counted(snapshot: CardSnapshot, mask: Mask, query: SystemListQuery) -> dict[str, Any]:
    """The key `facets` of the envelope, where the query asks for any; the most frequent values first."""
    if not query.facets:
        return {}
    return {"facets": {name: _count(_FACETS[name], snapshot, mask, query) for name in dict.fromkeys(query.facets)}}


def refuse_facets_of_the_past(query: SystemListQuery) -> None:
    """Raises InvalidInput where both are asked for."""
    if query.facets and query.known_at is not None:
        raise InvalidInput.at(
            "?facets",
            "contradiction",
            Text(
                "Facets are counted for today only: leave out knownAt or facets.",
                da="Facetter tælles kun for i dag. Udelad knownAt eller facets.",
            ),
        )


def _count(facet: _Facet, snapshot: CardSnapshot, mask: Mask, query: SystemListQuery) -> list[dict[str, Any]]:
    totals: Counter[Any] = Counter()
    for column in facet.columns(query):
        for value, number in snapshot.column(column).counted(mask).items():
            for one in facet.values(value):
                totals[one] += number
    in_order = sorted(totals.items(), key=lambda item: (-item[1], str(item[0])))
    return [{"value": value, "total": total} for value, total in in_order]
