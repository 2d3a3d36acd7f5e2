"""A municipality whose past is corrected as often as it goes on, and the plain history of the same."""

from collections import Counter
from contextlib import ExitStack
from datetime import date
from typing import Any, ClassVar

from hypothesis.stateful import RuleBasedStateMachine, initialize

from tests.promises.history_answers import Json, holders
from tests.promises.history_model import (
    DAY,
    History,
    Person,
    Position,
    Responsibility,
    State,
    System,
    Tenure,
    Unit,
)
from tests.support.api import ZONE, open_api
from tests.support.databases import Databases, migrated

HELD = [("owner", "formal"), ("fix", "formal"), ("owner", "formal"), ("fix", "practice"), ("owner", "practice")]
OF_DUTIES = ("assign", "replace", "correct responsibility", "strike out", "hand over", "register")
OF_PEOPLE = ("appoint", "deputise", "succeed", "correct tenure", "leave", "stay", "move", "rename")
#: What may happen next, the likelier the oftener it stands here.
DEEDS = (
    *(*OF_PEOPLE, "appoint", "succeed", "succeed", "correct tenure", "correct tenure", "leave"),
    *(*OF_DUTIES, "assign", "replace", "correct responsibility", "correct responsibility", "hand over"),
)
LONG_AGO = date(2024, 1, 1)


class HistoryDeeds(RuleBasedStateMachine):
    """`databases` and `done` are set by the test that runs the machine."""

    databases: ClassVar[Databases]
    done: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.api = open_api(self.stack.enter_context(migrated(self.databases)))
        self.stack.callback(self.api.register.database.dispose)
        self.history = History()

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
            case "strike out" if len(self.now.responsibilities) > 1:
                if self.send(deed, "DELETE", f"/v1/responsibilities/{held.id}", None) is not None:
                    del self.now.responsibilities[held.id]
            case "hand over":
                self.hand_over(system.id, ("owner", "fix")[pick % 2], position.id, first)
            case "register" if len(self.now.systems) < 4:
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
        handed = {one["positionId"] for one in holders(self.now, system_id, duty, "formal", first)}
        assert to_id in handed
        assert offer["fromPositionId"] not in handed
        for day in before.turning_days():
            if day < first:
                then, still = (holders(state, system_id, duty, "formal", day) for state in (before, self.now))
                assert then == still

    def register(self, name: str, unit_id: str | None, criticality: str) -> None:
        body = {"name": name, "description": "-", "unitId": unit_id, "criticality": criticality}
        made = self.send("register", "POST", "/v1/systems", body)
        self.now.systems[made["id"]] = System(made["id"], name, criticality, "inOperation", unit_id)


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _recorded(row: Json) -> Responsibility:
    until = row["validUntil"]
    held = (row["id"], row["systemId"], row["duty"], row["basis"], row["positionId"])
    return Responsibility(*held, date.fromisoformat(row["validFrom"]), until and date.fromisoformat(until))
