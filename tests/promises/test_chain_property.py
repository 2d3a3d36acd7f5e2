"""For any register the chain is whole, and whatever was answered once is answered again, asked as of that instant."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count, cycle
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlmodel import select

from app.models import Absence
from app.vocabulary import EscalationReason
from tests.promises.oracle import Oracle
from tests.promises.organisation_machine import DAYS, NAMES, PICKS, OrganisationMachine
from tests.support.databases import Databases
from tests.support.properties import LONG

QUICK = settings(
    max_examples=2, stateful_step_count=13, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)

DUTIES = ["fix", "owner", "monitor"]
#: None: now. Noon in UTC is the same day in Denmark.
INSTANTS = [None, "2026-02-10T12:00:00Z", "2026-03-20T12:00:00Z", "2027-06-01T12:00:00Z"]
RANK = {reason.value: rank for rank, reason in enumerate(EscalationReason)}
Params = dict[str, str]


@dataclass(frozen=True)
class Answered:
    """What a GET said at the instant: the steps of a chain, else the bytes."""

    at: str
    path: str
    params: Params
    answer: Any


class ChainMachine(OrganisationMachine):
    """A second passes before every write, so that what is asked after one is asked at an instant of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.answered: list[Answered] = []
        # Lengths without a common divisor, so that every duty meets every instant.
        self.questions = zip(cycle(DUTIES), cycle(INSTANTS), strict=False)
        self.filters = self._filters()
        self.numbers = count()

    def teardown(self) -> None:
        try:
            self.what_was_answered_is_answered_again()
        except BaseException:
            self.stack.close()
            raise
        super().teardown()

    # ---------------------------------------------------------------- helpers
    @property
    def now(self) -> str:
        return self.workers[0].time.now().isoformat()

    def tick(self) -> None:
        self.workers[0].time.advance(seconds=1)

    def post(self, kind: str, path: str, body: dict[str, Any]) -> None:
        self.tick()
        super().post(kind, path, body)

    def patch(self, path: str, body: dict[str, Any]) -> None:
        self.tick()
        super().patch(path, body)

    def delete(self, path: str) -> int:
        self.tick()
        status = super().delete(path)
        if status == 204 and path.startswith("/v1/people/"):
            # Whoever is deleted is forgotten: where the name stood, the title of the position stands from now on.
            gone = path.rpartition("/")[2]
            self.answered = [known for known in self.answered if gone not in str(known.answer)]
        return status

    def ask(self, path: str, params: Params, instant: str | None = None) -> Any:
        """The steps of a chain, the bytes of other answers; None where there is no such thing."""
        response = self.api.get(path, params=params if instant is None else {**params, "knownAt": instant})
        if response.status_code == 404:
            return None
        assert response.status_code == 200, response.text
        return response.json()["steps"] if path.endswith("/escalation") else response.content

    def note(self, path: str, params: Params) -> Any:
        """Asks, and remembers the answer."""
        answer = self.ask(path, params)
        if answer is not None:
            self.answered.append(Answered(self.now, path, params, answer))
        return answer

    def two_systems(self) -> list[str]:
        """The first, which has the most to it, and each of the others in turn; deleted ones as well."""
        first, *others = self.ids["system"]
        return [first, others[next(self.numbers) % len(others)]]

    def _filters(self) -> Iterator[Params]:
        """Query keys of the list of systems, one after the other."""
        for number in cycle(range(50)):
            unit, position, person = (self.some(kind, number) for kind in ("unit", "position", "person"))
            yield {"hasOwner": "true", "q": "a"}
            yield {"unitId": unit or "", "includeSubunits": "true"}
            yield {"rule": "OWN001"}
            yield {"duty": "fix", "positionId": position or ""}
            yield {"ownerLevelMin": "1", "ownerLevelMax": "3", "sort": "-severityRank,name"}
            yield {"personId": person or ""}
            yield {"hasOwner": "false", "sort": "-name"}
            yield {"ownerPersonId": person or ""}

    # ------------------------------------------------------------------ rules
    @initialize()
    def municipality(self) -> None:
        """A council, a centre and a team, led and staffed; a system that is owned, one that is not, one of nobody's."""
        for level, name in ((0, "Byrådet"), (2, "Centret"), (4, "Teamet")):
            above = self.ids["unit"][-1] if "unit" in self.ids else None
            self.post("unit", "/v1/units", {"name": name, "parentId": above})
            body = {"title": f"Leder af {name}", "unitId": self.ids["unit"][-1], "managementLevel": level}
            self.post("position", "/v1/positions", {**body, "leadsUnit": True})
        body = {"title": "Sagsbehandler", "unitId": self.ids["unit"][-1], "managementLevel": 5}
        self.post("position", "/v1/positions", body)
        for number in range(4):
            self.post("person", "/v1/people", {"name": f"Person {number}"})
            self.tenure(number, number, "holder", "2026-01-01", None)
        self.tenure(3, 2, "deputy", None, None)
        for unit in (2, 1, None):
            self.post(
                "system", "/v1/systems", {"name": "S", "description": "S", "unitId": unit and self.some("unit", unit)}
            )
        self.responsibility(0, 2, "owner", "formal", "2026-02-01", None)
        self.responsibility(0, 3, "fix", "formal", None, None)
        self.responsibility(1, 3, "fix", "practice", None, None)
        assert {kind: len(ids) for kind, ids in self.ids.items()} == {
            "unit": 3,
            "position": 4,
            "person": 4,
            "tenure": 5,
            "system": 3,
            "responsibility": 3,
        }

    @rule(name=NAMES, unit=PICKS, lifecycle=st.sampled_from(["planned", "inOperation"]))
    def system(self, name: str, unit: int, lifecycle: str) -> None:
        body = {"name": name, "description": "S", "lifecycle": lifecycle, "unitId": self.some("unit", unit)}
        self.post("system", "/v1/systems", body)

    @rule(pick=PICKS, unit=PICKS, name=NAMES)
    def system_moves(self, pick: int, unit: int, name: str) -> None:
        self.patch(f"/v1/systems/{self.some('system', pick)}", {"unitId": self.some("unit", unit), "name": name})

    @rule(pick=PICKS)
    def system_belongs_to_no_unit(self, pick: int) -> None:
        self.patch(f"/v1/systems/{self.some('system', pick)}", {"unitId": None})

    @rule(pick=PICKS)
    def system_is_deleted(self, pick: int) -> None:
        self.delete(f"/v1/systems/{self.some('system', pick)}")

    @rule(
        system=PICKS,
        position=PICKS,
        duty=st.sampled_from(DUTIES),
        basis=st.sampled_from(["formal", "practice"]),
        begins=DAYS,
        ends=DAYS,
    )
    def responsibility(
        self, system: int, position: int, duty: str, basis: str, begins: str | None, ends: str | None
    ) -> None:
        body = {"duty": duty, "basis": basis, "positionId": self.some("position", position)}
        path = f"/v1/systems/{self.some('system', system)}/responsibilities"
        self.post("responsibility", path, {**body, "validFrom": begins, "validUntil": ends})

    @rule(pick=PICKS, position=PICKS, begins=DAYS, ends=DAYS)
    def responsibility_changes(self, pick: int, position: int, begins: str | None, ends: str | None) -> None:
        body = {"positionId": self.some("position", position), "validFrom": begins, "validUntil": ends}
        self.patch(f"/v1/responsibilities/{self.some('responsibility', pick)}", body)

    @rule(pick=PICKS)
    def responsibility_is_deleted(self, pick: int) -> None:
        self.delete(f"/v1/responsibilities/{self.some('responsibility', pick)}")

    @rule(system=PICKS, names=PICKS, duty=st.sampled_from(DUTIES))
    def dispute(self, system: int, names: int, duty: str) -> None:
        body = {"duty": duty, "namesPositionId": self.some("position", names), "reason": "Ikke min."}
        self.post("dispute", f"/v1/systems/{self.some('system', system)}/disputes", body)

    @precondition(lambda self: self.ids.get("dispute"))
    @rule(pick=PICKS, position=PICKS)
    def dispute_is_resolved(self, pick: int, position: int) -> None:
        self.tick()
        path = f"/v1/disputes/{self.some('dispute', pick)}/resolve"
        answer = self.api.post(path, {"reason": "Sådan.", "positionId": self.some("position", position)})
        assert answer.status_code in {200, 400, 404, 409}, answer.text

    @rule(hours=st.sampled_from([1, 15, 24, 20 * 24, 300 * 24]))
    def time_passes(self, hours: int) -> None:
        self.workers[0].time.advance(hours=hours)

    # ------------------------------------------------------------- invariants
    @invariant()
    def every_chain_is_whole(self) -> None:
        for system_id in self.two_systems():
            for _ in range(2):
                duty, at = next(self.questions)
                params = {"duty": duty} if at is None else {"duty": duty, "at": at}
                steps = self.note(f"/v1/systems/{system_id}/escalation", params)
                if steps is not None:
                    self._check(system_id, duty, at, steps)

    @invariant()
    def cards_and_lists_are_noted(self) -> None:
        for system_id in self.two_systems():
            self.note(f"/v1/systems/{system_id}", {})
        self.note("/v1/systems", next(self.filters))

    def what_was_answered_is_answered_again(self) -> None:
        for known in self.answered:
            assert self.ask(known.path, known.params, known.at) == known.answer, known

    # ------------------------------------------------------------------ checks
    def _check(self, system_id: str, duty: str, at: str | None, steps: list[dict[str, Any]]) -> None:
        api = self.workers[0]
        day = api.register.clock.today() if at is None else date.fromisoformat(at[:10])
        with api.register.database.reading() as session:
            oracle = Oracle(session, day)
            steps = self._check_line_of_the_unit(oracle, system_id, duty, steps)
            away = {
                row.person_id
                for row in session.exec(select(Absence))
                if row.valid_from <= day and (row.valid_until is None or day <= row.valid_until)
            }
            self._check_people(oracle, away, steps)
            self._check_order(steps)
            self._check_end(oracle, system_id, duty, steps)

    def _check_line_of_the_unit(
        self, oracle: Oracle, system_id: str, duty: str, steps: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """Where nobody is there, the line of the unit's leader follows; gives the steps before it."""
        superiors = [step["order"] for step in steps if step["reasonCode"] == "superior"]
        leaders = [step["order"] for step in steps if step["reasonCode"] == "unitLeader"]
        owned = oracle.owner(system_id) is not None
        begins = next((order for order in leaders if owned or any(order > above for above in superiors)), None)
        if begins is None:
            return steps
        before, after = steps[: begins - 1], steps[begins - 1 :]
        assert all(step["vacant"] or step["absent"] for step in before), (duty, steps)
        assert {step["reasonCode"] for step in after[1:]} <= {"deputy", "superior"}
        leader = self._leader(oracle, system_id)
        assert leader is not None
        assert after[0]["positionId"] == leader.id
        above = {position.id for position in oracle.line(leader)}
        assert {step["positionId"] for step in after if step["reasonCode"] == "superior"} <= above
        return before

    def _check_order(self, steps: list[dict[str, Any]]) -> None:
        """Never empty, nobody twice, and the reasons in their order."""
        assert [step["order"] for step in steps] == list(range(1, len(steps) + 1))
        assert steps
        named = [(step["positionId"], step["role"], step["personId"]) for step in steps]
        assert len(set(named)) == len(named)
        holders = [step for step in steps if step["role"] == "holder"]
        positions = [step["positionId"] for step in holders]
        assert len(set(positions)) == len(positions)
        ranks = [RANK[step["reasonCode"]] for step in holders]
        assert RANK["deputy"] not in ranks
        assert ranks == sorted(ranks)
        assert all(step["reason"] for step in steps)

    def _check_people(self, oracle: Oracle, away: set[str], steps: list[dict[str, Any]]) -> None:
        """Holders are those who hold the position on the day; their deputies come after them, if need be."""
        seen: dict[str, set[str]] = {}
        holders: dict[str, str | None] = {}
        lacking: set[str] = set()
        for step in steps:
            position = oracle.positions[step["positionId"]]
            assert step["absent"] is (step["personId"] in away)
            if step["role"] == "holder":
                tenure = oracle.holding(position)
                holders[position.id] = tenure and tenure.person_id
                assert step["personId"] == holders[position.id]
                seen[position.id] = set()
                if tenure is None or step["absent"]:
                    lacking.add(position.id)
            else:
                assert step["reasonCode"] == "deputy"
                seen[position.id].add(step["personId"])
        for position_id, people in seen.items():
            deputies = {
                tenure.person_id
                for tenure in oracle.tenures
                if (tenure.position_id, tenure.role) == (position_id, "deputy")
                and tenure.valid_from <= oracle.today <= oracle.last_day(tenure)
                # Who has taken over, and deputises on paper still, is named once.
                and tenure.person_id != holders[position_id]
            }
            assert people in ((deputies,) if position_id in lacking else (deputies, set()))

    def _check_end(self, oracle: Oracle, system_id: str, duty: str, steps: list[dict[str, Any]]) -> None:
        """The superiors are the line of whoever stands for the owner, up to level 0 or the topmost, seen ones apart."""
        named = [step["positionId"] for step in steps if step["role"] == "holder"]
        superiors = [step["positionId"] for step in steps if step["reasonCode"] == "superior"]
        earlier = set(named) - set(superiors)
        base = self._base(oracle, system_id, duty)
        if base is None:
            # The top stands for everyone, and nobody stands above it.
            assert superiors == []
            assert oracle.above(oracle.positions[named[-1]]) is None
            return
        assert base.id in earlier
        line = [base]
        while line[-1].management_level > 0 and (above := oracle.above(line[-1])) is not None:
            line.append(above)
        assert superiors == [position.id for position in line if position.id not in earlier]
        assert line[-1].id in named
        assert line[-1].management_level == 0 or oracle.above(line[-1]) is None

    def _base(self, oracle: Oracle, system_id: str, duty: str) -> Any | None:
        """The owner, else the leader of the unit, else the first who holds the duty; None where it is up to the top."""
        owner = oracle.owner(system_id)
        if owner is not None:
            return owner
        leader = self._leader(oracle, system_id)
        if leader is not None:
            return leader
        held = [
            row
            for row in oracle.responsibilities
            if (row.system_id, row.duty) == (system_id, duty) and oracle.in_force(row)
        ]
        held.sort(key=lambda row: (row.basis != "formal", row.valid_from, row.id))
        return oracle.positions[held[0].position_id] if held else None

    def _leader(self, oracle: Oracle, system_id: str) -> Any | None:
        """The leader of the system's unit, or of the nearest above that has one."""
        for unit_id in oracle.units_above(oracle.systems[system_id].unit_id):
            leading = [position for position in oracle.positions.values() if position.unit_id == unit_id]
            leaders = [position for position in leading if position.leads_unit]
            if leaders:
                return min(leaders, key=lambda position: (position.management_level, position.id))
        return None


def machine_on(databases: Databases) -> type[ChainMachine]:
    return type("Machine", (ChainMachine,), {"databases": databases})


def test_chain_is_whole_and_the_past_stays_what_it_was(databases: Databases) -> None:
    run_state_machine_as_test(machine_on(databases), settings=QUICK)


@pytest.mark.soak
def test_chain_is_whole_and_the_past_stays_what_it_was_for_long(databases: Databases) -> None:
    run_state_machine_as_test(machine_on(databases), settings=LONG)
