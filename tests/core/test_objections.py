"""What Pydantic objects to comes in Danish as well, with its limits, and never fails on an error it does not know."""

import re
from enum import StrEnum
from typing import Annotated, Any, Literal, get_args

import pytest
from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core.core_schema import ErrorType

from app.core.objections import _OTHERWISE, _SENTENCES, objection
from app.core.patterns import EXAMPLES
from app.core.text import Day, Email, Line, Url, Whole


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@pytest.mark.parametrize(
    ("kind", "value", "danish"),
    [
        (Line, 1, "Her skal stå en tekst."),
        (Line, "", "Teksten er for kort. Den skal have mindst 1 tegn."),
        (Line, "x" * 201, "Teksten er for lang. Den må højst have 200 tegn."),
        (Line, "a\nb", "Linjeskift og tabulatorer kan ikke bruges her. Skriv det hele på én linje."),
        (Url, "x", "Teksten har ikke den rigtige form. Skriv den sådan: https://intranet.kommune.example/system"),
        (Whole, "1", "Skriv et helt tal."),
        (Annotated[int, Field(ge=1)], 0, "Tallet er for lille. Det skal mindst være 1."),
        (Annotated[int, Field(le=5)], 6, "Tallet er for stort. Det må højst være 5."),
        (Annotated[list[int], Field(max_length=1)], [1, 2], "Listen er for lang: der må højst være 1. Fjern nogle."),
        (Annotated[list[int], Field(min_length=1)], [], "Listen er for kort: der skal være mindst 1, og der er 0."),
        (Colour, "green", "Værdien findes ikke her. Vælg en af disse: red eller blue."),
        (Literal["on", "off"], "so", "Værdien findes ikke her. Vælg en af disse: on eller off."),
        (Day, "2026-02-30", "Skriv en dato, der findes, som ÅÅÅÅ-MM-DD."),
        (Day, "i går", "Skriv en dato som ÅÅÅÅ-MM-DD."),
        (dict[str, int], [], "Her skal stå et JSON-objekt."),
    ],
)
def test_objection_is_said_in_danish(kind: Any, value: object, danish: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(value)
    (error,) = refused.value.errors(include_url=False)
    assert objection(error).da == danish
    assert objection(error).en != objection(error).da


def test_error_that_nobody_knows_is_said_all_the_same() -> None:
    assert objection({"type": "new_in_some_release", "msg": "Bad."}) == _OTHERWISE


def test_limit_that_is_missing_leaves_a_gap() -> None:
    assert objection({"type": "too_long", "msg": "Bad."}).da == "Listen er for lang: der må højst være …. Fjern nogle."


def test_every_sentence_is_of_an_error_that_there_is() -> None:
    assert set(_SENTENCES) <= set(get_args(ErrorType))


@pytest.mark.parametrize(
    ("kind", "value", "english"),
    [
        (Email, "kirsten", "The text does not have the right form. Write it like this: navn@kommune.example"),
        (
            Annotated[list[int], Field(max_length=1)],
            [1, 2],
            "The list is too long: at most 1 are possible. Leave some out.",
        ),
        (Day, "2026-02-30", "A day that there is, as YYYY-MM-DD, is expected."),
        (Colour, "green", "There is no such value here. Choose one of these: red or blue."),
    ],
)
def test_objection_is_said_in_plain_english(kind: Any, value: object, english: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(value)
    (error,) = refused.value.errors(include_url=False)
    assert objection(error).en == english


@pytest.mark.parametrize(("pattern", "example"), EXAMPLES.items())
def test_example_of_a_pattern_fits_it(pattern: str, example: str) -> None:
    assert re.fullmatch(pattern, example)
