from pathlib import Path

import pytest

from bench.figures import Figure
from bench.history import last_recorded, record, regressions


@pytest.fixture
def history(tmp_path: Path) -> Path:
    return tmp_path / "history.csv"


def test_a_figure_that_got_worse_by_more_than_the_noise_is_named(history: Path) -> None:
    record([Figure("card", "SQLite", 60, 0.05), Figure("write", "SQLite", 10, 0.05)], history)
    worse = regressions(
        [Figure("card", "SQLite", 50, 0.05), Figure("write", "SQLite", 12, 0.05)], last_recorded(history)
    )
    assert [sentence.partition(":")[0] for sentence in worse] == ["card SQLite", "write SQLite"]


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(Figure("card", "SQLite", 56, 0.0), id="within a tenth"),
        pytest.param(Figure("card", "SQLite", 45, 0.3), id="within the spread of its rounds"),
        pytest.param(Figure("card", "SQLite", 90, 0.0), id="better"),
        pytest.param(Figure("card", "PostgreSQL", 1, 0.0), id="never recorded"),
        pytest.param(Figure("card", "SQLite", None), id="not available"),
    ],
)
def test_what_chance_may_do_is_no_regression(history: Path, now: Figure) -> None:
    record([Figure("card", "SQLite", 60, 0.0)], history)
    assert regressions([now], last_recorded(history)) == []


def test_the_last_recorded_figure_counts(history: Path) -> None:
    for value in (60, 20):
        record([Figure("card", "SQLite", value, 0.0)], history)
    assert last_recorded(history)["card SQLite"].value == 20
