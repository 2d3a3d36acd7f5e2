"""Spreadsheets of responsibilities: which position answers for which duty of a system, and when."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from datetime import date
from typing import Any

from app.core.identifiers import new_id
from app.core.languages import danish_date, danish_period
from app.core.periods import covers, share_a_day
from app.imports import queries
from app.imports.choices import ImportKind
from app.imports.draft import Draft, Offer
from app.imports.holders import position_named
from app.imports.index import Entry
from app.imports.kind import Kind
from app.imports.limit import HELD, Limit, refuse_outside
from app.imports.periods import END_OF_TIME, HeldPeriod, overlaps
from app.models import Position, Responsibility, System
from app.responsibility.responsibilities.columns import ADDED, COLUMNS, ID
from app.responsibility.responsibilities.exclusive import exclusive
from app.responsibility.responsibilities.schemas import ResponsibilityWrite
from app.tabular.columns import Column
from app.vocabulary import Basis, Duty

#: Ends before beginnings: the database lets no two formal owners share a day.
_SHORTER, _LONGER, _NEW = range(3)
_BEGINS = ("validFrom", "responsibilityFrom")
_ENDS = ("validUntil", "responsibilityUntil")
_OF_ITSELF = (_BEGINS[1], _ENDS[1])
_ATTRIBUTES = {column.name: column.attribute for column in COLUMNS}
Likeness = tuple[str, str, str, str]
_OUTSIDE = (
    "Stillingen ligger uden for den enhed, adgangen gælder for. Den kan kun få tilbudt et formelt ansvar uden slutdato."
)


class Responsibilities(Kind):
    """A row changes the responsibility of the same system, duty, position and basis in the same period.

    An exported file names the responsibility itself, and says its own period beside that of the person who held the
    position then; that one is passed over, except in new rows that say no other.
    """

    name = ImportKind.RESPONSIBILITIES
    table = Responsibility
    schema = ResponsibilityWrite
    columns = COLUMNS
    shown_only = ADDED
    written_in = {
        "systemName": "system",
        "systemId": "system",
        "positionTitle": "position",
        "positionId": "position",
        "personName": "position",
        "personId": "position",
    }
    required = frozenset({"system", "duty", "position"})
    refers = {"system": System, "position": Position}
    key = ID
    _existing: dict[Likeness, list[Responsibility]]
    #: Id → the first row of the file about the responsibility.
    _first: dict[str, Draft]

    def refer(self, column: Column, text: str) -> Entry:
        return position_named(self.work, text) if column.name == "position" else super().refer(column, text)

    def match(self, drafts: Sequence[Draft]) -> None:
        """Reads as well, since the match is among the rows of the systems that the file names."""
        self._existing = defaultdict(list)
        self._first = {}
        named = {draft.references["system"] for draft in drafts if "system" in draft.references}
        for row in queries.responsibilities(self.work.session, named):
            self._existing[row.system_id, row.duty, row.position_id, row.basis].append(row)
        for draft in drafts:
            self._pass_over_the_stretch(draft)
        by_id = {row.id: row for rows in self._existing.values() for row in rows}
        whole = [draft for draft in drafts if self.is_whole(draft)]
        for draft in whole:
            known = by_id.get(draft.values.get(ID, ""))
            if known is not None and not draft.found:
                draft.bind(known)
        claimed = {draft.id for draft in whole if draft.id}
        # Whoever names a period exactly goes first: a row that fits several takes what is left.
        for precise in (True, False):
            for draft in whole:
                if not draft.id and not draft.rejected:
                    self._match(draft, claimed, precise=precise)
        for draft in whole:
            draft.id = draft.id or new_id()

    def _pass_over_the_stretch(self, draft: Draft) -> None:
        """The person's own period, in a file that says the responsibility's beside it."""
        if not any(name in draft.places for name in (ID, *_OF_ITSELF)):
            return
        is_new = ID not in draft.values and not any(name in draft.values for name in _OF_ITSELF)
        for of_the_stretch, of_itself in (_BEGINS, _ENDS):
            said = draft.values.pop(of_the_stretch, None)
            if said is None:
                continue
            if is_new:
                draft.values[_field(draft, of_the_stretch, of_itself)] = said
            elif self._is_known(draft, of_the_stretch) and said != getattr(draft.existing, _ATTRIBUTES[of_itself]):
                # What was not edited says by now what the responsibility does.
                detail = (
                    "Perioden er den, hvor personen havde stillingen, og ændres ikke her. Skriv i »Ansvar fra« og "
                    "»Ansvar til«, hvornår ansvaret selv begynder og slutter."
                )
                draft.warn(of_the_stretch, "stretch-kept", detail)

    def _is_known(self, draft: Draft, name: str) -> bool:
        """Whether a workbook tells what the cell said before: not where the responsibility has several rows."""
        basis = self.work.basis
        return basis is not None and name in (draft.basis or ()) and basis.times_of(draft.key) == 1

    def _match(self, draft: Draft, claimed: set[str], *, precise: bool) -> None:
        rows = [row for row in self._existing[_likeness(draft)] if row.id not in claimed]
        exact = [row for row in rows if row.valid_from == _said(draft, *_BEGINS)]
        candidates = exact if precise else self._sharing_a_day(draft, rows)
        if len(candidates) > 1:
            periods = "; ".join(danish_period(row.valid_from, row.valid_until) for row in candidates)
            detail = f"Flere perioder passer: {periods}. Oplys startdatoen på den, du mener."
            draft.reject(_field(draft, *_BEGINS), "ambiguous-match", detail)
        elif candidates:
            draft.bind(candidates[0])
            claimed.add(draft.id)

    def _sharing_a_day(self, draft: Draft, rows: Sequence[Responsibility]) -> list[Responsibility]:
        """The rows that share a day with the period; without dates the one in force, else the ones to come."""
        begins, ends, today = _said(draft, *_BEGINS), _said(draft, *_ENDS), self.work.today
        if begins is None and ends is None:
            in_force = [row for row in rows if covers(row.valid_from, row.valid_until, today)]
            return in_force or [row for row in rows if row.valid_from > today]
        begun = begins or min(today, ends or today)
        return [row for row in rows if share_a_day(row.valid_from, row.valid_until, begun, ends)]

    def read(self, drafts: Sequence[Draft]) -> None:
        """Everything was read for the match."""

    def compose(self, draft: Draft) -> None:
        row: Any = draft.existing
        begun = {} if row else {"valid_from": self.work.today}
        existing = {name: getattr(row, name) for name in ResponsibilityWrite.model_fields} if row else begun
        body = self.validated(draft, ResponsibilityWrite, {**existing, **self.sent(draft, ResponsibilityWrite)})
        if body is None:
            return
        columns = {"system_id": draft.references["system"], **body.model_dump()}
        draft.columns = {name: value for name, value in columns.items() if not row or getattr(row, name) != value}
        draft.phase = _NEW
        if row is None and self.work.needs_consent(body.position_id):
            self._offer(draft, body)
            return
        if row is not None:
            begins, ends = _period(draft)
            shorter = row.valid_from <= begins and ends <= (row.valid_until or END_OF_TIME)
            draft.phase = _SHORTER if shorter else _LONGER
            if "position_id" in draft.columns and row.valid_from < self.work.today:
                detail = (
                    f"Rækken ændrer også, hvem der har haft ansvaret siden {danish_date(row.valid_from)}. Skal det kun "
                    "gælde fremover, så skriv en slutdato i rækken, og tilføj en ny række til den næste."
                )
                draft.warn("position", "past-changed", detail)
        first = self._first.setdefault(draft.id, draft)
        if first is not draft:
            self._repeat(first, draft)

    def refuse_outside(self, draft: Draft, limit: Limit) -> None:
        row: Any = draft.existing
        limit.check_systems(draft, "system", {draft.references["system"], *([row.system_id] if row else ())})
        if not draft.is_offer_alone and not limit.has_position(draft.columns.get("position_id")):
            refuse_outside(draft, "position", _OUTSIDE)
        if row and draft.columns and not limit.has_position(row.position_id):
            refuse_outside(draft, "position", HELD)

    def _offer(self, draft: Draft, body: ResponsibilityWrite) -> None:
        """The position lies outside what the caller keeps: it has to agree, and can be asked for a formal duty only."""
        if body.basis is not Basis.FORMAL or body.valid_until is not None:
            refuse_outside(draft, "position", _OUTSIDE)
            return
        begins = max(body.valid_from or self.work.today, self.work.today)
        draft.offer = Offer("position", draft.references["system"], body.duty, body.position_id, begins)
        draft.is_offer_alone = True

    @staticmethod
    def _repeat(first: Draft, draft: Draft) -> None:
        """Several rows may be stretches of one responsibility; they have to say the same of it. The first writes it."""
        if first.columns != draft.columns:
            detail = f"Rækken siger noget andet om ansvaret end række {first.number}. Ret den ene."
            draft.reject(ID, "contradiction", detail)
        draft.columns = {}

    def cross_check(self, drafts: Sequence[Draft]) -> bool:
        """Nobody holds the same twice at a time, and a system has one formal owner at a time."""
        drafts = list({draft.id: draft for draft in reversed(drafts) if not draft.is_offer_alone}.values())
        changed = {draft.id for draft in drafts}
        held: dict[Hashable, list[HeldPeriod]] = defaultdict(list)
        for likeness, rows in self._existing.items():
            for row in rows:
                if row.id not in changed:
                    held[_exclusive(likeness)].append(
                        HeldPeriod(row.position_id, row.valid_from, row.valid_until or END_OF_TIME)
                    )
        for draft in drafts:
            held[_exclusive(_likeness(draft))].append(HeldPeriod(draft.references["position"], *_period(draft), draft))
        found = False
        for periods in held.values():
            for first, second in overlaps(periods):
                found = self._refuse(first, second) or found
        return found

    def _refuse(self, first: HeldPeriod, second: HeldPeriod) -> bool:
        """Rejects the row of the file; of two, the later one. Gives whether there is one."""
        refused, other = sorted((first, second), key=lambda one: one.draft.number if one.draft else 0, reverse=True)
        if refused.draft is None:
            return False
        if other.position_id == refused.position_id and other.draft is not None:
            detail = f"Det samme ansvar står allerede i række {other.draft.number}. Slet den ene, eller ret datoerne."
            refused.draft.reject("system", "repeated-key", detail)
            return True
        position = self.work.index(Position)[other.position_id].label
        period = danish_period(other.begins, None if other.ends == END_OF_TIME else other.ends)
        where = f" (række {other.draft.number})" if other.draft else ""
        detail = f"Ansvaret ligger i perioden hos {position} {period}{where}. Ret datoerne."
        owned = _value(refused.draft, "duty") == Duty.OWNER
        refused.draft.reject("position", "owner-overlap" if owned else "responsibility-overlap", detail)
        return True


def _field(draft: Draft, of_the_stretch: str, of_itself: str) -> str:
    """The column of the file that says when the responsibility itself begins, or ends."""
    return of_itself if of_itself in draft.places else of_the_stretch


def _said(draft: Draft, of_the_stretch: str, of_itself: str) -> Any:  # noqa: ANN401 - a day, or None
    return draft.values.get(_field(draft, of_the_stretch, of_itself))


def _likeness(draft: Draft) -> Likeness:
    said = {**draft.values, **draft.references}
    return said["system"], said["duty"], said["position"], said.get("basis", Basis.FORMAL.value)


def _exclusive(likeness: Likeness) -> Hashable:
    system_id, duty, position_id, basis = likeness
    return exclusive(system_id, duty, basis, position_id)


def _value(draft: Draft, name: str) -> Any:  # noqa: ANN401 - a column's value
    """The column as it will be."""
    return draft.columns.get(name, getattr(draft.existing, name, None))


def _period(draft: Draft) -> tuple[date, date]:
    return _value(draft, "valid_from"), _value(draft, "valid_until") or END_OF_TIME
