"""A municipality whose past is corrected as often as it goes on, beside a plain history of the same."""

from collections import Counter
from contextlib import ExitStack
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.promises.history_model import (
    DAY,
    History,
    Json,
    Period,
    Person,
    Position,
    Responsibility,
    State,
    System,
    Tenure,
    Unit,
)
from tests.promises.history_questions import SORTS, SPELLINGS, Asker, Question
from tests.support.api import ZONE, open_api
from tests.support.databases import Databases, migrated

PICKS = st.integers(0, 1000)
#: Days from today.
NEAR = st.sampled_from([-400, -60, -20, -7, -1, 0, 1, 10, 40])
LENGTHS = st.none() | st.sampled_from([0, 6, 30, 200])
HELD = [("owner", "formal"), ("fix", "formal"), ("owner", "formal"), ("fix", "practice"), ("owner", "practice")]
#: What may happen next, the likelier the oftener it stands here.
DEEDS = [
    *("appoint", "appoint", "deputise", "succeed", "succeed", "correct tenure", "correct tenure", "leave", "stay"),
    *("move", "rename", "assign", "replace", "correct responsibility", "correct responsibility", "strike out"),
    *("hand over", "hand over", "register"),
]
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
LONG_AGO = date(2024, 1, 1)


class HistoryMachine(RuleBasedStateMachine):
    """`databases` and `done` are set by the test that runs the machine."""

    databases: ClassVar[Databases]
    done: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.api = open_api(self.stack.enter_context(migrated(self.databases)))
        self.stack.callback(self.api.register.database.dispose)
        self.history = History()
        self.asker = Asker(self.api)

    def teardown(self) -> None:
        with self.stack:
            if self.history.states:
                self.everything_is_asked_once_more()

    # ---------------------------------------------------------------- helpers
    @property
    def now(self) -> State:
        return self.history.now

    @property
    def today(self) -> date:
        return self.api.time.now().astimezone(ZONE).date()

    def send(self, deed: str, method: str, path: str, body: Any, **params: str) -> Any:
        """The JSON of what was done, at an instant of its own; None where it was refused."""
        self.api.time.advance(seconds=1)
        headers = {"If-Match": "*"} if method in {"PATCH", "DELETE"} else {}
        answer = self.api.client.request(method, path, json=body, params=params, headers=headers)
        assert answer.is_success or answer.status_code in {400, 409}, answer.text
        if not answer.is_success:
            return None
        self.done[deed] += 1
        return answer.json() if answer.content else {}

    def some(self, kind: str, pick: int) -> Any:
        """One of the rows of a kind, in the order in which they came."""
        rows = list(vars(self.now)[kind].values())
        return rows[pick % len(rows)]

    # ------------------------------------------------------------------ before
    @initialize()
    def municipality(self) -> None:
        """Two centres under the council; a leader in each, a member, one more person; two systems that are owned."""
        council = self.unit("Council", None)
        centres = [self.unit(name, council) for name in ("Benefits", "Taxes")]
        places = [("Mayor", 0, council), ("Chief", 2, centres[0]), ("Head", 3, centres[1]), ("Clerk", 5, centres[0])]
        for title, level, unit_id in places:
            made = self.api.position(level, title=title, unitId=unit_id, leadsUnit=title != "Clerk")
            self.now.positions[made["id"]] = Position(made["id"], title, level, unit_id)
        for name in ("Anna", "Bo", "Carl", "Dora", "Eva"):
            made = self.api.person(name)
            self.now.people[made["id"]] = Person(made["id"], name)
        for number in range(4):
            self.appoint("begin", self.some("positions", number).id, self.some("people", number).id, LONG_AGO, None)
        self.register("Alfa", centres[0], "businessCritical")
        self.register("Beta", None, "unknown")
        for system, place, duty in ((0, 1, "owner"), (0, 3, "fix"), (1, 2, "owner")):
            held = ("begin", self.some("systems", system).id, self.some("positions", place).id, duty, "formal")
            self.assign(*held, LONG_AGO, None)
        assert self.done["begin"] == 7
        del self.done["begin"]
        self.history.remember(self.api.time.now())

    def unit(self, name: str, parent_id: str | None) -> str:
        made: str = self.api.unit(name, parentId=parent_id)["id"]
        self.now.units[made] = Unit(made, name, parent_id)
        return made

    # ------------------------------------------------------------------- deeds
    @rule(
        deed=st.sampled_from(DEEDS),
        pick=PICKS,
        other=PICKS,
        begins=NEAR,
        length=LENGTHS,
        waits=st.sampled_from([0, 0, 1, 4, 25]),
        filters=FILTERS,
    )
    def something_happens(
        self,
        deed: str,
        pick: int,
        other: int,
        begins: int,
        length: int | None,
        waits: int,
        filters: list[str],
    ) -> None:
        """One rule for all: Hypothesis leaves whole rules out of an example, and few examples would miss some."""
        first = self.today + timedelta(days=begins)
        last = None if length is None else first + timedelta(days=length)
        if deed in {"assign", "replace", "correct responsibility", "strike out", "hand over", "register"}:
            self.duty_changes(deed, pick, other, first, last)
        else:
            self.organisation_changes(deed, pick, other, first, last)
        self.history.remember(self.api.time.now())
        self.api.time.advance(days=waits)
        self.a_question(pick, other, filters)

    def organisation_changes(self, deed: str, pick: int, other: int, first: date, last: date | None) -> None:
        position, person, tenure = self.some("positions", pick), self.some("people", other), self.some("tenures", pick)
        match deed:
            case "appoint" | "deputise":
                role = "holder" if deed == "appoint" else "deputy"
                self.appoint(deed, position.id, person.id, first, last, role)
            case "succeed":
                self.succeed(position.id, person.id, first, gap=other % 3)
            case "correct tenure":
                changes: list[Json] = [{"begins": first}, {"ends": last}, {"person_id": person.id}]
                self.patch(deed, f"/v1/tenures/{tenure.id}", tenure.id, changes[other % 3])
            case "leave" | "stay":
                leaves_on = first if deed == "leave" else None
                self.patch(deed, f"/v1/people/{person.id}", person.id, {"leaves_on": leaves_on})
            case "move":
                unit_id = self.some("units", other).id
                changes = [{"unit_id": unit_id}, {"title": f"Title {other}"}, {"level": other % 6}]
                self.patch(deed, f"/v1/positions/{position.id}", position.id, changes[other % 3])
            case "rename":
                kind = ("people", "systems", "units")[pick % 3]
                row_id = self.some(kind, other).id
                self.patch(deed, f"/v1/{kind}/{row_id}", row_id, {"name": f"Name {pick}"})

    def duty_changes(self, deed: str, pick: int, other: int, first: date, last: date | None) -> None:
        system, position = self.some("systems", pick), self.some("positions", other)
        held = self.some("responsibilities", pick)
        match deed:
            case "assign":
                self.assign(deed, system.id, position.id, *HELD[other % len(HELD)], first, last)
            case "replace":
                self.assign(deed, system.id, position.id, "owner", "formal", first, last, replace="true")
            case "correct responsibility":
                changes: list[Json] = [{"begins": first}, {"ends": last}, {"position_id": position.id}]
                self.patch(deed, f"/v1/responsibilities/{held.id}", held.id, changes[other % 3])
            case "strike out":
                if self.send(deed, "DELETE", f"/v1/responsibilities/{held.id}", None) is not None:
                    del self.now.responsibilities[held.id]
            case "hand over":
                self.hand_over(system.id, ("owner", "fix")[pick % 2], position.id, first)
            case "register":
                self.register(f"System {pick}", self.some("units", other).id, "societyCritical")

    def patch(self, deed: str, path: str, row_id: str, change: dict[str, Any]) -> None:
        names = {"begins": "validFrom", "ends": "validUntil", "person_id": "personId", "position_id": "positionId"}
        names |= {"leaves_on": "leavesOn", "unit_id": "unitId", "level": "managementLevel"}
        body = {names.get(key, key): _written(value) for key, value in change.items()}
        if self.send(deed, "PATCH", path, body) is not None:
            self.history.change(row_id, **change)

    def appoint(
        self, deed: str, position_id: str, person_id: str, first: date, last: date | None, role: str = "holder"
    ) -> None:
        body = {"personId": person_id, "role": role, "validFrom": _written(first), "validUntil": _written(last)}
        made = self.send(deed, "POST", f"/v1/positions/{position_id}/tenures", body)
        if made is not None:
            self.now.tenures[made["id"]] = Tenure(made["id"], position_id, person_id, role, first, last)

    def succeed(self, position_id: str, person_id: str, first: date, gap: int) -> None:
        """The last holder ends, and some days later the next one begins."""
        before = [one for one in self.now.tenures.values() if (one.position_id, one.role) == (position_id, "holder")]
        if before:
            last = max(before, key=lambda one: one.begins)
            self.patch("end", f"/v1/tenures/{last.id}", last.id, {"ends": first - (1 + gap) * DAY})
            self.history.remember(self.api.time.now())
        self.appoint("succeed", position_id, person_id, first, None)

    def assign(
        self,
        deed: str,
        system_id: str,
        position_id: str,
        duty: str,
        basis: str,
        first: date,
        last: date | None,
        **params: str,
    ) -> None:
        body = {"duty": duty, "basis": basis, "positionId": position_id, "validFrom": _written(first)}
        path = f"/v1/systems/{system_id}/responsibilities"
        made = self.send(deed, "POST", path, {**body, "validUntil": _written(last)}, **params)
        if made is not None:
            new = Responsibility(made["id"], system_id, duty, basis, position_id, first, last)
            if params:
                self.history.make_room(new)
            self.now.responsibilities[new.id] = new

    def hand_over(self, system_id: str, duty: str, to_id: str, begins: date) -> None:
        """Until the acceptance nothing changes. What is recorded then is taken over; the change is as agreed."""
        body = {"duty": duty, "toPositionId": to_id, "from": _written(begins)}
        offer = self.send("offer", "POST", f"/v1/systems/{system_id}/handovers", body)
        accepted = offer and self.send("hand over", "POST", f"/v1/handovers/{offer['id']}/accept", {})
        if not accepted:
            return
        first, before = max(begins, self.today), self.now.copy()
        for one in before.responsibilities.values():
            if one.system_id == system_id:
                del self.now.responsibilities[one.id]
        for row in self.api.read(f"/v1/systems/{system_id}/responsibilities", limit=200)["items"]:
            self.now.responsibilities[row["id"]] = _recorded(row)
        handed = {one.position_id for one in self.now.held(system_id, duty, "formal", first)}
        assert to_id in handed
        assert offer["fromPositionId"] not in handed
        for day in before.turning_days():
            if day < first:
                held = [state.held(system_id, duty, "formal", day) for state in (before, self.now)]
                assert len({tuple(sorted(one.position_id for one in ones)) for ones in held}) == 1

    def register(self, name: str, unit_id: str | None, criticality: str) -> None:
        body = {"name": name, "description": "-", "unitId": unit_id, "criticality": criticality}
        made = self.send("register", "POST", "/v1/systems", body)
        self.now.systems[made["id"]] = System(made["id"], name, criticality, "inOperation", unit_id)

    # --------------------------------------------------------------- questions
    def a_question(self, pick: int, other: int, filters: list[str]) -> None:
        """One about a day with everything that can be asked, one about a period, and one of the rest in turn."""
        state, known_at, their_today = self.what_was_known(pick, other)
        days = state.turning_days()
        day = days[other % len(days)]
        filled = {key: value for name in filters for key, value in self.filter(name, pick + other).items()}
        sort = ("-" if pick % 2 else "") + SORTS[other % len(SORTS)]
        question = Question(state, day, SPELLINGS[pick % len(SPELLINGS)](day), known_at)
        if other % 6 == 0:
            question = Question(state, their_today, None, known_at)
        self.asker.everything_about(question, filled, sort)
        self.a_period(question, days[pick % len(days)], filled, sort)
        match other % 4:
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
        if pick % 3 == 1:
            instant = states[other % len(states)][0]
            if pick % 2 and instant > states[0][0]:
                instant -= timedelta(microseconds=1)
            return self.history.known(instant), instant.isoformat(), instant.astimezone(ZONE).date()
        if pick % 3 == 2 and began <= yesterday:
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


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _recorded(row: Json) -> Responsibility:
    until = row["validUntil"]
    held = (row["id"], row["systemId"], row["duty"], row["basis"], row["positionId"])
    return Responsibility(*held, date.fromisoformat(row["validFrom"]), until and date.fromisoformat(until))
