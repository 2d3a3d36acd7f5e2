"""What was worked out last is kept, and the oldest goes first."""

from app.core.recent import Recent


def test_the_value_that_was_asked_for_longest_ago_is_made_anew() -> None:
    made: list[str] = []
    recent: Recent[str, str] = Recent(2)

    def ask(key: str) -> str:
        def make() -> str:
            made.append(key)
            return key.upper()

        return recent.of(key, make)

    answers = [ask(key) for key in ("a", "b", "a", "c", "a", "b")]
    assert (answers, made) == (["A", "B", "A", "C", "A", "B"], ["a", "b", "c", "b"])
