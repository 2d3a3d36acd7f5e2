"""All of today's cards as columns, at one edition of the register. Never changed: a later one takes its place."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from app.models import Card
from app.register.columns.coded import Coded, Mask, Numbers, Slots, places_of
from app.register.columns.holdings import Holdings
from app.register.columns.orders import OrderTerm, Sortable, SortedSlots, sorted_slots
from app.register.columns.words import Words
from app.register.edition import Edition

T = TypeVar("T")
#: Those with numbers.
NUMBERS = (
    "criticality_rank",
    "severity_rank",
    "finding_count",
    "waived_count",
    "estimated_dkk",
    "allocated_dkk",
    "development_estimated_dkk",
    "development_allocated_dkk",
    "decommission_estimated_dkk",
    "decommission_allocated_dkk",
    "revision",
)
#: Those with instants, which are kept in microseconds since 1970.
INSTANTS = ("created_at", "updated_at")
#: Columns of cards that are kept elsewhere, or not at all.
_APART = frozenset({"system_id", "name", "search_text", "names_text", "shape", "body"})
#: All others, a new one too: values that come again.
CODED = tuple(name for name in Card.model_fields if name not in {*NUMBERS, *INSTANTS, *_APART})
#: Of the findings that are open: `(severity, waived, how many)` for each kind.
SEVERITIES = "severities"
#: So many slots may be empty, however few systems there are.
_MOST_WORN = 1_000
#: So many systems find their new places in an order one by one; where more moved, it is made anew.
_MOST_MOVED = 200
#: So many orders are kept up. There are far more of them that someone may ask for, and each costs memory and time.
_MOST_ORDERS = 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(at: datetime) -> int:
    """An instant as the columns hold it."""
    return (at - _EPOCH) // _MICROSECOND


def instant_of(stored: int) -> datetime:
    return _EPOCH + stored * _MICROSECOND


#: Before all of them.
NONE_YET = Edition(-1, None, -1, -1, -1, "")


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of cards since a snapshot.

    `columns`: by name, a value for each card that is another now: all of `CODED`, `NUMBERS`, `INSTANTS` and
    `SEVERITIES`, and `system_id` and `search_text`. `gone`: systems that were deleted. `held`: who holds which duty
    of those cards, as `(system_id, revision, duty, position_id, person_id)`.
    """

    columns: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    gone: Sequence[str] = ()
    held: Sequence[tuple[Any, ...]] = ()

    @property
    def system_ids(self) -> Sequence[str]:
        found: Sequence[str] = self.columns.get("system_id", ())
        return found


