"""Several values in one cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tabular.several import join, split


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("Nexus, KMD Nexus", ["Nexus", "KMD Nexus"]),
        ("Nexus;KMD Nexus", ["Nexus", "KMD Nexus"]),
        ("Nexus\n\nKMD Nexus\n", ["Nexus", "KMD Nexus"]),
        ('"Børn, unge", Skole', ["Børn, unge", "Skole"]),
        ('Skole ; "a ""b"", c" ', ["Skole", 'a "b", c']),
        ('6" skærm, "halv', ['6" skærm', '"halv']),
        ('"helt" fremme, Skole', ['"helt" fremme', "Skole"]),
        (" , ;", []),
        ("", []),
    ],
)
def test_values_end_at_separators_outside_quotes(cell: str, values: list[str]) -> None:
    assert split(cell) == values


def test_only_values_that_need_them_get_quotes() -> None:
    assert join(["Nexus", "Børn, unge", 'den "gamle"', '"x"']) == 'Nexus, "Børn, unge", den "gamle", """x"""'


@given(st.lists(st.text(alphabet="aø ,;\n\"'=", min_size=1).map(str.strip).filter(bool)))
def test_what_is_joined_is_split_again(values: list[str]) -> None:
    assert split(join(values)) == values
