"""The register as it is known: now, or as it was at an earlier instant. Lists, exports and chains read both alike."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import FromClause, Select, or_, select
from sqlmodel import Session, SQLModel

from app.core.canonical import instant
from app.core.clock import Clock
from app.core.errors import InvalidInput, NotFound
from app.core.languages import Text, long_danish_date
from app.core.lazy import lazy
from app.core.prepared import read, read_each
from app.journal.past import as_known, first_instant, newest_at
from app.models import Card, CardVersion, Finding, FindingVersion, HolderStretch, Journaled
from app.register.edition import Edition, read_edition
from app.register.organisation import Organisation
from app.register.register import Register

#: Clocks of clients may be this much ahead.
_SKEW = timedelta(minutes=5)
#: Clauses and statements of the moments that were asked about last.
_KEPT = 256
#: What is derived has a table of its versions; everything else is in the journal.
_VERSIONS: Mapping[type[SQLModel], type[SQLModel]] = {
    Card: CardVersion,
    Finding: FindingVersion,
    HolderStretch: HolderStretch,
}


#: A revision, and when it was written: until the next one was, the same was known.
Past = tuple[int, datetime]
#: Gives a FROM clause with the columns of the table and their types.
TableOf = Callable[[type[SQLModel]], Any]


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, the newest revision that was written by then, and when it was."""

    at: datetime
    revision: int
    written_at: datetime
    written_on: date

    @property
    def past(self) -> Past:
        return self.revision, self.written_at


def find_moment(session: Session, known_at: date, clock: Clock) -> Moment:
    """A day means its end, as far as it has come.

    Raises InvalidInput for an instant before the journal begins, and for one that is still to come.
    """
    now = clock.now()
    at = clock.end_of(known_at)
    if not isinstance(known_at, datetime) and known_at == clock.today():
        at = now
    if at > now + _SKEW:
        raise InvalidInput.at(
            "?knownAt",
            "in-the-future",
            Text(
                "What the register will know then is not known yet.",
                da="Tidspunktet er ikke kommet endnu. Vælg et tidligere.",
            ),
        )
    newest = newest_at(session, at)
    if newest is None:
        began = first_instant(session)
        detail = (
            Text(
                f"The register begins at {instant(began)}; it knew nothing before.",
                da=f"Registret begyndte den {long_danish_date(clock.day_of(began))} og ved intet om tiden før. "
                "Vælg et senere tidspunkt.",
            )
            if began
            else Text(
                "The register is empty; it knew nothing before.", da="Registret er tomt, så der er intet at vise."
            )
        )
        raise InvalidInput.at("?knownAt", "before-the-register", detail)
    revision, written_at = newest
    return Moment(at, revision, written_at, clock.day_of(written_at))


@lru_cache(_KEPT)
def _table(table: type[SQLModel], past: Past | None) -> FromClause:
    """What the table holds, or held. Kept: to make the columns of a subquery costs more than to run many a query."""
    versions = _VERSIONS.get(table)
    own = (table if versions is None else versions).__table__  # type: ignore[attr-defined]
    if past is None:
        # Of a table of versions those that still hold.
        return select(own).where(own.c.known_until.is_(None)).subquery() if versions is table else _now(table)
    revision, written_at = past
    if versions is not None:
        until = own.c.known_until
        return select(own).where(own.c.known_from <= written_at, or_(until.is_(None), until > written_at)).subquery()
    if not issubclass(table, Journaled):
        message = f"What {table.__name__} held earlier is not written down."
        raise TypeError(message)
    return as_known(table, revision)


def _now(table: type[SQLModel]) -> FromClause:
    found: FromClause = table.__table__  # type: ignore[attr-defined]
    return found


class _Tables:
    """Gives the tables as they are known: the same clause each time, even where it is kept no longer."""

    def __init__(self, past: Past | None) -> None:
        self._past = past
        self._found: dict[type[SQLModel], FromClause] = {}

    def __call__(self, table: type[SQLModel]) -> FromClause:
        if table not in self._found:
            self._found[table] = _table(table, self._past)
        return self._found[table]


