"""Keeping the stretches of holders up to date with every change of the organisation, version by version."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session, col

from app.core.bulk import run_for_each
from app.core.chunks import chunks
from app.core.folding import sort_key
from app.journal.recorder import Change
from app.models import HolderStretch, Person, Position, Tenure
from app.register.derived import Derived
from app.register.stretches import Stretch, TimeHeld, last_day, stretches
from app.register.versions import supersede
from app.vocabulary import TenureRole

_TABLE: Any = HolderStretch.__table__  # type: ignore[attr-defined]
_ADD = insert(_TABLE)
#: Positions in one query: well below SQLite's limit on bound values.
_CHUNK = 1000
_Row = dict[str, Any]


def follow_changes(
    session: Session, changes: Iterable[Change], written: Derived, *, revision: int, at: datetime
) -> None:
    """Bring the stretches of the positions that the changes are about up to date; what is new is `written`."""
    positions: set[str] = set()
    people: set[str] = set()
    for change in changes:
        match change.resource:
            case Position.resource:
                positions.add(change.resource_id)
            case Tenure.resource:
                positions |= change.values("positionId")
            case Person.resource:
                people.add(change.resource_id)
            case _:
                pass
    for chunk in chunks(sorted(people), _CHUNK):
        positions.update(session.scalars(select(col(Tenure.position_id)).where(col(Tenure.person_id).in_(chunk))))
    follow(session, positions, written, revision=revision, at=at)


def out_of_date(session: Session) -> Iterator[str]:
    """The positions whose stretches are not what follows from the tables."""
    for chunk in chunks(sorted(_all_positions(session)), _CHUNK):
        wanted = {_key(row): row for row in _derived(session, chunk)}
        existing = {_key(row): row for row in _existing(session, chunk)}
        yield from sorted({key[0] for key in wanted.keys() | existing.keys() if wanted.get(key) != existing.get(key)})


def _all_positions(session: Session) -> set[str]:
    """Those that are there, and those that were and have stretches still."""
    known = session.scalars(select(_TABLE.c.position_id).where(_TABLE.c.known_until.is_(None)).distinct())
    return {*session.scalars(select(col(Position.id))), *known}


def follow_all(session: Session, written: Derived, *, revision: int, at: datetime) -> None:
    """The same for every position; a rebuild finds nothing to change where all is well."""
    follow(session, _all_positions(session), written, revision=revision, at=at)


def follow(session: Session, position_ids: Iterable[str], written: Derived, *, revision: int, at: datetime) -> None:
    """Write what is new and close what no longer holds; what comes out the same is not written."""
    for chunk in chunks(sorted(position_ids), _CHUNK):
        wanted = {_key(row): row for row in _derived(session, chunk)}
        existing = {_key(row): row for row in _existing(session, chunk)}
        over = [key for key, row in existing.items() if wanted.get(key) != row]
        new = [row for key, row in wanted.items() if existing.get(key) != row]
        supersede(session.connection(), [_TABLE.c.position_id, _TABLE.c.valid_from], over, at)
        rows = [{**row, "revision": revision, "known_from": at, "known_until": None} for row in new]
        run_for_each(session.connection(), _ADD, rows)
        for row in rows:
            written.add(HolderStretch, row)


def _derived(session: Session, position_ids: Sequence[str]) -> Iterator[_Row]:
    """The stretches as the tables have it."""
    names: dict[str, str] = {}
    terms: dict[str, list[TimeHeld]] = defaultdict(list)
    tenures = session.execute(
        select(
            col(Tenure.position_id),
            col(Tenure.valid_from),
            col(Tenure.valid_until),
            col(Person.id),
            col(Person.name),
            col(Person.leaves_on),
        )
        .join(Person, col(Person.id) == col(Tenure.person_id))
        .where(col(Tenure.position_id).in_(position_ids), col(Tenure.role) == TenureRole.HOLDER.value)
    )
    for position_id, first, until, person_id, name, leaves_on in tenures:
        names[person_id] = name
        terms[position_id].append(TimeHeld(person_id, first, last_day(until, leaves_on)))
    positions = session.execute(
        select(col(Position.id), col(Position.title), col(Position.management_level), col(Position.unit_id)).where(
            col(Position.id).in_(position_ids)
        )
    )
    for position in positions:
        for stretch in stretches(terms[position.id]):
            yield _row(position, stretch, names.get(stretch.person_id or ""))


def _row(position: Any, stretch: Stretch, name: str | None) -> _Row:  # noqa: ANN401 - a row of positions
    return {
        "position_id": position.id,
        "valid_from": stretch.first,
        "valid_until": stretch.last,
        "title": position.title,
        "title_sort": sort_key(position.title),
        "management_level": position.management_level,
        "unit_id": position.unit_id,
        "person_id": stretch.person_id,
        "person_name": name,
        "person_name_sort": sort_key(name or ""),
    }


def _existing(session: Session, position_ids: Sequence[str]) -> Iterator[_Row]:
    """The stretches as they were written down last."""
    columns = [column for column in _TABLE.c if column.name not in {"revision", "known_from", "known_until"}]
    statement = select(*columns).where(_TABLE.c.position_id.in_(position_ids), _TABLE.c.known_until.is_(None))
    return (dict(row) for row in session.execute(statement).mappings())


def _key(row: _Row) -> tuple[Any, Any]:
    return row["position_id"], row["valid_from"]
