from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from app.core.canonical import canonical, dump, instant

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


def test_instants_are_utc_with_z() -> None:
    local = datetime(2026, 3, 2, 10, 0, 0, 5, tzinfo=timezone(timedelta(hours=1)))
    assert instant(local) == "2026-03-02T09:00:00.000005Z"
    assert dump({"at": datetime(2026, 3, 2, tzinfo=UTC), "on": date(2026, 3, 2)}) == (
        b'{"at":"2026-03-02T00:00:00Z","on":"2026-03-02"}'
    )


@given(st.dictionaries(st.text(), JSON, max_size=5))
def test_the_order_of_keys_makes_no_difference(value: dict[str, object]) -> None:
    assert canonical(value) == canonical(dict(reversed(value.items())))


def test_different_values_are_written_differently() -> None:
    texts = [canonical(value) for value in (None, 0, False, "", "0", [], {}, [None], {"a": None})]
    assert len(set(texts)) == len(texts)
