"""No duty gets lost or doubled, however handovers, disputes, departures, transfers and attestations fall together."""

from collections import Counter, defaultdict
from contextlib import ExitStack
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, ClassVar

import orjson
import pytest
from httpx2 import Response
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session, col, select

from app.models import Card, Dispute, Handover, Journaled, Person, Position, Responsibility, Tenure, Unit
from app.register.outcome import Evaluated
from app.systems.schemas import SystemBody
from app.systems.service import create_system
from app.vocabulary import Criticality, Duty
from tests.promises.audit import audit, rebuilt_from_nothing
from tests.support.api import TESTER, Api, open_api
from tests.support.databases import Databases, migrated
from tests.support.properties import LONG

LONG_AGO = date(2024, 1, 1)
PICKS = st.integers(0, 1000)
#: Days from today, none for what the interface takes then.
SOON = st.none() | st.sampled_from([-3, 0, 1, 5, 20])
DUTY = st.sampled_from([Duty.OWNER, Duty.OWNER, Duty.FIX, Duty.RETIRE])
#: A position per name, with its level, the unit that it belongs to and the unit above that; the last is in no line.
POSITIONS = [
    ("Byrådet", 0, "Byrådet", None),
    ("Direktør", 1, "Direktionen", "Byrådet"),
    ("Ydelseschef", 2, "Ydelser", "Direktionen"),
    ("Skattechef", 2, "Skat", "Direktionen"),
    ("Afdelingsleder, ydelser", 3, "Ydelser", None),
    ("Teamleder, ydelser", 4, "Ydelser", None),
    ("Teamleder, skat", 4, "Skat", None),
    ("Selskabets leder", 2, "Selskabet", None),
]
#: System by system: its unit, and the number of the position that holds each duty.
SYSTEMS: list[tuple[str | None, dict[Duty, int]]] = [
    ("Ydelser", {Duty.OWNER: 2, Duty.FIX: 5}),
    ("Skat", {Duty.OWNER: 3, Duty.FIX: 6, Duty.RETIRE: 1}),
    (None, {Duty.OWNER: 4, Duty.FIX: 4}),
]
#: What may happen next, the likelier the oftener it stands here.
TURNS = [
    *("offer", "offer", "accept", "accept", "decline", "withdraw", "dispute", "resolve", "resolve", "depart", "depart"),
    *("transfer", "transfer", "attest", "hold", "wait", "wait"),
]
#: What even a short run must have done at least once to have shown anything, and a long one.
MOST = {
    *("offer", "accept", "dispute", "attest"),
    *("depart by handover", "depart by move", "transfer by handover", "transfer by move"),
}
ALL = MOST | {"decline", "withdraw", "resolve", "resolve elsewhere", "hold"}


