"""Routes of imports."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from app.core.config import Settings
from app.core.identifiers import Identifier
from app.http.access import needs
from app.http.reading import Read
from app.http.writing import Conclude, Write
from app.imports import queries, service
from app.imports.reading import read_file
from app.imports.request import ImportRequest, Sender
from app.imports.schemas import ImportForm, ImportOptions, ImportReport
from app.journal.append import Author
from app.register.gate import Guard
from app.tabular.limits import Limits
from app.vocabulary import Permission

router = APIRouter(prefix="/imports", tags=["imports"], dependencies=[needs(Permission.IMPORT)])


@router.post("", response_model=ImportReport, status_code=201)
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
    options = ImportOptions(**{name: getattr(form, name) for name in ImportOptions.model_fields})
    request = ImportRequest(content, options, form.file.filename)
    settings: Settings = http.app.state.settings
    limits = Limits(
        max_bytes=settings.max_upload_bytes,
        memory_bytes=settings.import_memory_bytes,
        cpu_seconds=settings.import_cpu_seconds,
    )
    file = await to_thread.run_sync(lambda: read_file(content, options, limits))

    def work(author: Author, guard: Guard, conclude: Conclude) -> Response:
        sender = Sender(author, guard, write.identity)
        return service.import_file(
            write.register, sender, request, file, lambda action: conclude(lambda session: action(session).id)
        )

    return await write.record(work, queries.report, "/v1/imports")


@router.get("/{id}", response_model=ImportReport)
async def get_import(read: Read, id: Identifier) -> Response:
    """The report of an import or of a dry run."""
    return await read.one(lambda reader: queries.report(reader, id))
