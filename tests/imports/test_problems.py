"""Problems are bounded, and no CPR number is repeated."""

from app.imports.problems import Concerned, Problems, grouped
from app.imports.quoting import quoted


def test_cpr_numbers_are_hidden_wherever_they_stand() -> None:
    problems = Problems()
    hansen = "Hansen, 010190-1234"
    problems.add(2, Concerned("0101901234", 0, hansen, hansen), "x", "»010190-1234« er ukendt.")
    (told,) = problems.ordered()
    assert "1234" not in told.model_dump_json()
    assert told.value == told.register_value == "••••••-••••"


def test_a_cpr_number_is_hidden_in_a_sentence() -> None:
    assert quoted("010190-1234") == "»••••••-••••«"


def test_long_values_are_cut() -> None:
    problems = Problems()
    problems.add(2, Concerned("System", 0, "x" * 10_000, "y" * 10_000), "x", "Fejl.")
    (told,) = problems.ordered()
    assert (len(told.value or ""), len(told.register_value or "")) == (200, 200)


def test_errors_come_first_and_then_the_rows_in_order() -> None:
    problems = Problems()
    for row, severity in ((9, "warning"), (5, "error"), (3, "warning"), (2, "error")):
        problems.add(row, None, "x", "Fejl.", severity)  # type: ignore[arg-type]
    assert [problem.row for problem in problems.ordered()] == [2, 5, 3, 9]
    assert problems.warnings == 2


def test_the_same_fault_of_the_same_value_is_one_group() -> None:
    problems = Problems()
    for row, value in ((2, "a"), (3, "b"), (4, "a")):
        problems.add(row, Concerned("System", 0, value), "x", "Fejl.")
    found = [(one.problem.row, one.group, one.nth) for one in grouped(problems.ordered())]
    assert found == [(2, 0, 0), (3, 1, 0), (4, 0, 1)]


def test_what_differs_in_what_the_register_says_is_another_group() -> None:
    problems = Problems()
    for row, theirs in ((2, "a"), (3, "b"), (4, "a")):
        problems.add(row, Concerned("System", 0, "x", theirs), "conflict", "Fejl.")
    assert [(one.problem.row, one.group) for one in grouped(problems.ordered())] == [(2, 0), (3, 1), (4, 0)]
