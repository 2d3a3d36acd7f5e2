"""Routes of imports."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from app.core.config import Settings
from app.core.identifiers import Identifier
from app.core.progress import Progress
from app.http.access import needs, require
from app.http.reading import Read
from app.http.writing import Conclude, Write
from app.imports import report_queries, service
from app.imports.annotating import annotated
from app.imports.choices import ImportKind, UploadKind
from app.imports.jobs.accepting import accept
from app.imports.jobs.schemas import JobView
from app.imports.proposals.schemas import Proposal, ProposalForm
from app.imports.proposals.service import propose
from app.imports.request import ImportRequest, Sender
from app.imports.schemas import (
    ImportForm,
    ImportOptions,
    ImportProblem,
    ImportReport,
    ProblemGroup,
    ProblemList,
    ProblemPage,
)
from app.imports.whole import import_register
from app.journal.append import Author
from app.register.gate import Guard
from app.tabular.limits import Limits
from app.vocabulary import Permission

router = APIRouter(prefix="/imports", tags=["imports"], dependencies=[needs(Permission.IMPORT)])
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.post(
    "",
    response_model=ImportReport,
    status_code=201,
    responses={
        200: {"model": ImportReport, "description": "Nothing was written: a dry run, or rows that cannot be used."},
        202: {"model": JobView, "description": "Accepted: `Location` is a job to be asked about."},
    },
)
async def import_file(
    http: Request, write: Write, form: Annotated[ImportForm, Form(media_type="multipart/form-data")]
) -> Response:
    """Bring a spreadsheet in. All rows or none, unless `partial`; the answer is the report, which is kept.

    Rows that cannot be used are no error of the request: the report names them. Units, positions and people need
    the permission to write the organisation.
    """
    content = await form.file.read()
    # An Idempotency-Key covers the content as well, which is read from the start for it.
    await form.file.seek(0)
    if form.kind is UploadKind.REGISTER:
        require(write.identity, Permission.MOVE_REGISTER)
        return await _move(http, write, form, content)
    said = {name: getattr(form, name) for name in ImportOptions.model_fields}
    options = ImportOptions(**{**said, "kind": ImportKind(form.kind)})
    request = ImportRequest(content, options, form.file.filename)
    register, limits = write.register, _limits(http.app.state.settings)
    if form.in_background:

        def later(sender: Sender, progress: Progress, report_id: str) -> None:
            service.run_import(register, sender, request, progress=progress, limits=limits, report_id=report_id)

        return await accept(http.app.state.jobs, write, form.kind, later)
    file = await to_thread.run_sync(lambda: service.read(register, request, limits))

    def work(author: Author, guard: Guard, conclude: Conclude[ImportReport]) -> Response:
        return service.import_file(register, Sender(author, guard, write.identity), request, file, conclude)

    return await write.record(work, lambda reader, made: report_queries.report(reader, made.id), _place)


async def _move(http: Request, write: Write, form: ImportForm, content: bytes) -> Response:
    """A whole register, now or as a job."""
    if form.in_background:

        def later(sender: Sender, progress: Progress, report_id: str) -> None:
            import_register(write.register, sender, form, content, progress=progress, report_id=report_id)

        return await accept(http.app.state.jobs, write, form.kind, later)

    def work(author: Author, guard: Guard, conclude: Conclude[ImportReport]) -> Response:
        made = import_register(write.register, Sender(author, guard, write.identity), form, content)
        return conclude(lambda _session: made, None)

    return await write.record(work, lambda reader, made: report_queries.report(reader, made.id), _place)


def _place(report: ImportReport) -> tuple[int, str]:
    """201 only where something was written."""
    return (201 if report.applied else 200, f"/v1/imports/{report.id}")


@router.post("/proposals", response_model=Proposal)
async def propose_mapping(
    http: Request, write: Write, form: Annotated[ProposalForm, Form(media_type="multipart/form-data")]
) -> Response:
    """Look at a file, and propose which field each column is and what its words mean.

    Nothing is stored. Send `mapping`, corrected where that is needed, with the import.
    """
    content = await form.file.read()
    limits = _limits(http.app.state.settings)
    return await write.ask(lambda: propose(write.register, form, content, limits))


@router.get("/{id}", response_model=ImportReport)
async def get_import(read: Read, id: Identifier) -> Response:
    """The report of an import or of a dry run."""
    return await read.one(lambda reader: report_queries.report(reader, id))


@router.get("/{id}/problems", response_model=ProblemPage)
async def list_import_problems(read: Read, id: Identifier, query: Annotated[ProblemList, Query()]) -> Response:
    """All that is wrong with the rows, one by one or put together where it is the same."""
    item = ImportProblem if query.group_by is None else ProblemGroup
    return await read.page(query, item, lambda reader: report_queries.problems(reader, id, query))


@router.get(
    "/{id}/annotated.xlsx",
    response_class=Response,
    responses={
        200: {
            "description": "The file",
            "headers": {
                "Content-Disposition": {
                    "description": "The name of the file.",
                    "schema": {"type": "string", "examples": ['attachment; filename="import-fejl.xlsx"']},
                }
            },
            "content": {_XLSX: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def get_annotated_import(http: Request, read: Read, id: Identifier) -> Response:
    """The file as it was sent, with a column `Fejl` and colours, to go back to whoever keeps it; kept for 7 days."""
    name, content = await read.aside(lambda reader: annotated(reader, id, _limits(http.app.state.settings)))
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=_XLSX, headers=headers)


def _limits(settings: Settings) -> Limits:
    return Limits(
        max_bytes=settings.max_upload_bytes,
        memory_bytes=settings.import_memory_bytes,
        cpu_seconds=settings.import_cpu_seconds,
    )
