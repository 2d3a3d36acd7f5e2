"""Importing a file: read it, plan every row outside the lock, then write all of them, or the good ones, or none."""

from collections.abc import Callable
from typing import TypeVar

from sqlmodel import Session

from app.core.identifiers import new_id
from app.core.progress import Progress
from app.imports.accounts import spread
from app.imports.applying import Advance, make_rows
from app.imports.mapping import NOTHING
from app.imports.plan import Plan, carry_out, in_silence, make_plan
from app.imports.reading import DELIVERED_ROLES, ReadFile, read_file
from app.imports.remembering import remembered, roles_of
from app.imports.reports import Reporting
from app.imports.request import ImportRequest, Sender
from app.imports.schemas import ImportReport
from app.imports.steps import write_in_steps
from app.models.resource import Touches
from app.register.pace import Pace
from app.register.preparing import Overtaken, Prepared
from app.register.register import Register
from app.tabular.limits import Limits

R = TypeVar("R")
#: Runs the last action of an import through the commit gate, and gives what the caller is answered.
Store = Callable[[Callable[[Session], ImportReport], Prepared | None], R]
#: How often a plan that was overtaken is made anew outside the lock; after that it is made inside.
_ATTEMPTS = 2
#: Rows that are planned so quickly that nobody minds it inside the lock.
_FEW = 500


def run_import(
    register: Register,
    sender: Sender,
    request: ImportRequest,
    *,
    progress: Progress | None = None,
    limits: Limits | None = None,
    report_id: str | None = None,
) -> ImportReport:
    """Import the file and store the report.

    Raises InvalidInput for a file or a mapping that cannot be used, TooLarge beyond the limits, and whatever the
    guard raises. Rows that cannot be used are no error: the report names them.
    """
    file = read(register, request, limits)

    def conclude(action: Callable[[Session], ImportReport], prepared: Prepared | None) -> ImportReport:
        return register.write_prepared(sender.author, prepared, action, sender.conclude, guard=sender.guard)

    return import_file(register, sender, request, file, conclude, progress, report_id)


def read(register: Register, request: ImportRequest, limits: Limits | None = None) -> ReadFile:
    """Read the file, as the source's last one was read where the request has no mapping. Raises as `read_file`."""
    options = request.options
    known, roles = NOTHING, DELIVERED_ROLES
    if options.mapping is None:
        with register.database.reading() as session:
            known = remembered(session, options.source, options.kind)
            roles = roles_of(session)
    file = read_file(request.content, options, limits, known, roles)
    with register.database.reading_at_need() as session:
        return spread(session, file, options)


def import_file(
    register: Register,
    sender: Sender,
    request: ImportRequest,
    file: ReadFile,
    conclude: Store[R],
    progress: Progress | None = None,
    report_id: str | None = None,
) -> R:
    """Import what was read. `conclude` stores the report, and the rows with it where they are written at once."""
    # A new day would overtake the plan.
    register.follow_the_day()
    rows = len(file.drafts)
    advance = _counting(progress, 2 * rows)
    reporting = Reporting(sender, request, file, register.clock.now(), report_id or new_id())
    with register.database.reading() as session:
        plan = make_plan(register, session, sender, request, file, advance=advance)
        plan.ask(sender.guard, session)
    if request.options.dry_run or not plan.is_applied:
        advance(rows)
        problems = plan.file.problems
        report = reporting.report(plan.file.drafts, problems, applied=False)
        return conclude(lambda session: reporting.conclude(session, report, problems), None)
    if request.options.partial and request.kind.in_steps:
        report, found = write_in_steps(register, file, plan, reporting, advance)
        return conclude(lambda session: reporting.conclude(session, report, found, plan.file.drafts), None)
    return _write_at_once(register, file, plan, reporting, conclude, advance)


def _write_at_once(
    register: Register, file: ReadFile, plan: Plan, reporting: Reporting, conclude: Store[R], advance: Advance
) -> R:
    """All rows in one transaction, by a plan that holds in it."""
    sender, request = reporting.sender, reporting.request
    organisation = request.kind.table.declared.touches is Touches.ORGANISATION
    for _ in range(0 if organisation or len(file.drafts) <= _FEW else _ATTEMPTS):
        try:
            return _write_prepared(register, plan, reporting, conclude, advance)
        except Overtaken:
            with register.database.reading() as session:
                plan = make_plan(register, session, sender, request, file)
    return conclude(_whole(register, file, plan, reporting, advance), None)


def _write_prepared(register: Register, plan: Plan, reporting: Reporting, conclude: Store[R], advance: Advance) -> R:
    """Everything is worked out outside the lock. Raises Overtaken where others have written what it has to do with."""
    sender = reporting.sender

    def write(session: Session, put_aside: Callable[[], None]) -> None:
        def written(rows: int) -> None:
            put_aside()
            advance(rows)

        carry_out(session, sender, plan, plan.kept, written)

    def store(session: Session) -> ImportReport:
        return _concluded(session, plan, reporting)

    with register.preparing(plan.edition, write, sender.guard, plan.work.concerned_by) as prepared:
        return conclude(store, prepared)


def _whole(
    register: Register, file: ReadFile, plan: Plan, reporting: Reporting, advance: Advance
) -> Callable[[Session], ImportReport]:
    """The action that writes the rows and the report, by another plan where the one that was made holds no more."""
    make_rows(reporting.request.kind, plan.kept)

    def act(session: Session) -> ImportReport:
        pace = Pace(len(file.drafts))
        register.announce(pace)

        def written(rows: int) -> None:
            pace.advance(rows)
            advance(rows)

        valid = plan
        if not plan.holds_in(session):
            valid = make_plan(register, session, reporting.sender, reporting.request, file)
        if valid.is_applied:
            carry_out(session, reporting.sender, valid, valid.kept, written)
        return _concluded(session, valid, reporting)

    return act


def _concluded(session: Session, plan: Plan, reporting: Reporting) -> ImportReport:
    report = reporting.report(plan.file.drafts, plan.file.problems, applied=plan.is_applied)
    return reporting.conclude(session, report, plan.file.problems, plan.file.drafts)


def _counting(progress: Progress | None, total: int) -> Advance:
    if progress is None:
        return in_silence
    done = 0

    def advance(steps: int) -> None:
        nonlocal done
        done += steps
        progress(done, total)

    return advance
