"""The newest snapshot of a process: what it reads to catch up, and what it does not."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Thread
from typing import Any

import pytest

from app.register.columns import store
from app.register.columns.orders import OrderTerm
from app.register.columns.snapshot import CODED, INSTANTS, NONE_YET, NUMBERS, SEVERITIES, CardSnapshot, Changes
from app.register.columns.store import Columns
from app.register.edition import Edition

SESSION: Any = None
FIRST = Edition(10, "2026-03-02", 1, 3, 0, "head at 10")


def at(revision: int) -> Edition:
    """The edition of a later revision."""
    return replace(FIRST, revision=revision, head=f"head at {revision}")


def caught_up(columns: Columns, edition: Edition) -> CardSnapshot:
    """As a reader has it whose session is of the register's newest edition."""
    return columns.caught_up(SESSION, edition, lambda: edition)


def cards(*system_ids: str, revision: int = 1, **values: Any) -> Changes:
    """Alike but for their ids, and for the values."""
    plain: dict[str, Any] = {**dict.fromkeys(CODED), **dict.fromkeys((*NUMBERS, *INSTANTS), 0), SEVERITIES: ()}
    said = {**plain, "name_sort": "navn", "search_text": "navn", "revision": revision, **values}
    columns = {name: [value] * len(system_ids) for name, value in said.items()}
    return Changes({**columns, "system_id": list(system_ids)})


class Readings:
    """Stands for the database: what is read from it in full, and since a revision."""

    def __init__(self) -> None:
        self.asked: list[int | None] = []
        self.head: str | None = None
        self.all: list[Changes] = []
        self.later: list[Changes] = []

    def everything(self, _session: object) -> Iterator[Changes]:
        self.asked.append(None)
        yield from self.all

    def changed_since(self, _session: object, edition: Edition) -> Iterator[Changes] | None:
        """None where the journal has another entry there by now."""
        return self._since(edition.revision) if self.head in {None, edition.head} else None

    def _since(self, revision: int) -> Iterator[Changes]:
        self.asked.append(revision)
        yield from self.later


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Readings:
    found = Readings()
    monkeypatch.setattr(store, "everything", found.everything)
    monkeypatch.setattr(store, "changed_since", found.changed_since)
    return found


def test_the_first_reader_reads_everything_and_the_next_what_changed(readings: Readings) -> None:
    columns = Columns(1_000)
    readings.all, readings.later = [cards("a", "b"), cards("c")], [cards("b", "d", revision=11)]
    assert columns.at_hand(FIRST) is None
    assert caught_up(columns, FIRST).number == 3
    assert caught_up(columns, FIRST) is columns.at_hand(FIRST)
    later = caught_up(columns, at(11))
    assert readings.asked == [None, 10]
    assert [later.ids[slot] for slot in range(later.size)] == ["a", "b", "c", "d"]
    assert later.revisions(range(later.size))[1] == [1, 11, 1, 11]


def test_another_day_with_the_same_revision_reads_nothing(readings: Readings) -> None:
    columns = Columns(1_000)
    readings.all = [cards("a")]
    caught_up(columns, FIRST)
    tomorrow = replace(FIRST, evaluated_on="2026-03-03")
    assert caught_up(columns, tomorrow).edition == tomorrow
    assert readings.asked == [None]


def test_a_session_that_began_earlier_is_given_the_newer_snapshot(readings: Readings) -> None:
    columns = Columns(1_000)
    newer = caught_up(columns, at(12))
    assert columns.caught_up(SESSION, FIRST, lambda: at(13)) is newer
    assert readings.asked == [None]


def test_a_register_that_went_back_is_read_anew(readings: Readings) -> None:
    columns = Columns(1_000)
    readings.all = [cards("a", "b")]
    caught_up(columns, at(12))
    readings.head, readings.all = "nothing there", [cards("a")]
    assert caught_up(columns, FIRST).number == 1
    assert readings.asked == [None, None]


def test_whoever_looks_alone_keeps_others_from_catching_up(readings: Readings) -> None:
    columns = Columns(1_000)
    caught_up(columns, FIRST)
    other = Thread(target=lambda: caught_up(columns, at(11)))
    with columns.alone():
        other.start()
        assert columns.takes_long(at(11), lambda *_: 0)
        assert columns.at_hand(FIRST) is not None
    other.join(10)
    assert columns.at_hand(at(11)) is not None
    assert not columns.takes_long(at(12), lambda *_: 0)


def test_a_register_that_went_back_and_on_another_way_is_read_anew(readings: Readings) -> None:
    columns = Columns(1_000)
    readings.all = [cards("a")]
    caught_up(columns, FIRST)
    columns.bodies.keep([("a", 1, b"as it was")])
    readings.head, readings.all = "another entry 10", [cards("b")]
    snapshot = caught_up(columns, replace(FIRST, revision=11, head="another entry 11"))
    assert [snapshot.ids[slot] for slot in range(snapshot.size)] == ["b"]
    assert columns.bodies.of(["a"], [1]) == [None]


def test_a_snapshot_with_many_empty_slots_is_read_anew(readings: Readings) -> None:
    columns = Columns(1_000)
    ids = [f"s{number}" for number in range(1_200)]
    readings.all, readings.later = [cards(*ids)], [Changes(gone=ids[:1_100])]
    caught_up(columns, FIRST)
    with_gaps = caught_up(columns, at(11))
    assert (with_gaps.number, with_gaps.size) == (100, 1_200)
    readings.all = [cards(*ids[1_100:])]
    anew = caught_up(columns, at(12))
    assert readings.asked == [None, 10, None]
    assert (anew.number, anew.size) == (100, 100)


