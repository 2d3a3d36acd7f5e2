"""What breaks the seal of an attestation, and what does not."""

from collections.abc import Iterable

import pytest

from app.rules.facts import BudgetLineFacts, SystemFacts, YearSums
from app.rules.seal import is_sealed, read_sums, sums_of
from app.vocabulary import BudgetKind, Criticality
from tests.rules.builders import TODAY, make_attestation, make_facts, make_holder, make_line, make_owner

TOLERANCE = 10


def sealed(system: SystemFacts, tolerance_percent: int = TOLERANCE, **attested: object) -> bool:
    return is_sealed(system, make_attestation(**attested), tolerance_percent)


def spending(*lines: BudgetLineFacts) -> SystemFacts:
    return make_facts(budget_lines=lines)


def kept(lines: Iterable[BudgetLineFacts]) -> tuple[tuple[int, YearSums], ...]:
    """The sums, as an attestation keeps them and gives them back."""
    return read_sums(sums_of(lines))


def test_what_was_attested_is_sealed() -> None:
    assert sealed(make_facts())


@pytest.mark.parametrize(
    "system",
    [
        make_facts(owner=None),
        make_facts(owner=make_owner(position_id="manager")),
        make_facts(owner=make_owner(holder=None)),
        make_facts(owner=make_owner(holder=make_holder(person_id="person-2"))),
    ],
)
def test_other_owner_or_holder_breaks_the_seal(system: SystemFacts) -> None:
    assert not sealed(system)


def test_vacant_position_can_have_been_attested_from_above() -> None:
    assert sealed(make_facts(owner=make_owner(holder=None)), owner_person_id=None)


@pytest.mark.parametrize("criticality", [other for other in Criticality if other is not Criticality.BUSINESS_CRITICAL])
def test_other_criticality_breaks_the_seal(criticality: Criticality) -> None:
    assert not sealed(make_facts(criticality=criticality))
    assert sealed(make_facts(criticality=criticality), criticality=criticality)


def test_attestation_of_which_nothing_is_known_is_not_sealed() -> None:
    assert not sealed(make_facts(), criticality=None)
    assert not sealed(make_facts(), owner_position_id=None)


@pytest.mark.parametrize("sum_of", ["estimated_dkk", "allocated_dkk"])
@pytest.mark.parametrize(
    ("amount", "holds"),
    [(900_001, True), (990_000, True), (810_000, True), (990_001, False), (809_999, False), (0, False), (None, False)],
)
def test_sum_of_this_year_may_differ_by_the_tolerance(sum_of: str, amount: int | None, *, holds: bool) -> None:
    assert sealed(spending(make_line(**{sum_of: amount}))) is holds


def test_tolerance_is_the_policys() -> None:
    assert not sealed(spending(make_line(estimated_dkk=900_001)), 0)
    assert sealed(spending(make_line(estimated_dkk=1_800_000)), 100)


@pytest.mark.parametrize(
    ("year", "holds"), [(TODAY.year - 1, True), (TODAY.year, False), (TODAY.year + 1, False), (TODAY.year + 2, True)]
)
def test_only_this_year_and_the_next_count(year: int, *, holds: bool) -> None:
    then, now = make_line(fiscal_year=year), make_line(fiscal_year=year, estimated_dkk=1)
    assert sealed(spending(now), sums=kept([then])) is holds


def test_year_or_sum_that_nothing_was_known_of_breaks_nothing() -> None:
    assert sealed(spending(make_line(), make_line(fiscal_year=TODAY.year + 1)))
    assert sealed(spending(make_line()), sums=kept([make_line(estimated_dkk=None)]))
    assert sealed(spending(), sums=((TODAY.year, YearSums(None, None)),))


def test_lines_that_are_gone_break_the_seal() -> None:
    assert not sealed(spending())


def test_anything_in_place_of_nothing_breaks_the_seal() -> None:
    assert not sealed(spending(make_line(allocated_dkk=1)), sums=((TODAY.year, YearSums(900_000, 0)),))


def test_how_the_sum_is_made_up_and_who_holds_the_money_does_not_matter() -> None:
    apart = [
        make_line(kind=BudgetKind.LICENCE, estimated_dkk=400_000, allocated_dkk=0, holder=None),
        make_line(kind=BudgetKind.HOURS, estimated_dkk=500_000, allocated_dkk=900_000),
    ]
    assert sealed(spending(*apart))


def test_money_for_other_purposes_does_not_count() -> None:
    others = [make_line(kind=kind) for kind in (BudgetKind.DEVELOPMENT, BudgetKind.DECOMMISSION)]
    assert sealed(spending(make_line(), *others))
    assert sums_of(others) == {}


def test_sums_are_kept_by_year_and_read_again() -> None:
    lines = [make_line(fiscal_year=2027, estimated_dkk=None), make_line(), make_line(allocated_dkk=None)]
    found = sums_of(lines)
    assert found == {
        "2026": {"estimatedDkk": 1_800_000, "allocatedDkk": 900_000},
        "2027": {"estimatedDkk": None, "allocatedDkk": 900_000},
    }
    assert read_sums(found) == ((2026, YearSums(1_800_000, 900_000)), (2027, YearSums(None, 900_000)))
