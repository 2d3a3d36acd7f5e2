from enum import StrEnum
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from app.core.errors import InvalidInput
from app.core.partial import CHOSEN, Patch
from app.core.schema import Schema
from app.core.text import Line
from app.core.validation import validated


class Whole(Schema):
    name: Line
    long_name: Line | None = None
    level: Annotated[int, Field(strict=True, ge=0, le=5)] = 3
    tags: list[str] = []


class WholePatch(Patch, of=Whole):
    """What is absent stays; null clears."""


STANDING = {"name": "A", "long_name": "Alfa", "level": 1, "tags": ["x"]}


def merged(sent: dict[str, object]) -> dict[str, object]:
    return validated(Whole, WholePatch.model_validate(sent).merged_into(STANDING)).model_dump()


def test_absent_stays_and_null_falls_back_to_the_default() -> None:
    assert merged({}) == STANDING
    assert merged({"longName": None, "level": None, "tags": None}) == {
        "name": "A",
        "long_name": None,
        "level": 3,
        "tags": [],
    }


def test_what_must_be_there_cannot_be_cleared() -> None:
    with pytest.raises(InvalidInput) as caught:
        merged({"name": None})
    assert [(problem.pointer, problem.code) for problem in caught.value.errors] == [("/name", "missing")]


@pytest.mark.parametrize("sent", [{"colour": 1}, {"level": "1"}, {"level": 6}, {"name": ""}, {"tags": "x"}])
def test_a_patch_is_as_strict_as_the_whole(sent: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        WholePatch.model_validate(sent)


def test_the_whole_keeps_its_own_defaults() -> None:
    assert Whole(name="A").level == 3
    with pytest.raises(ValidationError):
        Whole.model_validate({})


FIELDS = {
    "name": st.sampled_from(["B", "C"]),
    "longName": st.none() | st.just("Beta"),
    "level": st.none() | st.integers(0, 5),
    "tags": st.none() | st.lists(st.text("ab", max_size=2)),
}


@given(st.fixed_dictionaries({}, optional=FIELDS))
def test_a_patch_sent_twice_changes_nothing_more(sent: dict[str, object]) -> None:
    once = merged(sent)
    patch = WholePatch.model_validate(sent)
    assert validated(Whole, patch.merged_into(once)).model_dump() == once


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Painted(Schema):
    chosen: Annotated[Colour, CHOSEN] = Colour.RED
    usual: Colour = Colour.RED


class PaintedPatch(Patch, of=Painted):
    """What is absent stays; null clears."""


def test_a_code_that_somebody_has_to_choose_is_not_cleared() -> None:
    assert PaintedPatch.model_validate({"usual": None}).merged_into({"usual": Colour.BLUE}) == {}
    assert PaintedPatch.model_validate({}).merged_into({"chosen": Colour.RED}) == {"chosen": Colour.RED}
    with pytest.raises(ValidationError, match="chosen"):
        PaintedPatch.model_validate({"chosen": None})
