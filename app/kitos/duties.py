"""Who answers for a system: duty by duty, what KITOS said last, what it says now, and what stands here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.imports.choices import ImportKind
from app.kitos import queries
from app.kitos.duty_rows import rows_towards
from app.kitos.ledger import Ledger, body_of
from app.kitos.mapping import HeldDuties
from app.kitos.notices import KitosNames, Notices
from app.kitos.seats import Seats
from app.kitos.writing import Writer
from app.models import Responsibility
from app.vocabulary import Duty

KIND = ImportKind.RESPONSIBILITIES
#: User → the position that was given the duty for the user; None where there was none.
GivenTo = dict[str, str | None]


@dataclass(slots=True)
class _Wish:
    """What is to be written of one duty of one system."""

    usage: str
    duty: Duty
    given: GivenTo
    rows: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class DutyMerging:
    """Responsibilities of the systems that were read."""

    ledger: Ledger
    writer: Writer
    seats: Seats
    today: date
    notices: Notices
    names: KitosNames

    def merge(self, held: HeldDuties) -> None:
        """Write what KITOS has changed where nobody here has, note what differs, and keep what KITOS says."""
        systems = self.ledger.ids[ImportKind.SYSTEMS]
        standing: dict[tuple[str, str], list[Responsibility]] = defaultdict(list)
        ids = [systems[usage] for usage in held if usage in systems]
        for row in queries.responsibilities(self.ledger.session, ids, self.today):
            standing[row.system_id, row.duty].append(row)
        wishes: list[_Wish] = []
        for usage in held:
            if usage in systems:
                wishes += self._of_system(usage, systems[usage], held[usage], standing)
        self._write(wishes, standing)
        bodies: dict[str, dict[str, GivenTo]] = {usage: {} for usage in held if usage in systems}
        for wish in wishes:
            bodies[wish.usage][wish.duty.value] = wish.given
        for usage, body in bodies.items():
            self.ledger.keep(KIND, usage, body, None)

    def _write(self, wishes: list[_Wish], standing: dict[tuple[str, str], list[Responsibility]]) -> None:
        systems = self.ledger.ids[ImportKind.SYSTEMS]
        rows = [(wish, row) for wish in wishes for row in wish.rows]
        refused: dict[int, str] = {}
        for (wish, _), draft in zip(rows, self.writer.write(KIND, [row for _, row in rows]), strict=True):
            if draft.rejected:
                refused[id(wish)] = self.writer.refusal(draft)
        for wish in wishes:
            if id(wish) in refused:
                self._differ(wish, "refused", standing[systems[wish.usage], wish.duty], refused[id(wish)])
            elif wish.rows:
                self.ledger.agree(KIND, wish.usage, wish.duty)

    def _of_system(
        self,
        usage: str,
        system_id: str,
        said: dict[Duty, list[str]],
        standing: dict[tuple[str, str], list[Responsibility]],
    ) -> Iterable[_Wish]:
        record = self.ledger.record(KIND, usage)
        before: dict[str, GivenTo] = body_of(record) if record else {}
        for duty in Duty:
            earlier = before.get(duty, {})
            users = self._one_owner(usage, said.get(duty, []), earlier) if duty is Duty.OWNER else said.get(duty, [])
            if not users and not earlier:
                continue
            given = {user: earlier.get(user) or self.seats.for_system(user, usage) for user in users}
            wish = _Wish(usage, duty, given)
            self._tell_of_those_without_a_seat(wish)
            if given == earlier:
                yield wish
                continue
            self._settle(wish, system_id, earlier, standing[system_id, duty])
            yield wish

    def _settle(self, wish: _Wish, system_id: str, earlier: GivenTo, rows: list[Responsibility]) -> None:
        """The rows that bring the register to what KITOS says; a difference where somebody here has said otherwise."""
        here = {row.position_id for row in rows}
        wanted = {position for position in wish.given.values() if position}
        if here == wanted:
            self.ledger.agree(KIND, wish.usage, wish.duty)
            return
        nobody_sits = bool(wish.given) and not wanted
        unmoved = here == {position for position in earlier.values() if position}
        towards = rows_towards(system_id, wish.duty, wanted, rows, self.today) if unmoved and not nobody_sits else None
        if towards is None:
            self._differ(wish, "changed", rows, None)
        else:
            wish.rows = towards

    def _tell_of_those_without_a_seat(self, wish: _Wish) -> None:
        for user, position in wish.given.items():
            if position is None:
                why = (
                    "har ingen stilling i registret"
                    if user in self.seats.contents.users
                    else "er ikke længere bruger i KITOS"
                )
                self.notices.left_out.append(
                    f"{self.names.system(wish.usage)}: Ansvaret »{wish.duty.label}« er udeladt, for "
                    f"{self.names.person(user)} {why}."
                )

    def _one_owner(self, usage: str, users: list[str], earlier: GivenTo) -> list[str]:
        """A system has one owner here: whoever was it, else whom KITOS names first."""
        if len(users) > 1:
            users = [next((user for user in users if user in earlier), users[0])]
            self.notices.warnings.append(
                f"KITOS har flere systemejere til {self.names.system(usage)}. Registret tager én: "
                f"{self.names.person(users[0])}."
            )
        return users

    def _differ(self, wish: _Wish, reason: str, rows: list[Responsibility], why: str | None) -> None:
        unseated = [self.names.person(user) for user, position in wish.given.items() if position is None]
        detail = why or (f"{', '.join(unseated)} har ingen stilling i registret." if unseated else None)
        record = self.ledger.record(KIND, wish.usage)
        before = sorted(body_of(record).get(wish.duty, {})) if record else []
        here = sorted({row.position_id for row in rows})
        self.ledger.differ(KIND, wish.usage, wish.duty, reason, detail, (before, sorted(wish.given), here))
