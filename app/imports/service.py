"""Importing a file: read it, plan every row, then write all of them, or the good ones, or none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from app.core.canonical import dump
from app.core.identifiers import new_id
from app.core.progress import Progress
from app.imports.applying import apply
from app.imports.kinds import KINDS
from app.imports.offers import Offers
from app.imports.planning import plan
from app.imports.problems import without_cpr
from app.imports.reading import ReadFile, read_file
from app.imports.schemas import REPORT, ImportOptions, ImportReport
from app.imports.workspace import Workspace
from app.journal.append import Author
from app.models import StoredReport
from app.register.gate import Guard
from app.register.register import Register, allow_all
from app.tabular.limits import Limits


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """A file and how it is to be imported. `file_name` decides nothing: the content tells what it is."""

    content: bytes
    options: ImportOptions
    file_name: str | None = None


def run_import(
    register: Register,
    author: Author,
    request: ImportRequest,
    *,
    guard: Guard = allow_all,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> ImportReport:
    """Import the file and store the report.

    Raises InvalidInput for a file or a mapping that cannot be used, TooLarge beyond the limits, and whatever the
    guard raises. Rows that cannot be used are no error: the report names them.
    """
    file = read_file(request.content, request.options, limits)
    today, at = register.clock.today(), register.clock.now()

    def act(session: Session) -> ImportReport:
        return import_rows(session, file, request, today=today, at=at, progress=progress)

    if request.options.dry_run:
        report = register.write(author, act, lambda _session, made, _settled: made, guard=guard, dry_run=True)
        # Everything but the report is taken back; it is kept in a write of its own.
        return register.write(author, lambda session: keep(session, report, author.actor), lambda _s, made, _: made)
    return register.write(
        author, lambda session: keep(session, act(session), author.actor), lambda _s, made, _: made, guard=guard
    )


def import_rows(
    session: Session,
    file: ReadFile,
    request: ImportRequest,
    *,
    today: date,
    at: datetime,
    progress: Progress | None = None,
    offers: Offers | None = None,
) -> ImportReport:
    """Plan the rows and write those that are kept, in the session's transaction. `offers`: of a caller with limits."""
    options = request.options
    advance = _counting(progress, 2 * len(file.drafts))
    kind = KINDS[options.kind](Workspace(session, today, options, file.layout.fields, offers))
    # What is read while planning must not send half-planned rows to the database.
    with session.no_autoflush:
        plan(kind, file.drafts, advance)
        kept = [draft for draft in file.drafts if not draft.rejected]
        applied = options.partial or len(kept) == len(file.drafts)
        if applied:
            apply(session, kind.table, kept, advance)
    if applied and offers is not None:
        offers.make(kept)
    outcomes = [draft.outcome for draft in kept]
    return ImportReport(
        id=new_id(),
        kind=options.kind,
        dry_run=options.dry_run,
        partial=options.partial,
        applied=applied and not options.dry_run,
        source=options.source,
        file_name=request.file_name and without_cpr(request.file_name),
        rows=len(file.drafts),
        created=outcomes.count("created"),
        updated=outcomes.count("updated"),
        unchanged=outcomes.count("unchanged"),
        rejected=len(file.drafts) - len(kept),
        warnings=file.problems.warnings,
        problems=file.problems.reported(),
        problems_total=len(file.problems.found),
        created_at=at,
    )


def keep(session: Session, report: ImportReport, actor: str, token_id: str | None = None) -> ImportReport:
    """Store the report, to be fetched again later. `token_id`: of whom; None for the operator on the command line."""
    body = dump(report.model_dump(mode="json", by_alias=True)).decode()
    stored = StoredReport(
        id=report.id, created_at=report.created_at, actor=actor, token_id=token_id, shape=REPORT.newest, body=body
    )
    session.add(stored)
    session.flush()
    return report


def _counting(progress: Progress | None, total: int) -> Callable[[int], None]:
    done = 0

    def advance(steps: int) -> None:
        nonlocal done
        done += steps
        if progress is not None:
            progress(done, total)

    return advance
