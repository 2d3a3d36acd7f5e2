"""Following KITOS: read it, then bring everything that it says into the register in one transaction, or nothing."""

from dataclasses import dataclass, field

from sqlmodel import Session

from app.core.errors import NotFound
from app.core.kitos_roles import DutyByRole, RoleMap
from app.core.languages import Text
from app.core.schema import Schema
from app.imports.choices import ImportKind
from app.imports.schemas import ImportReport
from app.journal.append import Author
from app.kitos import queries
from app.kitos.client import Kitos
from app.kitos.contents import Contents
from app.kitos.duties import DutyMerging
from app.kitos.fetching import fetch, find_organisation
from app.kitos.fields import FOLLOWED
from app.kitos.ledger import Ledger, body_of
from app.kitos.mapping import Mapped, mapped
from app.kitos.merging import Merging
from app.kitos.notices import KitosNames
from app.kitos.seats import take_seats
from app.kitos.writing import Writer
from app.register.policy import current_policy
from app.register.register import Register

#: An organisation without units is one that the user may not read: nothing of it can be told from "all was deleted".
_LEAST_UNITS = 1


class KitosReport(Schema):
    """What a run did, or would do. `warnings` are Danish: they are for whoever keeps KITOS."""

    organisation: str
    whole: bool
    """Whether everything was read, and not what has changed alone."""
    dry_run: bool
    reports: list[ImportReport]
    warnings: list[str]
    left_out: list[str]
    """What KITOS has and the register has not got for it, and why. Danish too."""
    rejected: int
    """Rows that were refused, and what was left out."""
    new_differences: int
    open_differences: int


@dataclass(frozen=True, slots=True)
class KitosRun:
    """`changes_only`: read what has changed since the last time, where there was one. `partial`: keep the good rows.

    `roles`: for this run they come before the policy's.
    """

    organisation: str | None = None
    roles: DutyByRole = field(default_factory=dict)
    changes_only: bool = False
    partial: bool = False
    dry_run: bool = False


def follow(register: Register, author: Author, kitos: Kitos, wanted: KitosRun) -> KitosReport:
    """Raises KitosFault where KITOS cannot be read, and Refused where rows are and only all of them are wanted."""
    organisation = find_organisation(kitos, wanted.organisation)
    since = None
    if wanted.changes_only:
        with register.database.reading() as session:
            since = queries.read_to(session, organisation)
    contents = fetch(kitos, organisation, since)
    if contents.whole and len(contents.units) < _LEAST_UNITS:
        raise NotFound(
            Text(
                f"KITOS shows no unit of the organisation {organisation}. Check the uuid and what the user may see.",
                da=f"KITOS viser ingen enheder i organisationen {organisation}. Kontrollér uuid og adgang.",
            )
        )

    def act(session: Session) -> KitosReport:
        return _take_in(register, session, author, contents, wanted)

    return register.write(author, act, lambda _session, made, _settled: made, dry_run=wanted.dry_run)


def _take_in(register: Register, session: Session, author: Author, contents: Contents, wanted: KitosRun) -> KitosReport:
    today = register.clock.today()
    ledger = Ledger(session, register.clock.now())
    followed = [uuid for kind, uuid in ledger.records if kind == ImportKind.PEOPLE]
    _, policy = current_policy(session)
    found = mapped(contents, RoleMap(policy.kitos_roles, wanted.roles), followed)
    notices, names = found.notices, KitosNames(contents)
    writer = Writer(register, session, author, wanted.partial)
    merging = Merging(ledger, writer, notices)
    merging.merge(ImportKind.UNITS, found.things[ImportKind.UNITS])
    merging.merge(ImportKind.PEOPLE, found.things[ImportKind.PEOPLE])
    seats = take_seats(ledger, writer, contents, found, today, names)
    merging.merge(ImportKind.SYSTEMS, found.things[ImportKind.SYSTEMS])
    DutyMerging(ledger, writer, seats, today, notices, names).merge(found.held)
    merging.merge(ImportKind.CONTRACTS, found.things[ImportKind.CONTRACTS])
    _note_what_is_gone(ledger, contents, found)
    if contents.read_to is not None:
        ledger.read_to(contents.organisation, contents.read_to)
    session.flush()
    return KitosReport(
        organisation=contents.organisation,
        whole=contents.whole,
        dry_run=wanted.dry_run,
        reports=writer.reports,
        warnings=notices.warnings,
        left_out=notices.left_out,
        rejected=sum(report.rejected for report in writer.reports) + len(notices.left_out),
        new_differences=len(ledger.fresh),
        open_differences=len(list(ledger.open)),
    )


def _note_what_is_gone(ledger: Ledger, contents: Contents, found: Mapped) -> None:
    """Of users KITOS gives the whole list each time; of everything else only when it is read whole."""
    for (kind, uuid), record in list(ledger.records.items()):
        if kind not in FOLLOWED:
            continue
        if kind == ImportKind.PEOPLE:
            is_gone = uuid not in contents.users
        elif contents.whole:
            is_gone = uuid not in {thing.uuid for thing in found.things[ImportKind(kind)]}
        else:
            is_gone = uuid in contents.deleted
        if is_gone:
            label = str(body_of(record).get("name") or uuid)
            ledger.gone(ImportKind(kind), uuid, label)
