"""Bodies in memory: of just the revision that is asked for, and no more than there is room for."""

from collections.abc import Sequence

from app.register.columns.bodies import Bodies


def body(bodies: Bodies, system_id: str, revision: int) -> bytes | None:
    return bodies.of([system_id], [revision])[0]


def test_a_body_is_that_of_its_revision() -> None:
    bodies = Bodies(10_000)
    bodies.keep([("a", 1, b"one"), ("a", 2, b"two")])
    assert (body(bodies, "a", 1), body(bodies, "a", 2), body(bodies, "b", 2)) == (None, b"two", None)


def test_those_that_came_first_go_first_when_there_is_no_room() -> None:
    bodies = Bodies(1_000)
    bodies.keep([("a", 1, bytes(250)), ("b", 1, bytes(250))])
    assert body(bodies, "a", 1) is not None
    bodies.keep([("c", 1, bytes(250))])
    assert [body(bodies, name, 1) is not None for name in "abc"] == [False, True, True]


def test_a_body_kept_again_takes_its_room_once() -> None:
    bodies = Bodies(1_000)
    for revision in range(20):
        bodies.keep([("a", revision, bytes(250)), ("b", revision, bytes(250))])
    assert body(bodies, "a", 19) is not None
    assert body(bodies, "b", 19) is not None


def test_one_that_is_too_large_is_not_kept() -> None:
    bodies = Bodies(0)
    bodies.keep([("a", 1, b"one")])
    assert body(bodies, "a", 1) is None


def test_what_lacks_is_read_and_kept_and_nothing_else() -> None:
    bodies = Bodies(10_000)
    bodies.keep([("b", 1, b"two"), ("c", 1, b"old")])
    asked: list[Sequence[int]] = []

    def read(places: Sequence[int]) -> list[bytes]:
        asked.append(places)
        return [b"one", b"three"]

    for _ in range(2):
        assert bodies.completed(["a", "b", "c"], [1, 1, 2], read) == [b"one", b"two", b"three"]
    assert asked == [[0, 2]]
