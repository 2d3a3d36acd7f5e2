"""Undoing one entry of the journal, as a new entry; or saying which later change stands in the way."""

from typing import Any, NoReturn

import orjson
from sqlmodel import Session

from app.core.errors import Conflict, NotFound
from app.journal.queries import entry_with_values, later_entries, newest_about
from app.journal.restoring import restore
from app.models import (
    Absence,
    BudgetLine,
    Contract,
    Journaled,
    JournalEntry,
    JournalPersonalValue,
    Person,
    Position,
    Responsibility,
    System,
    Tenure,
    Unit,
)
from app.organisation.tenures.service import refuse_overlapping_holder
from app.register.rows import find, require_all
from app.responsibility.responsibilities.service import refuse_overlap

_REVERTIBLE: dict[str, type[Journaled]] = {
    table.resource: table
    for table in (Unit, Position, Person, Tenure, Absence, System, Responsibility, BudgetLine, Contract)
}
#: Why an entry of another kind cannot be undone, and what to do instead.
_INSTEAD = {
    "policy": "Put the policy that should hold; every version is kept.",
    "token": "Revoke the token, or make a new one.",
    "register": "An evaluation follows from what is registered; change that.",
}
_ANSWERS = "What someone has offered, said or decided is not undone: make a new offer, answer or decision."


def revert(session: Session, revision: int) -> tuple[str, str]:
    """The resource and id of what was brought back; raises NotFound for a revision that is no entry's.

    Raises Conflict for what cannot be undone: where the resource, or what belongs to it, was changed later (naming the
    revision), where it is no record but a deed, where the personal values were erased, and where the database or the
    register's own rules refuse what stood before.
    """
    found = entry_with_values(session, revision)
    if found is None:
        raise NotFound(f"There is no revision {revision}.")
    entry, personal = found
    table = _REVERTIBLE.get(entry.resource)
    if table is None:
        raise Conflict(_INSTEAD.get(entry.resource, _ANSWERS), code="not-revertible")
    _refuse_later(session, entry)
    before = _before(entry, personal)
    match entry.action:
        case "create":
            session.delete(find(session, table, entry.resource_id))
        case "delete":
            row = table(id=entry.resource_id)
            _restore(session, row, before, list(before))
            _check(session, row)
            session.add(row)
        case _:
            row = find(session, table, entry.resource_id)
            with session.no_autoflush:
                _restore(session, row, before, entry.changed)
            _check(session, row)
    session.flush()
    return entry.resource, entry.resource_id


def _restore(session: Session, row: Journaled, before: dict[str, Any], keys: list[str]) -> None:
    restore(row, before, keys, lambda table, ids: require_all(session, table, ids, "/revision"))


def _check(session: Session, row: Journaled) -> None:
    """What the services refuse in words; the database refuses it as well."""
    if isinstance(row, Responsibility):
        refuse_overlap(session, row)
    if isinstance(row, Tenure):
        refuse_overlapping_holder(session, row)


def _refuse_later(session: Session, entry: JournalEntry) -> None:
    for later in later_entries(session, entry):
        if entry.action != "update" or later.action != "update" or set(later.changed) & set(entry.changed):
            _stands_in_the_way(later)
    if entry.resource == System.resource and entry.action == "create":
        about = newest_about(session, entry.resource_id)
        if about is not None:
            _stands_in_the_way(about)


def _stands_in_the_way(later: JournalEntry) -> NoReturn:
    what = ", ".join(later.changed)
    detail = (
        f"Revision {later.revision} came later ({later.action} of the {later.resource}: {what}). Revert that first."
    )
    raise Conflict(detail, code="changed-later")


def _before(entry: JournalEntry, personal: JournalPersonalValue | None) -> dict[str, Any]:
    if entry.personal_digest is not None and personal is None:
        raise Conflict("The personal values of the entry were erased, so they cannot come back.", code="erased")
    plain: dict[str, Any] = {} if entry.before is None else orjson.loads(entry.before)
    return {**plain, **(personal.personal_values["before"] if personal else {})}
