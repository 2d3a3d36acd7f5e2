"""A whole register as an upload: moved in, with a report like that of any other import."""

from collections.abc import Collection

from sqlmodel import Session

from app.core.identifiers import new_id
from app.core.progress import Progress, unheard
from app.imports.choices import UploadKind
from app.imports.quoting import without_cpr
from app.imports.reports import store_report
from app.imports.request import Sender
from app.imports.schemas import ImportForm, ImportReport
from app.journal.recorder import Change
from app.moving.arriving import MoveReport, move_in
from app.register.organisation import Organisation
from app.register.register import Register


def import_register(
    register: Register,
    sender: Sender,
    form: ImportForm,
    content: bytes,
    *,
    progress: Progress = unheard,
    report_id: str | None = None,
) -> ImportReport:
    """Move the register in and store the report. Raises as `move_in`; then nothing is written, the report neither."""

    def guard(session: Session, changes: Collection[Change], before: Organisation, after: Organisation) -> None:
        sender.guard(session, changes, before, after)
        # What is left is to run the rules: the register is in with this write, and the report follows.
        sender.before_commit(session, last=True)

    moved = move_in(
        register,
        sender.author,
        content,
        keep_ids=form.keep_ids,
        dry_run=form.dry_run,
        progress=progress,
        guard=guard,
    )
    report = _report(register, form, moved, report_id or new_id())

    def store(session: Session) -> ImportReport:
        return store_report(session, sender, report)

    return register.write(sender.author, store, sender.conclude, guard=sender.guard)


def _report(register: Register, form: ImportForm, moved: MoveReport, report_id: str) -> ImportReport:
    rows = sum(moved.rows.values())
    name = form.file.filename
    return ImportReport(
        id=report_id,
        kind=UploadKind.REGISTER,
        dry_run=form.dry_run,
        partial=False,
        applied=not form.dry_run,
        source=form.source,
        file_name=name and without_cpr(name),
        sheet=None,
        header_row=1,
        form=None,
        rows=rows,
        created=rows,
        updated=0,
        unchanged=0,
        rejected=0,
        warnings=0,
        problems=[],
        problems_total=0,
        created_at=register.clock.now(),
    )
