"""Random days in the life of a register, driven through the API: whatever comes, nothing may be stale afterwards."""

from contextlib import ExitStack
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.journal.verification import verify
from app.register.evaluation import Outcome
from app.vocabulary import Criticality, Duty, Lifecycle
from tests.support.api import Api, open_api
from tests.support.databases import Databases

NAMES = st.sampled_from(["Anna", "Bo", "Çelik", "Dørte", "Åse"])
LEVELS = st.integers(0, 5)
AMOUNTS = st.none() | st.sampled_from([0, 1, 90_000, 95_000, 100_000, 2_000_000])
PICKS = st.integers(0, 1000)
DAYS = st.none() | st.sampled_from(["2026-02-01", "2026-03-02", "2026-03-20", "2026-05-01", "2027-01-01"])


class RegisterMachine(RuleBasedStateMachine):
    """`databases` is set by the test that runs the machine."""

    databases: Databases

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.api: Api = open_api(self.stack.enter_context(self.databases.migrated()))
        self.stack.callback(self.api.register.database.dispose)
        self.ids: dict[str, list[str]] = {}

    def teardown(self) -> None:
        self.stack.close()

    # ---------------------------------------------------------------- helpers
    def some(self, kind: str, pick: int) -> str | None:
        known = self.ids.get(kind, [])
        return known[pick % len(known)] if known else None

    def post(self, kind: str, path: str, body: dict[str, Any]) -> None:
        """A refusal (400, 404, 409) is as good an answer as any; a failure is not."""
        answer = self.api.post(path, {key: value for key, value in body.items() if value is not None})
        assert answer.status_code < 500, answer.text
        if answer.status_code == 201:
            self.ids.setdefault(kind, []).append(answer.json()["id"])

    def patch(self, path: str, body: dict[str, Any]) -> None:
        answer = self.api.client.patch(path, json=body, headers={"If-Match": "*"})
        assert answer.status_code < 500, answer.text

    # ------------------------------------------------------------------ rules
    @initialize()
    def council(self) -> None:
        self.post("unit", "/v1/units", {"name": "Byrådet", "kind": "council"})
        unit = self.some("unit", 0)
        for level in (0, 2, 4):
            self.post(
                "position",
                "/v1/positions",
                {"title": f"Stilling {level}", "unitId": unit, "managementLevel": level, "leadsUnit": level == 0},
            )
        self.post("person", "/v1/people", {"name": "Første"})
        for criticality in ("businessCritical", "notCritical"):
            self.post("system", "/v1/systems", {"name": "S", "description": "S", "criticality": criticality})

    @rule(parent=PICKS, name=NAMES)
    def unit(self, parent: int, name: str) -> None:
        self.post("unit", "/v1/units", {"name": name, "parentId": self.some("unit", parent)})

    @rule(pick=PICKS, parent=PICKS)
    def unit_moves(self, pick: int, parent: int) -> None:
        self.patch(f"/v1/units/{self.some('unit', pick)}", {"parentId": self.some("unit", parent)})

    @rule(pick=PICKS, name=NAMES)
    def unit_is_renamed(self, pick: int, name: str) -> None:
        self.patch(f"/v1/units/{self.some('unit', pick)}", {"name": name})

    @rule(unit=PICKS, level=LEVELS, leads=st.booleans(), authority=st.sampled_from(["yes", "no", "unknown"]))
    def position(self, unit: int, level: int, leads: bool, authority: str) -> None:
        body = {"title": f"Stilling på {level}", "unitId": self.some("unit", unit), "managementLevel": level}
        self.post("position", "/v1/positions", {**body, "leadsUnit": leads, "budgetAuthority": authority})

    @rule(
        pick=PICKS,
        change=st.sampled_from(
            [
                {"managementLevel": 1},
                {"managementLevel": 5},
                {"leadsUnit": True},
                {"leadsUnit": False},
                {"title": "Omdøbt"},
                {"budgetLimitDkk": 50_000},
                {"budgetLimitDkk": None},
                {"budgetAuthority": "no"},
                {"reportsToId": None},
            ]
        ),
    )
    def position_changes(self, pick: int, change: dict[str, Any]) -> None:
        self.patch(f"/v1/positions/{self.some('position', pick)}", change)

    @rule(pick=PICKS, above=PICKS)
    def position_reports_elsewhere(self, pick: int, above: int) -> None:
        self.patch(f"/v1/positions/{self.some('position', pick)}", {"reportsToId": self.some("position", above)})

    @rule(pick=PICKS, unit=PICKS)
    def position_changes_unit(self, pick: int, unit: int) -> None:
        self.patch(f"/v1/positions/{self.some('position', pick)}", {"unitId": self.some("unit", unit)})

    @rule(pick=PICKS)
    def position_is_deleted(self, pick: int) -> None:
        path = f"/v1/positions/{self.some('position', pick)}"
        assert self.api.client.delete(path, headers={"If-Match": "*"}).status_code in {204, 404, 409}

    @rule(name=NAMES, leaves=DAYS)
    def person(self, name: str, leaves: str | None) -> None:
        self.post("person", "/v1/people", {"name": name, "leavesOn": leaves})

    @rule(pick=PICKS, name=NAMES, leaves=DAYS)
    def person_changes(self, pick: int, name: str, leaves: str | None) -> None:
        self.patch(f"/v1/people/{self.some('person', pick)}", {"name": name, "leavesOn": leaves})

    @rule(position=PICKS, person=PICKS, role=st.sampled_from(["holder", "holder", "deputy"]), begins=DAYS, ends=DAYS)
    def tenure(self, position: int, person: int, role: str, begins: str | None, ends: str | None) -> None:
        body = {"personId": self.some("person", person), "role": role, "validFrom": begins, "validUntil": ends}
        self.post("tenure", f"/v1/positions/{self.some('position', position)}/tenures", body)

    @precondition(lambda self: self.ids.get("tenure"))
    @rule(pick=PICKS, ends=DAYS)
    def tenure_ends(self, pick: int, ends: str | None) -> None:
        self.patch(f"/v1/tenures/{self.some('tenure', pick)}", {"validUntil": ends})

    @rule(name=NAMES, criticality=st.sampled_from(Criticality), lifecycle=st.sampled_from(Lifecycle), out=DAYS)
    def system(self, name: str, criticality: str, lifecycle: str, out: str | None) -> None:
        body = {"name": name, "description": "S", "criticality": criticality, "lifecycle": lifecycle}
        self.post("system", "/v1/systems", {**body, "phasedOutOn": out})

    @rule(
        pick=PICKS,
        change=st.sampled_from(
            [
                {"name": "Omdøbt"},
                {"lifecycle": "phasingOut"},
                {"lifecycle": "inOperation"},
                {"criticality": "societyCritical"},
                {"phasedOutOn": "2026-04-01"},
                {"confirmedOn": "2020-01-01"},
                {"personalData": ["cpr"]},
            ]
        ),
    )
    def system_changes(self, pick: int, change: dict[str, Any]) -> None:
        self.patch(f"/v1/systems/{self.some('system', pick)}", change)

    @rule(pick=PICKS)
    def system_is_retired_or_deleted(self, pick: int) -> None:
        path = f"/v1/systems/{self.some('system', pick)}"
        if self.api.client.delete(path, headers={"If-Match": "*"}).status_code == 409 and pick % 3 == 0:
            assert self.api.post(f"{path}/retire", {}).status_code in {200, 409}

    @rule(
        system=PICKS,
        position=PICKS,
        duty=st.sampled_from([*Duty, Duty.OWNER, Duty.OWNER]),
        basis=st.sampled_from(["formal", "formal", "practice"]),
        begins=DAYS,
        ends=DAYS,
        replace=st.booleans(),
    )
    def responsibility(
        self,
        system: int,
        position: int,
        duty: str,
        basis: str,
        begins: str | None,
        ends: str | None,
        replace: bool,
    ) -> None:
        body = {"duty": duty, "basis": basis, "positionId": self.some("position", position)}
        path = f"/v1/systems/{self.some('system', system)}/responsibilities?replace={str(replace).lower()}"
        self.post("responsibility", path, {**body, "validFrom": begins, "validUntil": ends})

    @precondition(lambda self: self.ids.get("responsibility"))
    @rule(pick=PICKS, position=PICKS, ends=DAYS, delete=st.booleans())
    def responsibility_changes(self, pick: int, position: int, ends: str | None, delete: bool) -> None:
        path = f"/v1/responsibilities/{self.some('responsibility', pick)}"
        if delete:
            assert self.api.client.delete(path, headers={"If-Match": "*"}).status_code in {204, 404}
        else:
            self.patch(path, {"positionId": self.some("position", position), "validUntil": ends})

    @rule(
        system=PICKS, holder=PICKS, estimated=AMOUNTS, allocated=AMOUNTS, year=st.sampled_from([2025, 2026, 2026, 2027])
    )
    def budget_line(self, system: int, holder: int, estimated: int | None, allocated: int | None, year: int) -> None:
        body = {"fiscalYear": year, "estimatedDkk": estimated, "allocatedDkk": allocated}
        path = f"/v1/systems/{self.some('system', system)}/budget-lines"
        self.post("line", path, {**body, "holderPositionId": self.some("position", holder)})

    @precondition(lambda self: self.ids.get("line"))
    @rule(pick=PICKS, holder=PICKS, allocated=AMOUNTS)
    def budget_line_changes(self, pick: int, holder: int, allocated: int | None) -> None:
        body = {"holderPositionId": self.some("position", holder), "allocatedDkk": allocated}
        self.patch(f"/v1/budget-lines/{self.some('line', pick)}", body)

    @rule(first=PICKS, second=PICKS, ends=DAYS)
    def contract(self, first: int, second: int, ends: str | None) -> None:
        systems = sorted({self.some("system", first), self.some("system", second)} - {None})  # type: ignore[type-var]
        self.post("contract", "/v1/contracts", {"name": "K", "endsOn": ends, "systemIds": systems})

    @precondition(lambda self: self.ids.get("contract"))
    @rule(pick=PICKS, system=PICKS, delete=st.booleans())
    def contract_changes(self, pick: int, system: int, delete: bool) -> None:
        path = f"/v1/contracts/{self.some('contract', pick)}"
        if delete:
            assert self.api.client.delete(path, headers={"If-Match": "*"}).status_code in {204, 404}
        else:
            self.patch(path, {"systemIds": [self.some("system", system)], "endsOn": "2026-06-01"})

    @rule(limit=st.sampled_from([1, 2, 25]), level=st.integers(2, 3), tolerance=st.sampled_from([0, 5, 50]))
    def policy(self, limit: int, level: int, tolerance: int) -> None:
        body = {
            "maxSystemsPerPosition": limit,
            "requiredLevel": {"societyCritical": 1, "businessCritical": level, "notCritical": 3},
            "fundingTolerancePercent": tolerance,
        }
        assert self.api.client.put("/v1/policy", json=body, headers={"If-Match": "*"}).status_code == 200

    @rule(days=st.sampled_from([1, 20, 100, 300]))
    def days_pass(self, days: int) -> None:
        self.api.time.advance(days=days)
        assert self.api.get("/v1/systems").status_code == 200

    # ------------------------------------------------------------- invariants
    @invariant()
    def evaluating_everything_anew_finds_nothing_to_change(self) -> None:
        outcome = self.api.register.evaluate()
        assert outcome == Outcome(evaluated=outcome.evaluated)

    @invariant()
    def journal_holds(self) -> None:
        with self.api.register.database.reading() as session:
            assert verify(session).valid