@lru_cache(_KEPT)
def _statement(make: Callable[[TableOf], Select[Any]], past: Past | None) -> Select[Any]:
    return make(_Tables(past))


@dataclass(frozen=True)
class Known:
    """`moment` is None for the present. `settled`: today's organisation inside a write, where it may have changed.

    `peeked`: the edition, where it was read just before and what is asked holds for a later one as well.
    """

    session: Session
    register: Register
    settled: Organisation | None = None
    moment: Moment | None = None
    peeked: Edition | None = None
    _organisations: dict[date, Organisation] = field(default_factory=dict)

    def table(self, table: type[SQLModel]) -> Any:  # noqa: ANN401 - a FROM clause; its columns have the table's names and types
        """What the table holds, or held then; the same one each time, so that it can be joined."""
        return self._tables(table)

    def rows(self, make: Callable[[TableOf], Select[Any]], values: Mapping[str, Any]) -> Sequence[Any]:
        """The rows of what `make` gives for the tables as they are known.

        The statement is kept, since to make it costs more than to run it: what differs between questions is one of the
        `values`. So is what the driver takes for that of the present.
        """
        connection, statement = self.session.connection(), _statement(make, self.past)
        if self.moment is None:
            return read(connection, statement, values)
        return connection.execute(statement, values).all()

    def rows_of_each(
        self, makes: Sequence[Callable[[TableOf], Select[Any]]], values: Mapping[str, Any]
    ) -> list[Sequence[Any]]:
        """The same for several at once, none of which waits for the answer of the one before."""
        if self.moment is None:
            return [*read_each(self.session.connection(), [_statement(make, None) for make in makes], values)]
        return [self.rows(make, values) for make in makes]

    @lazy
    def _tables(self) -> _Tables:
        return _Tables(self.past)

    @property
    def past(self) -> Past | None:
        """None for the present."""
        return None if self.moment is None else self.moment.past

    @lazy
    def edition(self) -> Edition:
        return self.peeked or read_edition(self.session)

    @lazy
    def present(self) -> Organisation:
        """Today's, as it is known now."""
        return self.settled or self.register.organisation(self.session, self.edition)

    @property
    def day(self) -> date:
        """The day that cards speak of: today, or that of the moment."""
        return self.present.today if self.moment is None else self.register.clock.day_of(self.moment.at)

    @property
    def written_on(self) -> date:
        """The day that the cards are of.

        In the past it may be earlier than the one that is known: cards follow the day when someone asks, or writes.
        """
        return self.day if self.moment is None else self.moment.written_on

    @property
    def follows_the_day(self) -> bool:
        """Whether the cards say who answers on that day."""
        return self.written_on == self.day

    @property
    def organisation(self) -> Organisation:
        """The organisation on that day."""
        return self.organisation_on(self.day)

    def organisation_on(self, day: date) -> Organisation:
        """The organisation on any day, as it is, or was, known."""
        if day not in self._organisations:
            self._organisations[day] = self._organisation_on(day)
        return self._organisations[day]

    def _organisation_on(self, day: date) -> Organisation:
        if self.moment is not None:
            return self.register.organisations.then(self.session, self.moment.revision, self.edition.erasures, day)
        if day == self.present.today:
            return self.present
        return self.register.organisations.on(self.session, self.edition.organisation_revision, day)

    def number(self, question: Hashable, count: Callable[[], int]) -> int:
        """How many rows there are, counted once for as long as the same is known: the past stays as it is."""
        if self.settled is not None:
            # Inside a write, which may yet be taken back.
            return count()
        known = self.edition if self.moment is None else (self.moment.revision, self.edition.erasures)
        return self.register.totals.of((known, self.day, question), count)

    def absent(self, said: Text) -> NotFound:
        """The refusal for what is not there, or was not then; `said` lacks that, and the full stop."""
        if self.moment is None:
            return NotFound(Text(f"{said.en}.", da=f"{said.da}."))
        return NotFound(Text(f"{said.en} at that instant.", da=f"{said.da} på det tidspunkt."))
