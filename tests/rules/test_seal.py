from collections.abc import Iterable
from datetime import date
from itertools import permutations

import pytest

from app.rules.facts import BudgetLineFacts, OwnerFacts
from app.rules.seal import seal_of
from app.vocabulary import Answer, BudgetKind, Criticality
from tests.rules.builders import COUNCIL, make_budget_holder, make_holder, make_line, make_owner

LICENCES = make_line(kind=BudgetKind.LICENCE, estimated_dkk=10, allocated_dkk=0)
BUDGET = (make_line(), LICENCES)
OWNER = make_owner()


def seal(
    owner: OwnerFacts | None = OWNER,
    criticality: Criticality = Criticality.BUSINESS_CRITICAL,
    lines: Iterable[BudgetLineFacts] = BUDGET,
) -> str:
    return seal_of(owner, criticality, lines)


def with_line(**changes: object) -> tuple[BudgetLineFacts, ...]:
    """The budget with the changes to its first line."""
    return (make_line(**changes), LICENCES)


SEALED = seal()


@pytest.mark.parametrize(
    "owner",
    [
        None,
        make_owner(position_id="manager"),
        make_owner(holder=None),
        make_owner(holder=make_holder(person_id="person-2")),
    ],
)
def test_other_owner_or_holder_breaks_the_seal(owner: OwnerFacts | None) -> None:
    assert seal(owner) != SEALED


@pytest.mark.parametrize("criticality", [other for other in Criticality if other is not Criticality.BUSINESS_CRITICAL])
def test_other_criticality_breaks_the_seal(criticality: Criticality) -> None:
    assert seal(criticality=criticality) != SEALED


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (make_line(),),
        (LICENCES,),
        (*BUDGET, make_line(fiscal_year=2030)),
        (*BUDGET, LICENCES),
        with_line(fiscal_year=2027),
        with_line(kind=BudgetKind.HOURS),
        with_line(estimated_dkk=900_001),
        with_line(allocated_dkk=899_999),
        with_line(estimated_dkk=None),
        with_line(allocated_dkk=None),
        with_line(holder=None),
        with_line(holder=make_budget_holder(position_id="director")),
    ],
)
def test_other_budget_breaks_the_seal(lines: tuple[BudgetLineFacts, ...]) -> None:
    assert seal(lines=lines) != SEALED


def test_unknown_amount_is_not_nothing() -> None:
    assert seal(lines=[make_line(estimated_dkk=None)]) != seal(lines=[make_line(estimated_dkk=0)])
    assert seal(lines=[make_line(allocated_dkk=None)]) != seal(lines=[make_line(allocated_dkk=0)])


def test_estimate_and_allocation_are_not_mixed_up() -> None:
    assert seal(lines=[make_line(estimated_dkk=1, allocated_dkk=2)]) != seal(
        lines=[make_line(estimated_dkk=2, allocated_dkk=1)]
    )


def test_order_of_the_lines_does_not_matter() -> None:
    unknown = make_line(estimated_dkk=None, holder=None)
    lines = (make_line(), LICENCES, unknown, make_line(allocated_dkk=None))
    assert len({seal(lines=order) for order in permutations(lines)}) == 1


def test_what_was_not_attested_does_not_break_the_seal() -> None:
    renamed = make_owner(
        title="Chef for ydelser",
        management_level=4,
        unit_id="unit-2",
        unit_name="Borgerservice",
        budget_authority=Answer.NO,
        budget_limit_dkk=None,
        since=date(2020, 1, 1),
        holder=make_holder(name="Person 2", since=date(2025, 1, 1), leaves_on=date(2027, 1, 1)),
        has_successor=True,
        superiors=(COUNCIL,),
        systems_owned=9,
    )
    holder = make_budget_holder(title="Økonomichef", budget_authority=Answer.NO, in_owner_line=False)
    assert seal(renamed, lines=with_line(holder=holder)) == SEALED


def test_system_without_owner_and_budget_has_a_seal() -> None:
    assert seal(None, Criticality.UNKNOWN, ()) == seal(None, Criticality.UNKNOWN, ())
    assert seal(None, Criticality.UNKNOWN, ()) != seal(make_owner(holder=None), Criticality.UNKNOWN, ())
