"""What happens in the random municipality, and what is asked about its past after it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.promises.history_deeds import DEEDS, LONG_AGO, OF_DUTIES, HistoryDeeds
from tests.promises.history_model import DAY, Period, State
from tests.promises.history_questions import SORTS, SPELLINGS, Asker, Question
from tests.support.api import ZONE

PICKS = st.integers(0, 1000)
#: Days from today.
NEAR = st.sampled_from([-400, -60, -20, -7, -1, 0, 1, 10, 40])
LENGTHS = st.none() | st.sampled_from([0, 6, 30, 200])
#: What, to whom or what, from when for how long, and how many days pass before the next.
Deed = tuple[str, int, int, int, int | None, int]
DEED = st.tuples(st.sampled_from(DEEDS), PICKS, PICKS, NEAR, LENGTHS, st.sampled_from([0, 0, 1, 4, 25]))
FILTERS = st.lists(
    st.sampled_from(
        [
            *("duty", "basis", "positionId", "personId", "personId", "ownerPositionId", "ownerPersonId", "ownerUnitId"),
            *("ownerLevelMin", "ownerLevelMax", "hasOwner", "criticality", "lifecycle", "q", "unitId"),
        ]
    ),
    max_size=2,
    unique=True,
)


class HistoryMachine(HistoryDeeds):
    """`databases`, `done` and `first_deeds` are set by the test that runs the machine."""

    first_deeds: Iterator[str] | None

    def __init__(self) -> None:
        super().__init__()
        self.asker = Asker(self.api)
        self.turns = 0
        self.failed = False

    def teardown(self) -> None:
        with self.stack:
            if self.history.states and not self.failed:
                self.everything_is_asked_once_more()

    @rule(deeds=st.lists(DEED, min_size=4, max_size=4), pick=PICKS, other=PICKS, filters=FILTERS)
    def something_happens(self, deeds: list[Deed], pick: int, other: int, filters: list[str]) -> None:
        """One rule for all: Hypothesis leaves whole rules out of an example, and few examples would miss some."""
        self.failed = True
        if self.first_deeds is not None:
            deeds[0] = (next(self.first_deeds), *deeds[0][1:])
        for deed, which, whom, begins, length, waits in deeds:
            first = self.today + timedelta(days=begins)
            last = None if length is None else first + timedelta(days=length)
            if deed in OF_DUTIES:
                self.duty_changes(deed, which, whom, first, last)
            else:
                self.organisation_changes(deed, which, whom, first, last)
            self.history.remember(self.api.time.now())
            self.api.time.advance(days=waits)
        self.turns += 1
        self.a_question(pick, other, filters)
        self.failed = False

    # --------------------------------------------------------------- questions
    def a_question(self, pick: int, other: int, filters: list[str]) -> None:
        """One about a day with everything that can be asked, one about a period, and one of the rest in turn."""
        state, known_at, their_today = self.what_was_known(pick, other)
        days = state.turning_days()
        day = days[other % len(days)]
        filled = {key: value for name in filters for key, value in self.filter(name, pick + other).items()}
        sort = ("-" if pick % 2 else "") + SORTS[other % len(SORTS)]
        question = Question(state, day, SPELLINGS[pick % len(SPELLINGS)](day), known_at)
        if other % 6 == 5:
            question = Question(state, their_today, None, known_at)
        self.asker.everything_about(question, filled, sort)
        self.a_period(question, days[pick % len(days)], filled, sort)
        match self.turns % 3:
            case 0:
                self.asker.held_lists(day, SPELLINGS[other % len(SPELLINGS)](day), self.now)
            case 1:
                self.asker.tenures(self.now)
            case _:
                self.asker.systems(Question(state, their_today, None, known_at))

    def what_was_known(self, pick: int, other: int) -> tuple[State, str | None, date]:
        """A state, what `knownAt` asks for it with, and the day that was today then."""
        states = self.history.states
        began, yesterday = states[0][0].astimezone(ZONE).date(), self.today - DAY
        if self.turns % 4 == 1:
            instant = states[other % len(states)][0]
            if pick % 2 and instant > states[0][0]:
                instant -= timedelta(microseconds=1)
            return self.history.known(instant), instant.isoformat(), instant.astimezone(ZONE).date()
        if self.turns % 4 == 2 and began <= yesterday:
            day = began + timedelta(days=other % ((yesterday - began).days + 1))
            return self.history.known(datetime.combine(day, time.max, ZONE)), day.isoformat(), day
        return self.now, None, self.today

    def a_period(self, asked: Question, to: date, filters: dict[str, list[str]], sort: str) -> None:
        first, last = sorted((asked.day, to))
        bounds: list[tuple[Period, dict[str, str]]] = [
            (Period(first, last), {"from": first.isoformat(), "to": last.isoformat()}),
            (Period(first, None), {"from": first.isoformat()}),
            (Period(date.min, last), {"to": last.isoformat()}),
        ]
        period, said = bounds[last.toordinal() % 3]
        params = {**asked.known, **said, **filters, "sort": sort}
        listed = self.asker.rows(asked.state, period, filters, params)
        self.asker.export(listed, params)

    def filter(self, name: str, pick: int) -> dict[str, list[str]]:
        """A value that finds something, for a query key; some keys take others along."""
        match name:
            case "positionId" | "ownerPositionId":
                return {name: [self.some("positions", pick).id]}
            case "personId" | "ownerPersonId":
                return {name: sorted({self.some("people", pick).id, self.some("people", pick // 7).id})}
            case "ownerUnitId":
                return {name: [self.some("units", pick).id]}
            case "unitId":
                below = {"includeSubunits": ["true"]} if pick % 2 else {}
                return {name: [self.some("units", pick).id], **below}
            case "q":
                return {name: [self.some("systems", pick).name]}
        values = {
            "duty": ["owner", "fix"],
            "basis": ["formal", "practice"],
            "ownerLevelMin": ["2", "3"],
            "ownerLevelMax": ["2", "3"],
            "hasOwner": ["true", "false"],
            "criticality": ["businessCritical", "unknown"],
            "lifecycle": ["inOperation", "retired"],
        }[name]
        return {name: [values[pick % 2]]}

    def everything_is_asked_once_more(self) -> None:
        """The whole history as it stands, and some of what was known at each third write."""
        self.asker.whole_history(self.now)
        self.asker.tenures(self.now)
        for number, (instant, state) in enumerate(self.history.states[::3]):
            days = state.turning_days()
            day = days[number * 7 % len(days)]
            self.asker.everything_about(Question(state, day, day.isoformat(), instant.isoformat()), {}, "systemName")
        listed = self.asker.rows(self.now, Period(LONG_AGO, None), {}, {"from": LONG_AGO.isoformat()})
        self.asker.sheet(listed, {"from": LONG_AGO.isoformat()})