@dataclass(frozen=True)
class CardSnapshot:
    """A system has a slot; one that comes later gets a new slot, and that of one that is gone stays empty.

    `ids` may be longer than the columns: it grows, and every snapshot shares it. So they do what was worked out last.
    """

    edition: Edition = NONE_YET
    ids: list[str] = field(default_factory=list)
    places: Mapping[str, int] = field(default_factory=dict)
    alive: Mask = field(default_factory=lambda: np.zeros(0, np.bool_))
    columns: Mapping[str, Any] = field(
        default_factory=lambda: {
            **{name: Coded() for name in (*CODED, SEVERITIES)},
            **{name: Numbers() for name in (*NUMBERS, *INSTANTS)},
        }
    )
    words: Words = field(default_factory=Words)
    holdings: Holdings = field(default_factory=Holdings)
    _orders: dict[tuple[OrderTerm, ...], SortedSlots] = field(default_factory=dict)
    _worked_out: dict[str, tuple[Sequence[object], Any]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.alive)

    @property
    def number(self) -> int:
        """How many systems there are."""
        return int(np.count_nonzero(self.alive))

    @property
    def is_worn(self) -> bool:
        """Whether it holds more of what once was than of what is, and should be read anew."""
        coded = (column.values for column in self.columns.values() if isinstance(column, Coded))
        most = max((len(values) for values in (*coded, self.words.vocabulary)), default=0)
        return self.size - self.number > max(_MOST_WORN, self.number) or most > 2 * self.words.number + 4 * _MOST_WORN

    def slot(self, system_id: str) -> int | None:
        slot = self.places.get(system_id)
        return slot if slot is not None and self.alive[slot] else None

    def column(self, name: str) -> Coded:
        found: Coded = self.columns[name]
        return found

    def numbers(self, name: str) -> npt.NDArray[np.int64]:
        """One of `NUMBERS` or `INSTANTS`, whole."""
        found: npt.NDArray[np.int64] = self.columns[name].codes
        return found

    def having(self, name: str, value: Any) -> Mask:  # noqa: ANN401 - a value of the column
        """The systems with the value in one of the coded columns."""
        return self.alive & self.column(name).equal_to([value])

    def revisions(self, slots: Sequence[int]) -> tuple[list[str], list[int]]:
        """The systems at the slots, and the revisions of their cards."""
        ids = self.ids
        return [ids[slot] for slot in slots], self.numbers("revision")[slots].tolist()

    def sortable(self, terms: Sequence[OrderTerm]) -> list[Sortable]:
        ids: Sortable = _Ids(self)
        return [ids if term.column == "system_id" else self.columns[term.column] for term in terms]

    def order(self, terms: tuple[OrderTerm, ...]) -> SortedSlots:
        """All systems in the order of the terms; made when it is asked for first, and kept up from then on."""
        found = self._orders.get(terms)
        if found is None:
            found = self._orders[terms] = sorted_slots(terms, self.sortable(terms), self.alive)
            for eldest in list(self._orders)[:-_MOST_ORDERS]:
                self._orders.pop(eldest, None)
        return found

    def worked_out(self, name: str, columns: Iterable[str], make: Callable[[], T]) -> T:
        """What `make` works out of these columns of all systems; anew where one of them is another than the last time.

        Most writes leave most columns as they are.
        """
        seen = (self.alive, *(self.columns[each] for each in columns))
        before = self._worked_out.get(name)
        if before is not None and all(one is other for one, other in zip(before[0], seen, strict=True)):
            found: T = before[1]
            return found
        made = make()
        self._worked_out[name] = (seen, made)
        return made

    def later(self, edition: Edition, changes: Changes) -> "CardSnapshot":
        """The snapshot of a later edition, with what changed until then."""
        if not changes.system_ids and not changes.gone:
            return replace(self, edition=edition)
        slots, places = self._slots_for(changes.system_ids)
        size = len(self.ids)
        alive = self.alive
        if changes.gone or size != self.size:
            alive = np.zeros(size, np.bool_)
            alive[: self.size] = self.alive
            alive[[self.places[system_id] for system_id in changes.gone if system_id in self.places]] = False
            alive[slots] = True
        columns = {
            name: column.replaced(slots, changes.columns.get(name, ()), size) for name, column in self.columns.items()
        }
        holdings = self.holdings.with_rows(places, changes.held)
        later = replace(
            self,
            edition=edition,
            places=places,
            alive=alive,
            columns=columns,
            words=self.words.replaced(zip(slots.tolist(), changes.columns.get("search_text", ()), strict=True)),
            holdings=holdings.without_outdated(columns["revision"].codes),
            _orders={},
        )
        later._orders.update(self._orders_kept_up(later, slots))  # noqa: SLF001 - its own class
        return later

    def _slots_for(self, system_ids: Sequence[str]) -> tuple[Slots, Mapping[str, int]]:
        """Where the systems stand from now on, and where all do."""
        slots, came = [], {}
        for system_id in system_ids:
            slot = self.slot(system_id)
            if slot is None:
                slot = came[system_id] = len(self.ids)
                self.ids.append(system_id)
            slots.append(slot)
        # Never put into this one's own places: where catching up fails halfway, it is done again from here.
        return np.array(slots, np.int32), {**self.places, **came} if came else self.places

    def _orders_kept_up(self, later: "CardSnapshot", slots: Slots) -> dict[tuple[OrderTerm, ...], SortedSlots]:
        """Those orders that cost less to keep up than to make anew."""
        came = later.alive.copy()
        came[: self.size] &= ~self.alive
        went = self.alive & ~later.alive[: self.size]
        kept = {}
        # A copy: readers in other threads put orders in meanwhile.
        for terms, order in list(self._orders.items()):
            moved = came.copy()
            for column, before in zip(later.sortable(terms), self.sortable(terms), strict=True):
                if column is not before and not isinstance(column, _Ids):
                    moved[slots] |= _differ(column, before, slots, self.size)
            if np.count_nonzero(moved) <= _MOST_MOVED:
                left = moved.copy()
                left[: self.size] |= went
                kept[terms] = order.replaced(left, later.sortable(terms), np.flatnonzero(moved).astype(np.int32))
        return kept


class _Ids:
    """The ids as a column to sort by."""

    def __init__(self, snapshot: CardSnapshot) -> None:
        self._ids, self._size = snapshot.ids, snapshot.size

    @property
    def codes(self) -> npt.NDArray[np.int64]:
        return np.arange(self._size)

    def at(self, slot: int) -> str:
        return self._ids[slot]

    def ranks(self) -> npt.NDArray[np.int64]:
        return places_of(self._ids[: self._size])


def _differ(column: Sortable, before: Sortable, slots: Slots, size: int) -> Mask:
    """Which of the slots hold another code than before; new ones do not count."""
    differ = np.zeros(len(slots), np.bool_)
    old = slots < size
    differ[old] = column.codes[slots[old]] != before.codes[slots[old]]
    return differ
