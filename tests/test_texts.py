"""Everything that is said in two languages is said in both, and the Danish is Danish."""

import ast
import re

import pytest

from tests.support.texts import texts

#: Words that Danish does not have.
ENGLISH = frozenset(
    {"already", "and", "any", "are", "be", "been", "before", "body", "but", "can", "cannot", "does", "each", "expected"}
    | {"from", "given", "has", "holds", "is", "it", "its", "late", "must", "no", "nobody", "not", "of"}
    | {"only", "or", "same", "than", "that", "the", "their", "there", "they", "this", "too", "try", "was"}
    | {"were", "which", "who", "with", "would"}
)


TEXTS = list(texts())


def words(said: ast.expr) -> set[str]:
    """The words that are written there, without what an f-string puts in."""
    left = ast.unparse(said)
    for node in ast.walk(said):
        if isinstance(node, ast.FormattedValue):
            left = left.replace(ast.unparse(node.value), " ")
    return {word.lower() for word in re.findall(r"[A-Za-zÆØÅæøåé]+", left)}


def test_there_are_many() -> None:
    assert len(TEXTS) > 120


@pytest.mark.parametrize(("english", "danish"), [pytest.param(*said, id=place) for place, *said in TEXTS])
def test_both_languages_are_said_and_differ(english: ast.expr, danish: ast.expr) -> None:
    for said in (english, danish):
        assert any(isinstance(node, ast.FormattedValue | ast.BinOp) for node in ast.walk(said)) or words(said)
    assert ast.dump(english) != ast.dump(danish)


@pytest.mark.parametrize("danish", [pytest.param(danish, id=place) for place, _, danish in TEXTS])
def test_danish_holds_no_english(danish: ast.expr) -> None:
    written = [node.value for node in ast.walk(danish) if isinstance(node, ast.Constant)]
    # Keys and the names of headers are what they are.
    said = [re.sub(r"`[^`]*`", "", str(text)).lower() for text in written]
    found = {word for text in said for word in re.findall(r"[a-zæøå]+", text)}
    assert found & ENGLISH == set()
