"""Each catalogue says what the pages say: all of it, nothing else, and so that it fits where the Danish stands."""

import re

import pytest

from app.core.languages import Language
from tests.support.catalogue import Forms, catalogue, place_of, sentences, written

LANGUAGES = [language for language in Language if language is not Language.DANISH]
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_BLANKS = re.compile(r"^\s*|\s*$")
#: `one level too low` need not tell the number.
_NUMBERS = frozenset({"n", "number"})

in_each_language = pytest.mark.parametrize("language", LANGUAGES)


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def _begins(text: str) -> str:
    """Whether it begins in upper or in lower case; neither with a placeholder or a sign."""
    return "upper" if text[:1].isupper() else "lower" if text[:1].islower() else "neither"


def _pairs(language: Language) -> list[tuple[Forms, str, str]]:
    """Each form beside the one that it translates."""
    return [
        (danish, one_danish, one)
        for danish, translated in catalogue(language).items()
        for one_danish, one in zip(danish, translated, strict=True)
    ]


@in_each_language
def test_the_catalogue_holds_what_the_pages_say_and_nothing_else(language: Language) -> None:
    held = catalogue(language)
    said = sentences()
    assert [danish for danish in said if danish not in held] == [], "python -m tests.support.catalogue adds these"
    assert set(held) == set(said), "python -m tests.support.catalogue drops the others"
    assert place_of(language).read_bytes() == written(language, held), "python -m tests.support.catalogue sorts them"


@in_each_language
def test_every_sentence_is_translated(language: Language) -> None:
    assert [danish for danish, _, one in _pairs(language) if not one.strip()] == []


@in_each_language
def test_a_translation_is_given_the_values_that_the_danish_is_given(language: Language) -> None:
    for danish, one_danish, one in _pairs(language):
        given = _placeholders(" ".join(danish))
        assert _placeholders(one) - given == set(), one
        assert _placeholders(one_danish) - _placeholders(one) <= _NUMBERS, one
        if given:
            assert one % dict.fromkeys(given, "1")


@in_each_language
def test_the_last_form_tells_the_number_if_the_danish_does(language: Language) -> None:
    for danish, translated in catalogue(language).items():
        assert _placeholders(danish[-1]) == _placeholders(translated[-1]), translated


@in_each_language
def test_a_translation_fits_where_the_danish_stands(language: Language) -> None:
    """Within a sentence, or at its beginning; with the blanks that it has, and the stop at its end."""
    for _, danish, one in _pairs(language):
        assert _BLANKS.findall(one) == _BLANKS.findall(danish), one
        assert "neither" in {_begins(danish), _begins(one)} or _begins(one) == _begins(danish), one
        assert one.endswith(".") == danish.removesuffix("kr.").endswith("."), one


@in_each_language
def test_no_danish_letter_is_left(language: Language) -> None:
    left = [one for _, _, one in _pairs(language) if set("æøåÆØÅ»«") & set(one)]
    assert left == []
