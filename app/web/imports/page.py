"""The three steps: the file, its columns, and what would happen."""

import logging
from typing import Any

import orjson
from anyio import to_thread
from starlette.datastructures import UploadFile

from app.imports.choices import DEFAULT_SOURCE, ImportKind, UploadKind
from app.vocabulary import Permission
from app.web.asking import PageRequest, SentOn, Shown
from app.web.fields import said_of
from app.web.imports.columns import sent_mapping, show_columns
from app.web.imports.differences import number_open
from app.web.imports.files import KeptFile, KeptFiles
from app.web.imports.kinds import kinds, sent_kind
from app.web.imports.report import show_report
from app.web.interior import Refused, status_of

#: From so many bytes on, a file is stored beside the request, and the page says how far it has come.
_LONG = 200_000

files = KeptFiles()
log = logging.getLogger(__name__)


async def show(page: PageRequest) -> Shown:
    page.require(Permission.IMPORT)
    return _first(page, differences=await number_open(page))


async def look(page: PageRequest) -> Shown | SentOn:
    """The file arrives: its columns are shown with what is in them, and what they seem to be."""
    page.require(Permission.IMPORT)
    file = page.form.get("fil")
    if not isinstance(file, UploadFile) or not file.filename:
        return _first(page, page.words.say("Vælg en fil."))
    content, name = await file.read(), " ".join(file.filename.split())
    if page.text("slags") == UploadKind.REGISTER:
        return await _move(page, name, content)
    try:
        kept = await to_thread.run_sync(lambda: files.keep(page.csrf, name, content, page.now))
    except OSError:
        log.exception("a file to be imported could not be kept")
        return _first(page, page.words.say("Filen kan ikke gemmes lige nu. Sig det til dem, der driver registret."))
    try:
        return await show_columns(page, kept, sent_kind(page))
    except Refused as refused:
        await to_thread.run_sync(lambda: files.drop(page.csrf, kept.key))
        return _first(page, said_of(page.words, refused))


async def attempt(page: PageRequest) -> Shown | SentOn:
    """A dry run, or, with the button that says so, the import itself."""
    key = page.text("noegle") or ""
    kept = await to_thread.run_sync(lambda: files.find(page.csrf, key, page.now))
    if kept is None:
        return _first(page, page.words.say("Filen er her ikke mere. Vælg den igen."))
    kind, apply = sent_kind(page), page.text("gem") is not None
    try:
        if page.text("tilbage") is not None or page.text("andet-ark") is not None:
            return await show_columns(page, kept, kind, sent=page.text("tilbage") is not None)
        return await _attempt(page, kept, kind, apply=apply)
    except Refused as refused:
        try:
            return await show_columns(page, kept, kind, refused, sent=True)
        except Refused as unreadable:
            return _first(page, said_of(page.words, unreadable))


async def _attempt(page: PageRequest, kept: KeptFile, kind: ImportKind, *, apply: bool) -> Shown | SentOn:
    later = apply and len(kept.content) >= _LONG
    optional = {"amountUnit": page.text("beloeb"), "sheet": page.text("ark"), "async": "true" if later else None}
    optional["conflicts"] = page.text("uenighed")
    fields = {
        "kind": kind.value,
        "dryRun": "false" if apply else "true",
        "partial": "true" if page.text("delvis") == "ja" else "false",
        "mapping": orjson.dumps(sent_mapping(page)).decode(),
        "source": page.text("kilde") or DEFAULT_SOURCE,
        **{name: value for name, value in optional.items() if value is not None},
    }
    answer = await page.interior.upload("/v1/imports", fields, kept.name, kept.content, reason=page.text("begrundelse"))
    if later:
        await to_thread.run_sync(lambda: files.drop(page.csrf, kept.key))
        return SentOn(f"/import/opgave/{answer.body['id']}")
    report: dict[str, Any] = answer.body
    if report["applied"]:
        await to_thread.run_sync(lambda: files.drop(page.csrf, kept.key))
    return await show_report(page, report, None if report["applied"] else kept)


async def _move(page: PageRequest, name: str, content: bytes) -> Shown | SentOn:
    """A whole register goes into an empty one: there are no columns to choose."""
    fields = {"kind": UploadKind.REGISTER.value, "async": "true"}
    try:
        answer = await page.interior.upload("/v1/imports", fields, name, content)
    except Refused as refused:
        return _first(page, said_of(page.words, refused))
    return SentOn(f"/import/opgave/{answer.body['id']}")


def _first(page: PageRequest, fault: str | None = None, differences: int = 0) -> Shown:
    """`differences`: how many from KITOS wait for the reader."""
    return Shown(
        "imports/page.html",
        {
            "kinds": kinds(page),
            "kind": page.text("slags") or page.query.get("slags"),
            "fault": fault,
            "differences": differences,
        },
        status_of(None, wrong=fault is not None),
        kept=False,
    )
