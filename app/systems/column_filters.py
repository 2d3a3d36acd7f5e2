"""The filters of the list of systems on the columns in memory; `filter_queries` says the same in SQL, for the past."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np

from app.core.folding import words_of
from app.http.filters import AnyOf, declarations
from app.register.columns.coded import Mask
from app.register.columns.snapshot import CardSnapshot, microseconds
from app.register.known import Known
from app.systems.filter_queries import units
from app.systems.listing import SystemFilter


def matching(snapshot: CardSnapshot, known: Known, query: SystemFilter) -> Mask:
    """Where the systems are that every filter lets through."""
    found = snapshot.alive.copy()
    for condition in (*_equal(snapshot, known, query), *_tested(snapshot, query), *_others(snapshot, known, query)):
        found &= condition
    return found


def _equal(snapshot: CardSnapshot, known: Known, query: SystemFilter) -> list[Mask]:
    """Repeated keys mean one of the values."""
    wanted: list[tuple[str, Sequence[Any]]] = [
        ("unit_id", units(known, query.unit_id, subunits=query.include_subunits)),
        ("owner_position_id", query.owner_position_id),
        ("owner_person_id", query.owner_person_id),
        ("owner_unit_id", query.owner_unit_id),
        *_declared(query),
    ]
    return [snapshot.column(name).equal_to(values) for name, values in wanted if values]


def _declared(query: SystemFilter) -> list[tuple[str, Sequence[Any]]]:
    def made(one: AnyOf, values: Sequence[Any]) -> Sequence[Any]:
        return [one.made(value) for value in values] if one.made else values

    return [(one.column, made(one, getattr(query, name))) for name, one in declarations(type(query)).items()]


def _tested(snapshot: CardSnapshot, query: SystemFilter) -> list[Mask]:
    """Conditions on each different value of a column."""
    tests: list[tuple[str, Callable[[Any], bool]]] = []
    if query.personal_data:
        mask = sum({category.bit for category in query.personal_data})
        tests.append(("personal_data_mask", lambda value: bool(value & mask)))
    if query.kle:
        prefixes = [f" {prefix}" for prefix in query.kle]
        tests.append(("kle_text", lambda text: any(prefix in text for prefix in prefixes)))
    if query.has_owner is not None:
        tests.append(("owner_position_id", lambda owner: (owner is not None) is query.has_owner))
    if query.owner_level_min is not None or query.owner_level_max is not None:
        tests.append(("owner_level", _between(query.owner_level_min, query.owner_level_max)))
    if query.phased_out_before is not None:
        tests.append(("phased_out_on", _before(query.phased_out_before)))
    return [snapshot.column(name).where(test) for name, test in tests]


def _between(least: int | None, most: int | None) -> Callable[[int | None], bool]:
    def test(level: int | None) -> bool:
        return level is not None and (least is None or level >= least) and (most is None or level <= most)

    return test


def _before(day: date) -> Callable[[date | None], bool]:
    return lambda phased_out_on: phased_out_on is not None and phased_out_on < day


def _others(snapshot: CardSnapshot, known: Known, query: SystemFilter) -> list[Mask]:
    found = [snapshot.words.having(word, snapshot.size) for word in words_of(query.q)]
    if query.rule or query.waived is not None:
        found.append(_findings(snapshot, query))
    if query.min_severity is not None:
        found.append(snapshot.numbers("severity_rank") >= query.min_severity.rank)
    if query.changed_since is not None:
        since = microseconds(known.register.clock.beginning_of(query.changed_since))
        found.append(snapshot.numbers("updated_at") >= since)
    if query.duty or query.position_id or query.person_id:
        revisions = snapshot.numbers("revision")
        found.append(snapshot.holdings.held(revisions, query.duty, query.position_id, query.person_id))
    return found


def finding_columns(waived: bool | None) -> Sequence[str]:  # noqa: FBT001 - a filter's value
    """Where the rules of open findings stand: those that are waived, those that are not, or both."""
    return {None: ("flagged_rules", "waived_rules"), False: ("flagged_rules",), True: ("waived_rules",)}[waived]


def _findings(snapshot: CardSnapshot, query: SystemFilter) -> Mask:
    """Open findings: of the rules where any are named, waived or not where that is asked."""
    rules = [f" {rule} " for rule in query.rule]

    def test(text: str) -> bool:
        return any(rule in text for rule in rules) if rules else text != ""

    found = np.zeros(snapshot.size, np.bool_)
    for name in finding_columns(query.waived):
        found |= snapshot.column(name).where(test)
    return found
