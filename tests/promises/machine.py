"""Random days in the life of a register, driven through the API: whatever comes, nothing may be stale afterwards."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from app.journal.verification import verify
from app.register.outcome import Evaluated
from app.vocabulary import Criticality, Duty, Lifecycle
from tests.promises.audit import audit
from tests.promises.organisation_machine import DAYS, NAMES, PICKS, OrganisationMachine

KINDS = st.sampled_from(["licence", "licence", "operation", "maintenance", "development", "unknown"])
AMOUNTS = st.none() | st.sampled_from([0, 1, 90_000, 95_000, 100_000, 2_000_000])


class RegisterMachine(OrganisationMachine):
    """The whole: a municipality to begin with, systems and what belongs to them, days that pass, and what must hold."""

    @initialize()
    def municipality(self) -> None:
        """Council, executive, two departments and a team; a leader each, held by someone; systems owned all over."""
        above = None
        for level, name in enumerate(["Byrådet", "Direktionen", "Ældre", "Hjemmepleje", "Børn"]):
            parent = self.some("unit", 1) if name == "Børn" else above
            self.post("unit", "/v1/units", {"name": name, "parentId": parent})
            above = self.ids["unit"][-1]
            body = {"title": f"Leder af {name}", "unitId": above, "managementLevel": min(level, 3), "leadsUnit": True}
            self.post("position", "/v1/positions", {**body, "budgetAuthority": "yes", "budgetLimitDkk": 100_000})
            self.post("person", "/v1/people", {"name": f"Leder {level}"})
            self.tenure(level, level, "holder", None, None)
        self.post("position", "/v1/positions", {"title": "Teamleder", "unitId": above, "managementLevel": 4})
        for number, criticality in enumerate(["societyCritical", "businessCritical", "notCritical", "notCritical"]):
            self.system(f"System {number}", criticality, "inOperation", None)
            self.responsibility(number, number + 2, "owner", "formal", None, None, replace=False)
            self.budget_line(number, number + 1, 100_000, 100_000, 2026)
        assert {kind: len(ids) for kind, ids in self.ids.items()} == {
            "unit": 5,
            "position": 6,
            "person": 5,
            "tenure": 5,
            "system": 4,
            "responsibility": 4,
            "line": 4,
        }

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
                {"criticality": "unknown"},
                {"supportHours": "aroundTheClock"},
                {"emergencyPlanUrl": "https://example.dk/plan"},
                {"takenIntoUseOn": "2026-03-20"},
                {"operationSupplier": "Eksempeldrift"},
                {"acquisition": "commercial"},
            ]
        ),
    )
    def system_changes(self, pick: int, change: dict[str, Any]) -> None:
        self.patch(f"/v1/systems/{self.some('system', pick)}", change)

    @rule(pick=PICKS, unit=PICKS, others=st.lists(PICKS, max_size=2))
    def system_is_used_elsewhere(self, pick: int, unit: int, others: list[int]) -> None:
        using = [self.some("unit", other) for other in others]
        body = {"unitId": self.some("unit", unit), "usingUnitIds": using}
        self.patch(f"/v1/systems/{self.some('system', pick)}", body)

    @rule(key=st.sampled_from(["1", "2"]), name=NAMES, criticality=st.sampled_from(Criticality))
    def system_comes_by_its_key(self, key: str, name: str, criticality: str) -> None:
        body = {"name": name, "description": "S", "criticality": criticality}
        answer = self.api.client.put(f"/v1/systems/by-key/cmdb/{key}", json=body)
        assert answer.is_success
        if answer.status_code == 201:
            self.ids["system"].append(answer.json()["id"])

    @rule(pick=PICKS, on=DAYS)
    def system_is_deleted_or_else_retired(self, pick: int, on: str | None) -> None:
        path = f"/v1/systems/{self.some('system', pick)}"
        if self.delete(path) == 409 and pick % 3 == 0:
            answer = self.api.post(f"{path}/retire", {"on": on})
            if answer.status_code == 400:
                # Before the day on which it is taken into use.
                assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
                    ("/on", "backwards-period")
                ]
            else:
                assert answer.status_code in {200, 409}

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
            self.delete(path)
        else:
            self.patch(path, {"positionId": self.some("position", position), "validUntil": ends})

    @precondition(lambda self: self.ids.get("responsibility"))
    @rule(
        pick=PICKS,
        change=st.sampled_from(
            [
                {"duty": "owner", "basis": "formal"},
                {"duty": "fix"},
                {"basis": "practice"},
                {"validFrom": "2026-03-20", "validUntil": None},
                {"validFrom": "2025-01-01"},
            ]
        ),
    )
    def responsibility_becomes_another(self, pick: int, change: dict[str, Any]) -> None:
        self.patch(f"/v1/responsibilities/{self.some('responsibility', pick)}", change)

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

    @precondition(lambda self: self.ids.get("line"))
    @rule(pick=PICKS)
    def budget_line_is_deleted(self, pick: int) -> None:
        self.delete(f"/v1/budget-lines/{self.some('line', pick)}")

    @rule(
        first=PICKS,
        second=PICKS,
        kind=KINDS,
        begins=DAYS,
        ends=DAYS,
        notice=st.sampled_from([None, 0, 3]),
        hotline=st.sampled_from([None, "70 70 70 70"]),
    )
    def contract(
        self,
        first: int,
        second: int,
        kind: str,
        begins: str | None,
        ends: str | None,
        notice: int | None,
        hotline: str | None,
    ) -> None:
        systems = sorted({self.some("system", first), self.some("system", second)} - {None})  # type: ignore[type-var]
        period = {"startsOn": begins, "endsOn": ends, "noticeMonths": notice}
        body = {"name": "K", "kind": kind, "hotline": hotline, "systemIds": systems, **period}
        self.post("contract", "/v1/contracts", body)

    @precondition(lambda self: self.ids.get("contract"))
    @rule(pick=PICKS, system=PICKS, kind=KINDS, discontinued=st.booleans(), delete=st.booleans())
    def contract_changes(self, pick: int, system: int, kind: str, discontinued: bool, delete: bool) -> None:
        path = f"/v1/contracts/{self.some('contract', pick)}"
        if delete:
            self.delete(path)
        else:
            body = {"kind": kind, "discontinued": discontinued, "endsOn": "2026-06-01"}
            self.patch(path, {**body, "systemIds": [self.some("system", system)]})

    @rule(system=PICKS, names=PICKS)
    def dispute(self, system: int, names: int) -> None:
        body = {"duty": "fix", "namesPositionId": self.some("position", names), "reason": "Ikke min."}
        self.post("dispute", f"/v1/systems/{self.some('system', system)}/disputes", body)

    @rule(system=PICKS, answer=st.sampled_from(["yes", "no"]))
    def attestation(self, system: int, answer: str) -> None:
        body = {"confirmsOwnership": True, "insight": answer, "time": "yes", "money": "yes"}
        self.post("attestation", f"/v1/systems/{self.some('system', system)}/attestations", body)

    @rule(
        limit=st.sampled_from([1, 2, 25]),
        level=st.integers(2, 3),
        tolerance=st.sampled_from([0, 5, 50]),
        reports=st.booleans(),
        days=st.sampled_from([1, 90, 400]),
        switched=st.sampled_from(["OWN004", "CON001", "LIF006", "DUT001"]),
        enabled=st.booleans(),
    )
    def policy(
        self, limit: int, level: int, tolerance: int, reports: bool, days: int, switched: str, enabled: bool
    ) -> None:
        body = {
            "maxSystemsPerPosition": limit,
            "requiredLevel": {"societyCritical": 1, "businessCritical": level, "notCritical": 3},
            "fundingTolerancePercent": tolerance,
            "directReportCounts": reports,
            "leavingWithinDays": days,
            "contractEndsWithinDays": days,
            "contractNoticeWithinDays": days,
            "ownershipEndsWithinDays": days,
            "absentBeyondDays": days,
            "rules": {switched: {"enabled": enabled, "severity": "low"}},
        }
        assert self.api.client.put("/v1/policy", json=body, headers={"If-Match": "*"}).status_code == 200

    @rule(days=st.sampled_from([1, 20, 100, 300]), noticed=st.booleans())
    def days_pass(self, days: int, noticed: bool) -> None:
        """Noticed by a GET, or by the write that comes next."""
        self.api.time.advance(days=days)
        if noticed:
            assert self.api.get("/v1/rules").status_code == 200

    # ------------------------------------------------------------- invariants
    @invariant()
    def evaluating_everything_anew_finds_nothing_to_change(self) -> None:
        api = self.api
        if api.register.is_current(api.register.edition()):
            outcome = api.register.evaluate()
            assert outcome == Evaluated(evaluated=outcome.evaluated)

    @invariant()
    def every_card_says_what_the_oracle_works_out(self) -> None:
        api = self.api
        if api.register.is_current(api.register.edition()):
            audit(api)

    @invariant()
    def journal_holds(self) -> None:
        with self.api.register.database.reading() as session:
            assert verify(session).valid
