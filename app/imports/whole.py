"""A whole register as an upload: moved in, with a report like that of any other import."""

from sqlmodel import Session

from app.core.identifiers import new_id
from app.core.progress import Progress, unheard
from app.imports.choices import UploadKind
from app.imports.quoting import without_cpr
from app.imports.reports import store_report
from app.imports.request import Sender
from app.imports.schemas import ImportForm, ImportReport
from app.moving.arriving import MoveReport, move_in
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
    moved = move_in(
        register,
        sender.author,
        content,
        keep_ids=form.keep_ids,
        dry_run=form.dry_run,
        progress=progress,
        guard=sender.guard,
    )
    report = _report(register, form, moved, report_id or new_id())

    def store(session: Session) -> ImportReport:
        return store_report(session, sender, report)

    return register.write(sender.author, store, lambda _session, made, _settled: made, guard=sender.guard)


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