class DutyMachine(RuleBasedStateMachine):
    """Two workers on one database take turns. `databases` and `done` are set by the test that runs the machine."""

    databases: ClassVar[Databases]
    done: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        url = self.stack.enter_context(migrated(self.databases))
        first, second = self.workers = [open_api(url), open_api(url)]
        second.time = first.time
        second.register.clock = first.register.clock
        for worker in self.workers:
            self.stack.callback(worker.register.database.dispose)
        self.turns = 0
        self.positions: list[str] = []
        self.people: list[str] = []
        self.systems: list[str] = []
        self.offers: list[str] = []
        self.disputes: list[str] = []
        self.held_from_the_start: set[tuple[str, str]] = set()

    @property
    def api(self) -> Api:
        """The next worker."""
        self.turns += 1
        return self.workers[self.turns % len(self.workers)]

    @property
    def today(self) -> date:
        return self.workers[0].time.today()

    def teardown(self) -> None:
        with self.stack:
            audit(self.api)
            rebuilt_from_nothing(self.api)
            audit(self.api)

    # ---------------------------------------------------------------- helpers
    def day(self, offset: int | None) -> str | None:
        return None if offset is None else (self.today + timedelta(days=offset)).isoformat()

    def post(self, deed: str, path: str, body: dict[str, Any], **params: str) -> Any:
        """The JSON of what was done; None where it was refused, which is as good an answer as any."""
        sent = {key: value for key, value in body.items() if value is not None}
        answer: Response = self.api.client.post(path, json=sent, params=params)
        assert answer.status_code in {200, 201, 400, 409}, answer.text
        if not answer.is_success:
            return None
        self.done[deed] += 1
        return answer.json()

    def formal(self) -> dict[tuple[str, str], list[Responsibility]]:
        """By system and duty: the formal responsibilities that last until today or longer, the first of them first."""
        held: dict[tuple[str, str], list[Responsibility]] = defaultdict(list)
        with self.workers[0].register.database.reading() as session:
            statement = select(Responsibility).where(Responsibility.basis == "formal")
            for row in session.exec(statement.order_by(col(Responsibility.valid_from), col(Responsibility.id))):
                if row.valid_until is None or row.valid_until >= self.today:
                    held[row.system_id, row.duty].append(row)
        return held

    def holders(self, system_id: str, duty: str, day: date) -> list[str]:
        return [
            row.position_id
            for row in self.formal()[system_id, duty]
            if row.valid_from <= day and (row.valid_until is None or row.valid_until >= day)
        ]

    def open_offers(self) -> list[Handover]:
        with self.workers[0].register.database.reading() as session:
            undecided = select(Handover).where(col(Handover.outcome).is_(None))
            return [row for row in session.exec(undecided) if row.expires_on >= self.today]

    def open_disputes(self) -> list[Dispute]:
        with self.workers[0].register.database.reading() as session:
            return list(session.exec(select(Dispute).where(col(Dispute.resolved_on).is_(None))))

    # ------------------------------------------------------------------ rules
    @initialize()
    def municipality(self) -> None:
        self.api.register.write(TESTER, self.fill, lambda *_: None)

    def fill(self, session: Session) -> None:
        """Everybody has been in place for long, and holds what they hold until further notice."""
        units: dict[str, str] = {}
        for title, level, unit, above in POSITIONS:
            leads = unit not in units
            if leads:
                units[unit] = self.add(session, Unit(name=unit, kind="other", parent_id=units.get(above or "")))
            position = Position(title=title, unit_id=units[unit], management_level=level, leads_unit=leads)
            self.positions.append(self.add(session, position))
            self.people.append(self.add(session, Person(name=f"Person {len(self.people)}")))
            position_id, person_id = self.positions[-1], self.people[-1]
            tenure = Tenure(position_id=position_id, person_id=person_id, role="holder", valid_from=LONG_AGO)
            self.add(session, tenure)
        for unit_name, duties in SYSTEMS:
            body = SystemBody(
                name="System",
                description="",
                criticality=Criticality.BUSINESS_CRITICAL,
                unit_id=units.get(unit_name or ""),
            )
            system_id = create_system(session, body, self.today)
            self.systems.append(system_id)
            for duty, number in duties.items():
                holder = self.positions[number]
                held = Responsibility(
                    system_id=system_id, position_id=holder, duty=duty.value, basis="formal", valid_from=LONG_AGO
                )
                self.add(session, held)
                self.held_from_the_start.add((system_id, duty.value))

    @staticmethod
    def add(session: Session, row: Journaled) -> str:
        session.add(row)
        session.flush()
        return row.id

    @rule(deed=st.sampled_from(TURNS), pick=PICKS, other=st.none() | PICKS, duty=DUTY, day=SOON, yes=st.booleans())
    def something_happens(
        self, deed: str, pick: int, other: int | None, duty: Duty, day: int | None, yes: bool
    ) -> None:
        """One rule for all: Hypothesis leaves whole rules out of an example, and few examples would miss some."""
        system, position = self.systems[pick % 3], None if other is None else self.positions[other % 8]
        means = "move" if yes else "handover"
        match deed:
            case "offer" | "accept" | "decline" | "withdraw":
                if self.offers and deed != "offer":
                    self.answer(pick, deed)
                else:
                    self.offer(system, duty, position or self.positions[0], self.day(day))
            case "dispute" | "resolve":
                if self.disputes and deed == "resolve":
                    self.resolve(pick, position)
                else:
                    self.dispute(system, duty, position or self.positions[0])
            case "depart":
                self.depart(self.people[pick % len(self.people)], self.day(day), means, other)
            case "transfer":
                duties = [] if pick % 2 else [duty]
                self.transfer(self.positions[pick % 8], position or self.positions[0], self.day(day), means, duties)
            case "attest":
                answers = {"insight": "yes", "time": "no" if pick % 2 else "yes", "money": "unknown"}
                self.post("attest", f"/v1/systems/{system}/attestations", {"confirmsOwnership": yes, **answers})
            case "hold":
                self.hold(self.positions[pick % 8], "holder" if yes else "deputy", self.day(day))
            case "wait":
                self.wait([1, 1, 4, 15][pick % 4], noticed=yes)

    def offer(self, system_id: str, duty: Duty, to_id: str, begins: str | None) -> None:
        body = {"duty": duty, "toPositionId": to_id, "from": begins}
        made = self.post("offer", f"/v1/systems/{system_id}/handovers", body)
        self.offers += [] if made is None else [made["id"]]

    def dispute(self, system_id: str, duty: Duty, named_id: str) -> None:
        body = {"duty": duty, "namesPositionId": named_id, "reason": "Ikke vores."}
        made = self.post("dispute", f"/v1/systems/{system_id}/disputes", body)
        self.disputes += [] if made is None else [made["id"]]

    def answer(self, pick: int, verb: str) -> None:
        existing = [row.id for row in self.open_offers()]
        # Mostly one that can still be answered.
        chosen = existing if existing and pick % 8 else self.offers
        handover_id = chosen[pick % len(chosen)]
        answered = self.post(verb, f"/v1/handovers/{handover_id}/{verb}", {})
        if answered is None:
            return
        assert handover_id in existing
        if verb == "accept":
            begins = max(date.fromisoformat(answered["from"]), self.today)
            key = answered["systemId"], answered["duty"]
            assert self.holders(*key, begins) == [answered["toPositionId"]]
            assert key not in {(row.system_id, row.duty) for row in self.open_disputes()}

    def resolve(self, pick: int, position: str | None) -> None:
        existing = {row.id: row for row in self.open_disputes()}
        chosen = list(existing) if existing and pick % 8 else self.disputes
        dispute_id = chosen[pick % len(chosen)]
        row = existing.get(dispute_id)
        stood = [] if row is None else self.holders(row.system_id, row.duty, self.today)
        deed, body = "resolve elsewhere" if position else "resolve", {"reason": "Sådan er det.", "positionId": position}
        resolved = self.post(deed, f"/v1/disputes/{dispute_id}/resolve", body)
        if resolved is not None:
            assert row is not None
            # Whoever keeps the register stands above nobody, so that another has to accept.
            assert self.holders(row.system_id, row.duty, self.today) == stood
            elsewhere = position is not None and position not in stood
            assert resolved["state"] == ("decided" if elsewhere else "resolved")
            assert resolved["resolvedPositionId"] == (position or stood[0])
            if elsewhere:
                assert resolved["handoverId"] in {offer.id for offer in self.open_offers()}
                self.offers.append(resolved["handoverId"])

    def depart(self, person_id: str, on: str | None, means: str, heir: int | None) -> None:
        path = f"/v1/people/{person_id}/departure"
        body: dict[str, Any] = {"on": on, "means": means}
        rehearsed = self.post("rehearse", path, body, dryRun="true")
        if rehearsed is not None and heir is not None and rehearsed["vacated"]:
            taking = (
                {"toPositionId": self.positions[heir % 8]}
                if heir % 3
                else {"personId": self.people[heir % len(self.people)]}
            )
            body["heirs"] = [{"positionId": rehearsed["vacated"][0]["positionId"], **taking}]
            rehearsed = self.post("rehearse", path, body, dryRun="true")
        carried_out = self.post(f"depart by {means}", path, body)
        self.dry_run_told_the_truth(rehearsed, carried_out)
        if carried_out is not None:
            first = max(date.fromisoformat(carried_out["on"]) + timedelta(days=1), self.today)
            self.duties_went_where_it_says(carried_out["duties"], first)

    def transfer(self, from_id: str, to_id: str, begins: str | None, means: str, duties: list[Duty]) -> None:
        path = f"/v1/positions/{from_id}/transfer"
        body = {"toPositionId": to_id, "from": begins, "means": means, "duties": duties}
        rehearsed = self.post("rehearse", path, body, dryRun="true")
        carried_out = self.post(f"transfer by {means}", path, body)
        self.dry_run_told_the_truth(rehearsed, carried_out)
        if carried_out is not None:
            self.duties_went_where_it_says(carried_out["duties"], date.fromisoformat(carried_out["from"]))

    def hold(self, position_id: str, role: str, begins: str | None) -> None:
        """Somebody new comes."""
        self.people.append(self.api.person(f"Person {len(self.people)}")["id"])
        body = {"personId": self.people[-1], "role": role, "validFrom": begins}
        self.post("hold", f"/v1/positions/{position_id}/tenures", body)

    def wait(self, days: int, *, noticed: bool) -> None:
        """Days pass, noticed by a GET, or by the write that comes next."""
        self.workers[0].time.advance(days=days)
        if noticed:
            assert self.api.get("/v1/rules").status_code == 200

    # ------------------------------------------------------------ after deeds
    @staticmethod
    def dry_run_told_the_truth(rehearsed: Any, carried_out: Any) -> None:
        """What was to happen has happened; only the offers that were made have ids of their own."""
        assert (rehearsed is None) == (carried_out is None)
        if rehearsed is not None:
            told, done = (
                {**said, "dryRun": None, "duties": [{**duty, "handoverId": None} for duty in said["duties"]]}
                for said in (rehearsed, carried_out)
            )
            assert told == done

    def duties_went_where_it_says(self, duties: list[dict[str, Any]], first: date) -> None:
        offers = {row.id: row for row in self.open_offers()}
        for duty in duties:
            key = duty["systemId"], duty["duty"]
            if duty["means"] == "move":
                assert duty["toPositionId"] in {row.position_id for row in self.formal()[key]}
                held = self.holders(*key, first)
                assert duty["fromPositionId"] not in held
            if duty["handoverId"] is not None:
                offer = offers[duty["handoverId"]]
                assert (offer.system_id, offer.duty) == key
                self.offers.append(offer.id)
            if duty["means"] == "handover":
                assert offers[duty["handoverId"]].to_position_id == duty["toPositionId"]

    # ------------------------------------------------------------- invariants
    @invariant()
    def no_duty_has_two_holders_on_any_day_from_today_on(self) -> None:
        for rows in self.formal().values():
            for one, next_one in pairwise(rows):
                assert one.valid_until is not None, rows
                assert one.valid_until < next_one.valid_from, rows

    @invariant()
    def what_someone_held_is_held_by_someone_on_every_day_to_come(self) -> None:
        formal = self.formal()
        for key in self.held_from_the_start:
            rows = formal[key]
            assert rows, key
            assert rows[0].valid_from <= self.today, rows
            for one, next_one in pairwise(rows):
                assert one.valid_until == next_one.valid_from - timedelta(days=1), rows
            assert rows[-1].valid_until is None, rows

    @invariant()
    def duty_has_one_open_offer_and_one_open_dispute_at_most(self) -> None:
        for rows in (self.open_offers(), self.open_disputes()):
            assert max(Counter((row.system_id, row.duty) for row in rows).values(), default=0) <= 1

    @invariant()
    def cards_account_for_owners_offers_and_disputes(self) -> None:
        api = self.workers[0]
        if not api.register.is_current(api.register.edition()):
            return
        offers, disputes, formal = self.open_offers(), self.open_disputes(), self.formal()
        with api.register.database.reading() as session:
            cards = [orjson.loads(body) for body in session.exec(select(Card.body))]
        assert {card["id"] for card in cards} == set(self.systems)
        for card in cards:
            owner = formal[card["id"], "owner"][0]
            assert card["owner"]["positionId"] == owner.position_id
            flagged = {finding["rule"] for finding in card["findings"]}
            assert ("OWN002" in flagged) == (card["owner"]["personId"] is None)
            assert "OWN001" not in flagged
            offered = {row.id for row in offers if row.system_id == card["id"]}
            assert {offer["id"] for offer in card["openHandovers"]} == offered
            overdue = {row.id: row.deadline < self.today for row in disputes if row.system_id == card["id"]}
            assert {dispute["id"]: dispute["overdue"] for dispute in card["disputes"]} == overdue
            assert ("DUT004" in flagged) == any(overdue.values())

    @invariant()
    def evaluating_everything_anew_finds_nothing_to_change(self) -> None:
        api = self.api
        if api.register.is_current(api.register.edition()):
            outcome = api.register.evaluate()
            assert outcome == Evaluated(evaluated=outcome.evaluated)


QUICK = settings(
    max_examples=3, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def run(databases: Databases, how: settings) -> Counter[str]:
    """How often each deed was done."""
    done: Counter[str] = Counter()
    machine = type("Machine", (DutyMachine,), {"databases": databases, "done": done})
    run_state_machine_as_test(machine, settings=how)
    return done


@pytest.mark.one_database("how duties pass is decided above the database; the long run is on both")
def test_no_duty_is_lost_or_doubled(databases: Databases) -> None:
    done = run(databases, QUICK)
    assert done.keys() >= MOST, done


@pytest.mark.soak
def test_no_duty_is_lost_or_doubled_for_long(databases: Databases) -> None:
    done = run(databases, LONG)
    assert done.keys() >= ALL, done
