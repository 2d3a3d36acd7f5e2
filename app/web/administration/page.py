"""The overview of administration, with access tokens and the journal."""

from typing import Any

from app.vocabulary import Permission
from app.web.asking import PageRequest, SentOn, Shown
from app.web.interior import Refused, status_of, step
from app.web.units import unit_choices, unit_names

#: Whoever may do one of these has something to do here.
ADMINISTRATION = (Permission.MANAGE_TOKENS, Permission.WRITE_POLICY, Permission.VERIFY_JOURNAL)


async def show(page: PageRequest) -> Shown:
    """What of it the reader may see."""
    page.require(*ADMINISTRATION)
    return await _overview(page)


async def issue(page: PageRequest) -> Shown | SentOn:
    """A new token; its secret is on the page that follows, and nowhere else."""
    body = {
        "name": page.text("navn"),
        "role": page.text("rolle"),
        "unitId": page.text("enhed"),
        "expiresOn": page.text("udloeb"),
    }
    try:
        made = await page.interior.call(
            "POST", "/v1/tokens", body={key: value for key, value in body.items() if value is not None}
        )
    except Refused as refused:
        return await _overview(page, refused)
    return Shown("administration/secret.html", {"token": made.body}, kept=False)


async def revoke(page: PageRequest) -> Shown | SentOn:
    path = f"/v1/tokens/{step(page.step('token_id'))}"
    standing = await page.interior.call("GET", path)
    try:
        await page.write("DELETE", path, match=standing.headers["etag"])
    except Refused as refused:
        return await _overview(page, refused)
    return SentOn("/administration", "noegle")


async def verify(page: PageRequest) -> Shown:
    """Walks the whole journal: it may take a while."""
    found = await page.interior.get("/v1/journal/verification")
    return await _overview(page, verification=found)


async def _overview(
    page: PageRequest, refused: Refused | None = None, verification: dict[str, Any] | None = None
) -> Shown:
    interior = page.interior
    tokens = None
    if page.may(Permission.MANAGE_TOKENS):
        tokens = (await interior.get("/v1/tokens", {"limit": "200"}))["items"]
    reads = None
    if page.may(Permission.VERIFY_JOURNAL):
        reads = (await interior.get("/v1/reads", {"limit": "20"}))["items"]
    summary = await interior.get("/v1/dashboard/summary")
    return Shown(
        "administration/page.html",
        {
            "tokens": tokens,
            "reads": reads,
            "units": await unit_choices(page),
            "unit_names": await unit_names(page),
            "summary": summary,
            "verification": verification,
            "refused": refused,
        },
        status_of(refused),
        kept=False,
    )
