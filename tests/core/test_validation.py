import pytest

from app.core.errors import InvalidInput
from app.core.schema import Schema
from app.core.validation import field_problems, summary, validated


class Body(Schema):
    first_name: str
    numbers: list[int] = []


def test_problems_point_at_the_keys_of_the_json_and_never_repeat_the_input() -> None:
    with pytest.raises(InvalidInput) as caught:
        validated(Body, {"numbers": [1, "secret"], "other": 1})
    error = caught.value
    assert {problem.pointer for problem in error.errors} == {"/firstName", "/numbers/1", "/other"}
    assert "secret" not in str([error.detail, error.errors])
    assert "(and 2 more)" in error.detail.en


@pytest.mark.parametrize(
    ("location", "pointer"),
    [
        (("body", "a", 0, "b"), "/a/0/b"),
        (("body",), ""),
        (("query", "limit"), "?limit"),
        (("query",), "?"),
        (("path", "id"), "id"),
        (("header", "if-match"), "if-match"),
        (("body", "a/b~c"), "/a~1b~0c"),
    ],
)
def test_places_become_pointers(location: tuple[str | int, ...], pointer: str) -> None:
    (problem,) = field_problems([{"loc": location, "type": "extra_forbidden", "msg": "No."}])
    assert (problem.pointer, problem.code) == (pointer, "unknown-key")
    place = {"": "The body", "?": "The query"}.get(pointer, pointer)
    assert summary((problem,)).en == f"{place}: There is no such key here. Correct it, or leave it out."