def test_a_catching_up_that_fails_halfway_leaves_what_was_there(readings: Readings) -> None:
    columns = Columns(1_000)
    readings.all, readings.later = [cards("a", "b")], [Changes(gone=["b"]), cards("b", "c", revision=11)]
    before = caught_up(columns, FIRST)
    whole = readings.changed_since

    def broken(session: object, edition: Edition) -> Iterator[Changes]:
        yield from whole(session, edition) or ()
        raise ConnectionError

    with pytest.MonkeyPatch().context() as patch:
        patch.setattr(store, "changed_since", broken)
        with pytest.raises(ConnectionError):
            caught_up(columns, at(11))
    assert columns.at_hand(FIRST) is before
    assert (before.number, before.slot("a"), before.slot("c")) == (2, 0, None)
    later = caught_up(columns, at(11))
    assert sorted(later.ids[slot] for slot in later.alive.nonzero()[0]) == ["a", "b", "c"]
    assert later.number == 3


def test_a_system_that_was_deleted_and_came_back_is_there_once(readings: Readings) -> None:
    columns = Columns(1_000)
    readings.all, readings.later = [cards("a", "b")], [Changes(gone=["a"]), cards("a", revision=12)]
    caught_up(columns, FIRST)
    later = caught_up(columns, at(12))
    slot = later.slot("a")
    assert slot is not None
    assert (later.number, later.revisions([slot])) == (2, (["a"], [12]))


@pytest.mark.parametrize(("changed", "long"), [(0, False), (199, False), (200, True), (5_000, True)])
def test_a_large_catching_up_is_not_for_the_event_loop(readings: Readings, changed: int, long: bool) -> None:
    columns = Columns(1_000)
    asked: list[tuple[int, int]] = []

    def count(revision: int, most: int) -> int:
        asked.append((revision, most))
        return min(changed, most)

    # The very first one always is.
    assert columns.takes_long(FIRST, count)
    caught_up(columns, FIRST)
    assert not columns.takes_long(FIRST, count)
    assert asked == []
    assert columns.takes_long(at(11), count) is long
    assert asked == [(10, 200)]


def test_readers_do_not_wait_on_the_event_loop_for_another_that_catches_up(readings: Readings) -> None:
    columns = Columns(1_000)
    readings.all = [cards("a")]
    caught_up(columns, FIRST)
    found: list[bool] = []

    def later(_session: object, _edition: Edition) -> Iterator[Changes]:
        found.append(columns.takes_long(at(11), lambda *_: 0))
        yield cards("b", revision=11)

    with pytest.MonkeyPatch().context() as patch:
        patch.setattr(store, "changed_since", later)
        caught_up(columns, at(11))
    assert found == [True]


def test_only_so_many_orders_are_kept_up() -> None:
    """Whoever may read can ask for any combination of sort keys."""
    snapshot = CardSnapshot().later(FIRST, cards("a", "b", "c"))
    for number in range(40):
        terms = (*(OrderTerm("revision"),) * number, OrderTerm("system_id"))
        assert snapshot.order(terms).slots.tolist() == [0, 1, 2]
    later = snapshot.later(at(11), cards("d", revision=11))
    assert len(later._orders) <= 16
    assert later.order((OrderTerm("system_id"),)).slots.tolist() == [0, 1, 2, 3]


def test_before_the_first_edition_there_is_nothing() -> None:
    assert CardSnapshot().edition is NONE_YET
    assert (CardSnapshot().number, CardSnapshot().slot("a")) == (0, None)


def test_a_snapshot_that_holds_more_of_what_once_was_is_read_anew(readings: Readings) -> None:
    columns = Columns(1_000)
    readings.all = [cards("a")]
    caught_up(columns, FIRST)
    readings.later = [cards("a", revision=11, supplier=f"supplier {number}") for number in range(4_100)]
    caught_up(columns, at(11))
    caught_up(columns, at(12))
    assert readings.asked == [None, 10, None]


def test_what_was_worked_out_stands_until_a_column_of_it_or_who_is_there_changes() -> None:
    made: list[int] = []

    def looked(snapshot: CardSnapshot) -> int:
        def counted() -> int:
            made.append(1)
            return snapshot.number

        return snapshot.worked_out("number", ["lifecycle", "finding_count"], counted)

    snapshot = CardSnapshot().later(FIRST, cards("a", "b", lifecycle="planned"))
    assert (looked(snapshot), looked(snapshot), len(made)) == (2, 2, 1)
    renamed = snapshot.later(at(11), cards("a", revision=11, lifecycle="planned", name_sort="andet"))
    assert (looked(renamed), len(made)) == (2, 1)
    begun = renamed.later(at(12), cards("a", revision=12, lifecycle="inOperation", name_sort="andet"))
    assert (looked(begun), len(made)) == (2, 2)
    fewer = begun.later(at(13), Changes(gone=["b"]))
    assert (looked(fewer), len(made)) == (1, 3)
    more = fewer.later(at(14), cards("c", revision=14, lifecycle="planned"))
    assert (looked(more), len(made)) == (2, 4)
    assert (looked(snapshot), len(made)) == (2, 5), "another one's figures are not its own"
