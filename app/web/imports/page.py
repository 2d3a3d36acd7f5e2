"""The three steps: the file, its columns, and what would happen."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson
from anyio import to_thread
from starlette.datastructures import UploadFile

from app.core.config import Settings
from app.imports.choices import DEFAULT_SOURCE, AmountUnit, ImportKind
from app.imports.kinds import KINDS
from app.tabular.cells import shown
from app.tabular.columns import Column
from app.tabular.headers import folded_header
from app.tabular.limits import Limits, UnreadableFile
from app.tabular.reading import read_table
from app.tabular.table import Table, is_empty
from app.vocabulary import Permission
from app.web.asking import PageRequest, Shown
from app.web.imports.files import KeptFile, KeptFiles
from app.web.imports.problems import grouped
from app.web.interior import Refused, status_of

_SAMPLES = 3
_LONGEST_SAMPLE = 40
_SHOWN_GROUPS = 100

files = KeptFiles()
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the file. `field`: what it is taken for, by its header; None: it is not read."""

    index: int
    text: str
    samples: list[str]
    field: str | None


async def show(page: PageRequest) -> Shown:
    page.require(Permission.IMPORT)
    return _first(page)


async def look(page: PageRequest) -> Shown:
    """The file arrives: its columns are shown with what is in them."""
    page.require(Permission.IMPORT)
    file = page.form.get("fil")
    if not isinstance(file, UploadFile) or not file.filename:
        return _first(page, page.words.say("Vælg en fil."))
    content = await file.read()
    try:
        table = await to_thread.run_sync(lambda: read_table(content, _limits(page)))
    except UnreadableFile as fault:
        return _first(page, fault.detail.in_(page.words.language))
    name = " ".join(file.filename.split())
    try:
        kept = await to_thread.run_sync(lambda: files.keep(page.csrf, name, content, page.now))
    except OSError:
        log.exception("a file to be imported could not be kept")
        return _first(page, page.words.say("Filen kan ikke gemmes lige nu. Sig det til dem, der driver registret."))
    return _columns(page, kept, table, _kind(page))


async def attempt(page: PageRequest) -> Shown:
    """A dry run, or, with the button that says so, the import itself."""
    key = page.text("noegle") or ""
    kept = await to_thread.run_sync(lambda: files.find(page.csrf, key, page.now))
    if kept is None:
        return _first(page, page.words.say("Filen er her ikke mere. Vælg den igen."))
    kind, apply = _kind(page), page.text("gem") is not None
    table = await to_thread.run_sync(lambda: read_table(kept.content, _limits(page)))
    if page.text("tilbage") is not None:
        return _columns(page, kept, table, kind)
    mapping = {
        heading.text: heading.field for heading in _headings(page, table, kind, sent=True) if heading.field is not None
    }
    fields = {
        "kind": kind.value,
        "dryRun": "false" if apply else "true",
        "partial": "true" if page.text("delvis") == "ja" else "false",
        "mapping": orjson.dumps(mapping).decode(),
        "source": page.text("kilde") or DEFAULT_SOURCE,
        "amountUnit": page.text("beloeb") or AmountUnit.DKK.value,
    }
    try:
        answer = await page.interior.upload(
            "/v1/imports", fields, kept.name, kept.content, reason=page.text("begrundelse")
        )
    except Refused as refused:
        return _columns(page, kept, table, kind, refused)
    report: dict[str, Any] = answer.body
    if report["applied"]:
        await to_thread.run_sync(lambda: files.drop(page.csrf, key))
    return Shown(
        "imports/report.html",
        {
            "report": report,
            "groups": grouped(report["problems"])[:_SHOWN_GROUPS],
            "rows": _rows_of(table, report["problems"]),
            "headers": table.headers,
            "kept": kept,
            "sent": [(name, value) for name, value in page.form.multi_items() if isinstance(value, str)],
        },
        kept=False,
    )


def _first(page: PageRequest, fault: str | None = None) -> Shown:
    return Shown(
        "imports/page.html",
        {"kinds": _kinds(page), "kind": page.text("slags") or page.query.get("slags"), "fault": fault},
        status_of(None, wrong=fault is not None),
        kept=False,
    )


def _columns(
    page: PageRequest, kept: KeptFile, table: Table, kind: ImportKind, refused: Refused | None = None
) -> Shown:
    columns = KINDS[kind].columns
    return Shown(
        "imports/columns.html",
        {
            "kept": kept,
            "kind": kind.value,
            "kind_name": dict(_kinds(page))[kind.value],
            "number": len(table.rows),
            "headings": _headings(page, table, kind, sent=refused is not None or page.text("tilbage") is not None),
            "fields": [(column.name, column.header) for column in columns],
            "required": [column.header for column in columns if column.name in KINDS[kind].required],
            "has_amounts": any(column.is_amount for column in columns),
            "refused": refused,
            "source": page.text("kilde") or DEFAULT_SOURCE,
        },
        status_of(refused),
        kept=False,
    )


def _headings(page: PageRequest, table: Table, kind: ImportKind, *, sent: bool) -> list[Heading]:
    """`sent`: as the form has them; else by their names."""
    known = _by_name(KINDS[kind].columns)
    found = []
    for index, text in enumerate(table.headers):
        field = page.text(f"kolonne-{index}") if sent else known.get(folded_header(text))
        found.append(Heading(index, text, _samples(table, index), field))
    return found


def _by_name(columns: Sequence[Column]) -> Mapping[str, str]:
    """Folded header, or name of a field → the field."""
    names = {folded_header(column.name): column.name for column in columns}
    return names | {folded_header(column.header): column.name for column in columns}


def _samples(table: Table, index: int) -> list[str]:
    """The first different values of a column."""
    values = (shown(row.cells[index]) for row in table.rows if not is_empty(row.cells[index]))
    different = dict.fromkeys(value[:_LONGEST_SAMPLE] for value in islice(values, 200))
    return list(islice(different, _SAMPLES))


def _rows_of(table: Table, problems: Sequence[Mapping[str, Any]]) -> dict[int, list[str]]:
    """The rows that something is wrong with, as they stand in the file."""
    wanted = {problem["row"] for problem in problems[:_SHOWN_GROUPS]}
    return {
        row.number: [shown(cell)[:_LONGEST_SAMPLE] if not is_empty(cell) else "" for cell in row.cells]
        for row in table.rows
        if row.number in wanted
    }


def _kind(page: PageRequest) -> ImportKind:
    sent = page.text("slags") or ""
    return ImportKind(sent) if sent in list(ImportKind) else ImportKind.SYSTEMS


def _kinds(page: PageRequest) -> list[tuple[str, str]]:
    say = page.words.say
    names = {
        ImportKind.SYSTEMS: say("Systemer"),
        ImportKind.RESPONSIBILITIES: say("Ansvar"),
        ImportKind.BUDGETS: say("Budgetter"),
        ImportKind.CONTRACTS: say("Kontrakter"),
        ImportKind.UNITS: say("Enheder"),
        ImportKind.POSITIONS: say("Stillinger"),
        ImportKind.PEOPLE: say("Personer"),
    }
    return [(kind.value, name) for kind, name in names.items()]


def _limits(page: PageRequest) -> Limits:
    settings: Settings = page.request.app.state.settings
    return Limits(
        max_bytes=settings.max_upload_bytes,
        memory_bytes=settings.import_memory_bytes,
        cpu_seconds=settings.import_cpu_seconds,
    )
