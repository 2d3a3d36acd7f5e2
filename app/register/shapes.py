"""The shapes that the body of a card has had."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from pydantic.alias_generators import to_camel
from sqlalchemy import Table

from app.core.shapes import Shapes, Step
from app.models import System


def _with_practice(card: dict[str, Any]) -> dict[str, Any]:
    """What owners have said, and what is in motion, of which nothing could be registered before."""
    return {
        "ownerInPractice": [],
        "attestation": None,
        "openHandovers": [],
        "declinedHandovers": 0,
        "disputes": [],
        **card,
    }


def _with_purposes(card: dict[str, Any]) -> dict[str, Any]:
    """Money by its purpose, of which nothing was worked out before."""
    nothing = {"estimatedDkk": None, "allocatedDkk": None, "state": "unknown"}
    funding = {"development": nothing, "decommission": nothing, **card.get("funding", {})}
    return {**card, "funding": funding}


#: Shape → how a card of the one before becomes one of it. Keys that columns of systems have added need no step here:
#: the columns say it themselves (`models.base.added_in`).
_STEPS: Mapping[int, Step] = {2: _with_practice, 3: _with_purposes}


def steps(table: Table, written: Mapping[int, Step]) -> Iterator[Step]:
    """One for each shape from the second on; raises ValueError for a shape that nothing leads to."""
    added: dict[int, dict[str, Any]] = defaultdict(dict)
    for column in table.columns:
        if "added_in" in column.info:
            added[column.info["added_in"]][to_camel(column.name)] = column.info["earlier"]
    for shape in range(2, max({1, *written, *added}) + 1):
        if shape not in written and shape not in added:
            message = f"Cards have no shape {shape}, and yet a later one: number the shapes without a gap."
            raise ValueError(message)
        yield partial(_step, added[shape], written.get(shape, _as_it_is))


def _step(added: Mapping[str, Any], written: Step, card: dict[str, Any]) -> dict[str, Any]:
    return {**added, **written(card)}


def _as_it_is(card: dict[str, Any]) -> dict[str, Any]:
    return card


CARD = Shapes(*steps(System.__table__, _STEPS))  # type: ignore[attr-defined]
