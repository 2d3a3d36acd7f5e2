"""The pages of whoever is on call: large, plain, and kept by the browser for when the network is gone."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.vocabulary import Permission
from app.web.answers import HEADERS
from app.web.asking import PageRequest, Shown
from app.web.interior import step
from app.web.statics import Statics

#: Systems that a search finds at most.
_HITS = 20
_BOOKLET = 200
_DUTIES = ("fix", "monitor", "develop", "retire", "owner")


async def search(page: PageRequest) -> Shown:
    """Search; without a word, the systems that the municipality cannot do without."""
    sought = (page.query.get("q") or "").strip()
    hits: list[dict[str, Any]] = []
    if sought:
        found = await page.interior.get("/v1/systems", {"q": sought[:200], "limit": str(_HITS), "fields": "id,name"})
        hits = found["items"]
    vital = [{"id": chain["systemId"], "name": chain["systemName"]} for chain in await _vital(page)]
    return Shown("akut/search.html", {"sought": sought, "hits": hits, "vital": vital, "fetched": page.now}, kept=False)


async def system(page: PageRequest) -> Shown:
    """Whom to phone, in the order in which to try."""
    duty = page.query.get("ansvar", "fix")
    chain = await page.interior.get(
        f"/v1/systems/{step(page.step('system_id'))}/escalation", {"duty": duty if duty in _DUTIES else "fix"}
    )
    return Shown(
        "akut/system.html",
        {"chain": chain, "fetched": page.now, "reads": page.may(Permission.READ)},
        kept=False,
    )


async def booklet(page: PageRequest) -> Shown:
    """Every society-critical system on a page of its own, to be printed."""
    return Shown("akut/booklet.html", {"chains": await _vital(page), "fetched": page.now}, kept=False)


async def _vital(page: PageRequest) -> list[dict[str, Any]]:
    found = await page.interior.find("/v1/escalations", {"criticality": "societyCritical", "limit": str(_BOOKLET)})
    return [] if found is None else list(found["items"])


class Worker:
    """The service worker; its scope is /akut alone, so it lies outside the folder of the static files."""

    def __init__(self, statics: Statics) -> None:
        self._body = statics.body("akut-worker.js").replace(b"__EDITION__", statics.mark.encode())

    async def answer(self, _request: Request) -> Response:
        headers = {"Cache-Control": "no-cache", "Content-Security-Policy": HEADERS["Content-Security-Policy"]}
        return Response(self._body, headers=headers, media_type="text/javascript; charset=utf-8")
