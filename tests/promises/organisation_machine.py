"""The organisation of the random register: units, positions, people and who holds what, as they come and go."""

from contextlib import ExitStack
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from tests.promises.audit import audit, rebuilt_from_nothing
from tests.support.api import Api, open_api
from tests.support.databases import Databases, migrated

NAMES = st.sampled_from(["Anna", "Bo", "Çelik", "Dørte", "Åse"])
PICKS = st.integers(0, 1000)
DAYS = st.none() | st.sampled_from(["2026-02-01", "2026-03-02", "2026-03-20", "2026-05-01", "2027-01-01"])


class OrganisationMachine(RuleBasedStateMachine):
    """Two workers on one database take turns. `databases` is set by the test that runs the machine."""

    databases: Databases

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        url = self.stack.enter_context(migrated(self.databases))
        first, second = self.workers = [open_api(url), open_api(url)]
        # One time for both, as the workers of one machine have it.
        second.time = first.time
        second.register.clock = first.register.clock
        for worker in self.workers:
            self.stack.callback(worker.register.database.dispose)
        self.turns = 0
        self.ids: dict[str, list[str]] = {}

    @property
    def api(self) -> Api:
        """The next worker."""
        self.turns += 1
        return self.workers[self.turns % len(self.workers)]

    def teardown(self) -> None:
        with self.stack:
            audit(self.api)
            rebuilt_from_nothing(self.api)
            audit(self.api)

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

    def delete(self, path: str) -> int:
        status = self.api.client.delete(path, headers={"If-Match": "*"}).status_code
        assert status in {204, 404, 409}
        return status

    @rule(parent=PICKS, name=NAMES)
    def unit(self, parent: int, name: str) -> None:
        self.post("unit", "/v1/units", {"name": name, "parentId": self.some("unit", parent)})

    @rule(pick=PICKS, parent=PICKS)
    def unit_moves(self, pick: int, parent: int) -> None:
        self.patch(f"/v1/units/{self.some('unit', pick)}", {"parentId": self.some("unit", parent)})

    @rule(pick=PICKS)
    def unit_moves_to_the_top(self, pick: int) -> None:
        self.patch(f"/v1/units/{self.some('unit', pick)}", {"parentId": None})

    @rule(pick=PICKS, name=NAMES)
    def unit_is_renamed(self, pick: int, name: str) -> None:
        self.patch(f"/v1/units/{self.some('unit', pick)}", {"name": name})

    @rule(kind=st.sampled_from(["unit", "person"]), pick=PICKS)
    def unit_or_person_is_deleted(self, kind: str, pick: int) -> None:
        self.delete(f"/v1/{'units' if kind == 'unit' else 'people'}/{self.some(kind, pick)}")

    @rule(unit=PICKS, level=st.integers(0, 5), leads=st.booleans(), authority=st.sampled_from(["yes", "no", "unknown"]))
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
        self.delete(f"/v1/positions/{self.some('position', pick)}")

    @rule(name=NAMES, leaves=DAYS)
    def person(self, name: str, leaves: str | None) -> None:
        self.post("person", "/v1/people", {"name": name, "leavesOn": leaves})

    @rule(pick=PICKS, change=st.sampled_from([{"phone": None}, {"phone": "12 34 56 78"}, {"email": "a@example.dk"}]))
    def person_can_be_reached_otherwise(self, pick: int, change: dict[str, Any]) -> None:
        self.patch(f"/v1/people/{self.some('person', pick)}", change)

    @rule(pick=PICKS, phone=st.none() | st.just("70 10 20 30"))
    def unit_has_somebody_on_call(self, pick: int, phone: str | None) -> None:
        self.patch(f"/v1/units/{self.some('unit', pick)}", {"onCallPhone": phone})

    @rule(pick=PICKS, name=NAMES, leaves=DAYS)
    def person_changes(self, pick: int, name: str, leaves: str | None) -> None:
        self.patch(f"/v1/people/{self.some('person', pick)}", {"name": name, "leavesOn": leaves})

    @rule(person=PICKS, begins=DAYS, ends=DAYS)
    def absence(self, person: int, begins: str | None, ends: str | None) -> None:
        self.post("absence", f"/v1/people/{self.some('person', person)}/absences", {"from": begins, "until": ends})

    @precondition(lambda self: self.ids.get("absence"))
    @rule(pick=PICKS, ends=DAYS, delete=st.booleans())
    def absence_changes(self, pick: int, ends: str | None, delete: bool) -> None:
        path = f"/v1/absences/{self.some('absence', pick)}"
        if delete:
            self.delete(path)
        else:
            self.patch(path, {"until": ends})

    @rule(position=PICKS, person=PICKS, role=st.sampled_from(["holder", "holder", "deputy"]), begins=DAYS, ends=DAYS)
    def tenure(self, position: int, person: int, role: str, begins: str | None, ends: str | None) -> None:
        body = {"personId": self.some("person", person), "role": role, "validFrom": begins, "validUntil": ends}
        self.post("tenure", f"/v1/positions/{self.some('position', position)}/tenures", body)

    @precondition(lambda self: self.ids.get("tenure"))
    @rule(pick=PICKS, ends=DAYS)
    def tenure_ends(self, pick: int, ends: str | None) -> None:
        self.patch(f"/v1/tenures/{self.some('tenure', pick)}", {"validUntil": ends})

    @precondition(lambda self: self.ids.get("tenure"))
    @rule(pick=PICKS, person=PICKS, role=st.sampled_from(["holder", "deputy"]))
    def tenure_goes_to_another(self, pick: int, person: int, role: str) -> None:
        self.patch(f"/v1/tenures/{self.some('tenure', pick)}", {"personId": self.some("person", person), "role": role})
