"""What people in the demonstration have said and done in the last month: attested, offered, disputed, gone away."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

from sqlmodel import Session

from app.core.clock import Clock
from app.demonstration.queries import resources_written
from app.journal.append import Author
from app.models import Person, Position, System
from app.organisation.absences.schemas import AbsenceWrite
from app.organisation.absences.service import create_absence
from app.register.actors import DEMONSTRATION
from app.register.organisation import Organisation
from app.register.register import Register
from app.register.rows import by_key
from app.responsibility.attestations.schemas import AttestationWrite, CampaignWrite
from app.responsibility.attestations.service import attest, start_campaign
from app.responsibility.disputes.schemas import DisputeWrite
from app.responsibility.disputes.service import open_a_dispute
from app.responsibility.handovers.schemas import HandoverWrite
from app.responsibility.handovers.service import decline_handover, offer_handover
from app.security.identity import Identity
from app.security.reader import Reader
from app.vocabulary import Answer, Criticality, Duty, Role

T = TypeVar("T")
StoryAction = Callable[[Session, Organisation], T]

#: Whoever keeps the register writes down what the others have said.
_KEEPER = Identity(DEMONSTRATION, DEMONSTRATION, frozenset({Role.ADMIN}))
_REASON = "Det skete i demonstrationskommunen den seneste måned"
#: What demonstrations say that an earlier release has loaded.
_EARLIER = "What the demonstration municipality did in the last month"
_AUTHOR = Author(DEMONSTRATION, _REASON)
#: What the last action writes.
_LAST = "absence"
_ATTESTATIONS = "08_bekraeftelser.csv"


@dataclass(frozen=True, slots=True)
class Story:
    """`source` is that of the keys in the files."""

    register: Register
    folder: Path
    source: str

    def tell(self) -> None:
        """Four weeks. What the days between would have changed follows with the next evaluation."""
        self.on_day(27, self._campaign)
        self.on_day(27, self._attestations)
        self.on_day(27, self._dispute)
        declined = self.on_day(9, lambda session, today: self._offer(session, today, "YDE-01", "S-YDE"))
        self.on_day(9, lambda session, today: self._decline(session, today, declined))
        self.on_day(2, lambda session, today: self._offer(session, today, "YDE-01", "S-YDE"))
        self.on_day(2, self._absences)

    def is_begun(self) -> bool:
        return bool(self._written())

    def is_told(self) -> bool:
        """Whether it was told to its end; what has been deleted since was told all the same."""
        return _LAST in self._written()

    def _written(self) -> set[str]:
        with self.register.database.reading() as session:
            return resources_written(session, (_REASON, _EARLIER))

    def on_day(self, days_ago: int, action: StoryAction[T]) -> T:
        """The action's result, done as so many days before today."""
        register = days_before(self.register, days_ago)
        result: T = register.write(
            _AUTHOR,
            lambda session: action(session, Reader(register, session).organisation),
            lambda _session, result, _settled: result,
        )
        return result

    def _campaign(self, session: Session, today: Organisation) -> str:
        due = today.today + timedelta(days=42)
        return start_campaign(session, today, CampaignWrite(criticality=Criticality.SOCIETY_CRITICAL, due=due))

    def _attestations(self, session: Session, today: Organisation) -> None:
        answers = {answer.label: answer for answer in Answer}
        for row in self._rows(_ATTESTATIONS):
            body = AttestationWrite(
                confirms_ownership=row["Ejerskab"] == Answer.YES.label,
                insight=answers[row["Indsigt"]],
                time=answers[row["Tid"]],
                money=answers[row["Penge"]],
                note=row["Bemærkning"] or None,
            )
            attest(session, today, _KEEPER, self._id(session, System, row["System"]), body)

    def _dispute(self, session: Session, today: Organisation) -> None:
        """Two weeks have been enough, and nobody has decided."""
        body = DisputeWrite(
            duty=Duty.FIX,
            names_position_id=self._id(session, Position, "S-ITD"),
            reason="Fejlene ligger i integrationerne, og dem kender kun IT.",
        )
        open_a_dispute(session, today, _KEEPER, self._id(session, System, "YDE-01"), body)

    def _offer(self, session: Session, today: Organisation, system: str, to: str) -> str:
        body = HandoverWrite(
            duty=Duty.OWNER,
            to_position_id=self._id(session, Position, to),
            note="Ejerskabet ligger for lavt til at skaffe penge.",
        )
        return offer_handover(session, today, _KEEPER, self._id(session, System, system), body)

    def _decline(self, session: Session, today: Organisation, handover_id: str) -> None:
        decline_handover(session, today, _KEEPER, handover_id, "Der følger ingen penge med.")

    def _absences(self, session: Session, today: Organisation) -> None:
        """One has gone for two weeks, another for two months, and nobody deputises."""
        for key, days in (("P079", 14), ("P049", 60)):
            body = AbsenceWrite(valid_from=today.today, valid_until=today.today + timedelta(days=days))
            create_absence(session, self._id(session, Person, key), body, today.today)

    def _rows(self, name: str) -> Iterator[dict[str, str]]:
        text = (self.folder / name).read_text(encoding="utf-8-sig")
        yield from csv.DictReader(StringIO(text, newline=""), delimiter=";", strict=True)

    def _id(self, session: Session, table: Any, key: str) -> str:  # noqa: ANN401 - a keyed table
        row = by_key(session, table, self.source, key)
        if row is None:
            message = f"The demonstration has no {table.resource} {key}."
            raise ValueError(message)
        return str(row.id)


def days_before(register: Register, days: int) -> Register:
    """The same register as it would be used so many days ago."""
    now = register.clock.now
    return Register(
        register.database, Clock(register.clock.zone, lambda: now() - timedelta(days=days)), register.erasures
    )
