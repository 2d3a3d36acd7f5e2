"""Undoing one entry of the journal, as a new entry; or saying which later change stands in the way."""

from collections.abc import Iterable
from typing import Any, NoReturn

import orjson
from sqlmodel import Session

from app.changes.queries import missing_reference
from app.core.canonical import canonical
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.languages import Text
from app.journal import snapshots
from app.journal.queries import entry_with_values, later_entries, newest_about, newest_entry
from app.journal.restoring import restore
from app.models import (
    RESOURCES,
    Contract,
    Journaled,
    JournalEntry,
    JournalPersonalValue,
    Responsibility,
    System,
    Tenure,
)
from app.models.resource import Noun
from app.organisation.tenures.service import refuse_overlapping_holder
from app.responsibility.responsibilities.service import refuse_overlap
from app.security.identity import Identity
from app.systems.decisions import refuse_vanishing
from app.systems.queries import contracts_of
from app.systems.service import refuse_successor_loop
from app.vocabulary import Permission

#: Of an entry that no table has.
_EVALUATION = Text(
    "An evaluation follows from what is registered; change that.",
    da="En vurdering følger af det, der er registreret. Ret det i stedet.",
)


def revert(session: Session, revision: int, identity: Identity) -> tuple[str, str]:
    """The resource and id of what was brought back; raises NotFound for a revision that is no entry's.

    Raises Forbidden for another's change, unless the caller keeps the whole register.

    An entry can be undone as long as what it wrote still stands. Raises Conflict where it does not (naming the later
    revision), for what is no record but an action, where the personal values were erased, where something that is
    referred to is gone, and where the register's own rules refuse what stood before.
    """
    found = entry_with_values(session, revision)
    if found is None:
        raise NotFound(Text(f"There is no revision {revision}.", da=f"Der er ingen ændring med nummer {revision}."))
    entry, personal = found
    _refuse_anothers(entry, identity)
    table = RESOURCES.get(entry.resource)
    instead = table.declared.instead if table else _EVALUATION
    if table is None or instead is not None:
        raise Conflict(instead or _EVALUATION, code="not-revertible")
    if entry.personal_digest is not None and personal is None:
        raise Conflict(
            Text(
                "The personal values of the entry were erased, so they cannot come back.",
                da="Personoplysningerne i ændringen er slettet og kan ikke hentes tilbage.",
            ),
            code="erased",
        )
    row = session.get(table, entry.resource_id)
    if (row is None) != (entry.after is None):
        _stands_in_the_way(session, entry)
    if row is None:
        row = table(id=entry.resource_id)
        _bring_back(session, row, _side(entry, personal, "before"), None)
        session.add(row)
    else:
        _refuse_changed(session, entry, row, _side(entry, personal, "after"))
        if entry.before is None:
            _refuse_to_take_away(session, row)
            session.delete(row)
        else:
            _bring_back(session, row, _side(entry, personal, "before"), entry.changed)
    session.flush()
    return entry.resource, entry.resource_id


def _refuse_anothers(entry: JournalEntry, identity: Identity) -> None:
    if identity.may_everywhere(Permission.REVERT):
        return
    if entry.actor != identity.actor:
        raise Forbidden(
            Text(
                "Someone else made the change: you may undo your own.",
                da="En anden har lavet ændringen. Du kan kun fortryde dine egne.",
            )
        )
    if identity.own_actor is None:
        raise Forbidden(
            Text(
                f"Others may have an access called {identity.name!r}, so the change may be theirs.",
                da=f"Andre kan have adgang under navnet »{identity.name}«, så ændringen kan være deres.",
            )
        )


def _bring_back(session: Session, row: Journaled, before: dict[str, Any], keys: Iterable[str] | None) -> None:
    """Set what the entry says stood before; the services' own checks say in words what the database would refuse."""

    def linked(table: type[Journaled], ids: Iterable[str]) -> list[Journaled]:
        return [_existing(session, table, row_id) for row_id in ids]

    with session.no_autoflush:
        restore(row, before, before if keys is None else keys, linked)
        gone = missing_reference(session, row)
        if gone is not None:
            _refuse_gone(*gone)
        if isinstance(row, Responsibility):
            refuse_overlap(session, row)
        if isinstance(row, Tenure):
            refuse_overlapping_holder(session, row)
        if isinstance(row, System):
            refuse_successor_loop(session, row.id, row.successor_id)


def _existing(session: Session, table: type[Journaled], row_id: str) -> Journaled:
    row = session.get(table, row_id)
    if row is None:
        _refuse_gone(table.resource, row_id)
    return row


def _noun(resource: str) -> Noun:
    """What Danish calls the one that an entry is about; of an evaluation, which has no table, the whole."""
    table = RESOURCES.get(resource)
    return table.declared.noun if table else Noun("vurdering", "vurderinger", "vurderingen")


def _refuse_gone(resource: str, row_id: str) -> NoReturn:
    noun = _noun(resource)
    raise Conflict(
        Text(
            f"The {resource} {row_id} that it refers to has been deleted since. Bring that back first.",
            da=f"{noun.definite.capitalize()}, som ændringen henviser til, er siden blevet slettet. "
            f"Hent {noun.pronoun} tilbage først.",
        ),
        code="gone",
    )


def _refuse_changed(session: Session, entry: JournalEntry, row: Journaled, after: dict[str, Any]) -> None:
    """What the entry wrote must still stand; for a creation, all of it."""
    snapshots.load_links(row)
    plain, personal = snapshots.now(row)
    present: dict[str, Any] = {**orjson.loads(canonical(plain)), **personal}
    keys = entry.changed if entry.before is not None else after.keys() - {snapshots.MADE}
    differing = {key for key in keys if present.get(key) != after.get(key)}
    if differing:
        _stands_in_the_way(session, entry, differing)


def _refuse_to_take_away(session: Session, row: Journaled) -> None:
    """A system goes under the same condition as when it is deleted, and takes nothing along."""
    if not isinstance(row, System):
        return
    refuse_vanishing(ever_in_use=row.ever_in_use)
    later = newest_about(session, row.id)
    contracts = contracts_of(session, row.id)
    if later is None and contracts:
        later = newest_entry(session, Contract.resource, contracts[0].id)
    if later is not None:
        _refuse_later(later)


def _stands_in_the_way(session: Session, entry: JournalEntry, keys: set[str] | None = None) -> NoReturn:
    """Names the newest later entry, of the keys where any are given."""
    later = [other for other in later_entries(session, entry) if keys is None or keys & set(other.changed)]
    if not later:
        raise Conflict(
            Text("What the entry wrote does not stand any more.", da="Det, som ændringen skrev, gælder ikke længere."),
            code="changed-later",
        )
    _refuse_later(later[-1])


def _refuse_later(later: JournalEntry) -> NoReturn:
    what = ", ".join(later.changed)
    detail = Text(
        f"Revision {later.revision} came later ({later.action} of the {later.resource}: {what}). Revert that first.",
        da=f"Ændring nr. {later.revision} af {_noun(later.resource).definite} kom senere. Fortryd den først.",
    )
    raise Conflict.at("", "changed-later", detail)


def _side(entry: JournalEntry, personal: JournalPersonalValue | None, side: str) -> dict[str, Any]:
    """The entry's values before or after, the personal ones with them."""
    text: str | None = getattr(entry, side)
    plain: dict[str, Any] = {} if text is None else orjson.loads(text)
    return {**plain, **(personal.personal_values[side] if personal else {})}
