"""The feed, the newest first, and the undoing of an entry."""

from http import HTTPStatus
from typing import Any

from app.models import RESOURCES
from app.vocabulary import Permission
from app.web.addresses import address
from app.web.asking import PageRequest, SentOn, Shown
from app.web.changes.naming import Naming
from app.web.changes.values import changed_fields
from app.web.fields import named
from app.web.interior import Refused, status_of, step

_LIMIT = 50
#: With a filter the feed is looked through in larger strides, so many of them at most.
_STRIDE = 200
_STRIDES = 30
#: Where the things that entries are about have a page.
_PAGES = {
    "system": "/systemer/{}",
    "unit": "/organisation/enhed/{}",
    "position": "/organisation/stilling/{}",
    "person": "/organisation/person/{}",
    "handover": "/tilbud/{}",
    "dispute": "/tvister/{}",
}


async def show(page: PageRequest) -> Shown:
    """`?foer=` is the revision above the first entry; `resource` and `resourceId` narrow."""
    before = _number(page.query.get("foer")) or page.revision + 1
    resource, resource_id = page.query.get("resource") or "", page.query.get("resourceId") or ""
    items = await _newest(page, before, [("resource", resource), ("resourceId", resource_id)])
    may_undo = page.may(Permission.REVERT)
    own = await _own_name(page) if may_undo and not page.may_everywhere(Permission.REVERT) else None
    kept = [("resource", resource), ("resourceId", resource_id)]
    older = items[-1]["revision"] if items and items[-1]["revision"] > 1 else None
    return Shown(
        "changes/page.html",
        {
            "items": [
                {
                    **item,
                    "page": _page_of(item),
                    "can_undo": _can_undo(item) and own in {None, item["actor"]},
                    "subject": subject,
                    "fields": named(page.words, item["changed"]) if item["action"] == "update" else [],
                }
                for item, subject in zip(items, await Naming(page).of_all(items), strict=True)
            ],
            "resource": resource,
            "resources": sorted(
                ((name, _noun(page, name)) for name in RESOURCES),
                key=lambda pair: pair[1],
            ),
            "older": older and address("/aendringer", [*kept, ("foer", str(older))]),
            "newest": address("/aendringer", kept) if "foer" in page.query else None,
            "may_undo": may_undo,
        },
        kept=False,
    )


async def undo_form(page: PageRequest) -> Shown:
    """What undoing would do, tried and taken back."""
    return await _undo(page, await _try(page))


async def undo(page: PageRequest) -> Shown | SentOn:
    try:
        await page.write("POST", f"/v1/changes/{_revision(page)}/revert")
    except Refused as refused:
        return await _undo(page, refused)
    return SentOn("/aendringer", "fortrudt")


async def _try(page: PageRequest) -> Refused | None:
    try:
        await page.interior.call("POST", f"/v1/changes/{_revision(page)}/revert", query={"dryRun": "true"})
    except Refused as refused:
        return refused
    return None


async def _undo(page: PageRequest, refused: Refused | None) -> Shown:
    revision = _number(_revision(page)) or 0
    found = await page.interior.get("/v1/changes", {"after": str(max(revision - 1, 0)), "limit": "1"})
    entry: dict[str, Any] | None = next((item for item in found["items"] if item["revision"] == revision), None)
    if entry is None:
        raise Refused(HTTPStatus.NOT_FOUND, "not-found", page.words.say("Der er ingen ændring med det nummer."))
    return Shown(
        "changes/undo.html",
        {
            "entry": {**entry, "page": _page_of(entry)},
            "refused": refused,
            "noun": _noun(page, entry["resource"]),
            "subject": await Naming(page).of(entry["resource"], entry["resourceId"]),
            "fields": await changed_fields(page, entry) if entry["action"] == "update" else [],
        },
        status_of(refused),
        kept=False,
    )


async def _newest(page: PageRequest, before: int, filters: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """The feed is asked from below, in strides that become older."""
    found: list[dict[str, Any]] = []
    narrowed = any(value for _, value in filters)
    stride = _STRIDE if narrowed else _LIMIT
    for _ in range(_STRIDES if narrowed else 1):
        after = max(before - 1 - stride, 0)
        answer = await page.interior.get("/v1/changes", [*filters, ("after", str(after)), ("limit", str(stride))])
        found += [item for item in reversed(answer["items"]) if item["revision"] < before]
        before = after + 1
        if len(found) >= _LIMIT or before <= 1:
            break
    return found[:_LIMIT]


def _page_of(item: dict[str, Any]) -> str | None:
    pattern = _PAGES.get(item["resource"])
    return None if pattern is None or item["action"] == "delete" else pattern.format(item["resourceId"])


async def _own_name(page: PageRequest) -> str:
    """What the feed calls the reader."""
    person_id = page.identity.person_id
    person = None if person_id is None else await page.interior.find(f"/v1/people/{step(person_id)}")
    return page.identity.name if person is None else str(person["name"])


def _can_undo(item: dict[str, Any]) -> bool:
    """What somebody has said or decided is answered anew, not undone; and an evaluation is nobody's change."""
    declared = RESOURCES.get(item["resource"])
    return item["action"] != "evaluate" and declared is not None and declared.declared.instead is None


def _noun(page: PageRequest, resource: str) -> str:
    declared = RESOURCES.get(resource)
    return resource if declared is None else page.words.say(declared.declared.noun.singular)


def _revision(page: PageRequest) -> str:
    return step(page.step("revision"))


def _number(text: str | None) -> int | None:
    return (
        int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < len("99999999999") else None
    )
