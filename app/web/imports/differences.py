"""What KITOS and the register say differently, side by side, and whose word counts."""

from app.vocabulary import Permission
from app.web.addresses import address
from app.web.asking import PageRequest, SentOn, Shown
from app.web.fields import said_of
from app.web.interior import Refused, status_of, step

ADDRESS = "/import/kitos"
_DIFFERENCES = "/v1/kitos/differences"
_LIMIT = "25"


async def number_open(page: PageRequest) -> int:
    """How many wait for a decision that the reader may make."""
    if not page.may(Permission.WRITE_ORGANISATION):
        return 0
    total: int = (await page.interior.get(_DIFFERENCES, {"limit": "1"}))["total"]
    return total


async def show(page: PageRequest) -> Shown:
    page.require(Permission.WRITE_ORGANISATION)
    return await _show(page)


async def decide(page: PageRequest) -> Shown | SentOn:
    """Who comes second is told, beside what is left."""
    difference = page.step("difference_id")
    take = "outside" if page.text("kitos") else "register" if page.text("registret") else ""
    try:
        await page.write("POST", f"{_DIFFERENCES}/{step(difference)}/resolution", {"take": take})
    except Refused as refused:
        return await _show(page, refused, difference)
    return SentOn(ADDRESS, "forskel")


async def _show(page: PageRequest, refused: Refused | None = None, about: str = "") -> Shown:
    """`about`: the difference that could not be decided on."""
    cursor = page.query.get("cursor")
    asked = {"limit": _LIMIT, **({"cursor": cursor} if cursor else {})}
    found = await page.interior.get(_DIFFERENCES, asked)
    fault = None if refused is None else said_of(page.words, refused)
    is_listed = any(each["id"] == about for each in found["items"])
    return Shown(
        "imports/differences.html",
        {
            "differences": found["items"],
            "total": found["total"],
            "next": found["nextCursor"] and address(ADDRESS, [("cursor", found["nextCursor"])]),
            "first": ADDRESS if cursor else None,
            "about": about,
            "fault": fault,
            "fault_above": fault if not is_listed else None,
        },
        status_of(refused),
        kept=False,
    )
