"""The digest of what is derived: of everything but the names of people."""

from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from app.models import CardVersion
from app.register.derived import Derived

TEXTS = st.text(max_size=8) | st.sampled_from(['"personName":"x"', "\\", 'a\\"personName\\":', "personName", '",'])
NAMED = st.dictionaries(
    st.sampled_from(["personName", "a", "positionId", '"personName"', "zz"]), st.none() | TEXTS, max_size=4
)


def nested(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    keys = st.sampled_from(["a", "z", "personNames", "owner"])
    return st.lists(values, max_size=3) | st.dictionaries(keys, values, max_size=3)


BODIES = st.dictionaries(
    st.sampled_from(["owner", "duties", "id"]), st.recursive(TEXTS | st.integers(0, 9) | NAMED, nested, max_leaves=12)
)


def digest(body: Any) -> str | None:
    derived = Derived()
    derived.add(CardVersion, {"system_id": "1", "revision": 1, "body": orjson.dumps(body).decode()})
    return derived.digest()


def without_names(value: Any) -> Any:
    if isinstance(value, list):
        return [without_names(item) for item in value]
    if isinstance(value, dict):
        return {key: without_names(item) for key, item in value.items() if key != "personName"}
    return value


@given(BODIES)
def test_names_are_no_part_of_it_and_all_else_is(body: dict[str, Any]) -> None:
    assert digest(body) == digest(without_names(body))
    other = {**body, "id": "another one"}
    assert (digest(body) == digest(other)) == (without_names(body) == without_names(other))


def test_it_is_the_same_as_ever() -> None:
    body = {"owner": {"personName": 'A "B" \\', "title": "x"}, "duties": [{"personName": None}], "id": "ø"}
    assert digest(body) == '{"card_version":"94df74fe56894a35cf65348fb0f20e276e7458aee7af6072ae88bd29ae07ab3b"}'
