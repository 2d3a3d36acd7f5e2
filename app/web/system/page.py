"""The page of a system, as it is or as the register knew it on a day."""

from collections import Counter
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from app.vocabulary import Permission
from app.web.asking import PageRequest, Shown
from app.web.drawings import BudgetYear
from app.web.interior import Refused, step
from app.web.layout.menu import who_am_i
from app.web.system.allowed import Allowed, allowed_with
from app.web.system.mending import mendings
from app.web.system.timeline import Version, changed_since, versions
from app.web.units import unit_names, unit_rows

#: Findings that stand open at once; the others are one click away.
_FINDINGS = 4
#: Years in the chart: the one before, this one, the next.
_YEARS = (-1, 0, 1)


async def show(page: PageRequest) -> Shown:
    """`?vist=2026-10-28`: everything as the register knew it at the end of that day."""
    interior, system_id, day = page.interior, step(page.step("system_id")), page.query.get("vist")
    known = {"knownAt": day} if day else {}
    card = await interior.get(f"/v1/systems/{system_id}", known)
    chain = await interior.get(f"/v1/systems/{system_id}/escalation", {"duty": "fix", **known})
    now = await interior.get(f"/v1/systems/{system_id}") if day else card
    me, allowed = await who_am_i(page), await allowed_with(page, now)
    held = {position["id"] for position in me.positions}
    past = await _history(page, system_id)
    values: dict[str, Any] = {
        "card": card,
        "chain": chain,
        "units": await unit_names(page),
        "crumbs": await _crumbs(page, card["unitId"]),
        "shown_on": day,
        "changed": changed_since(card, now) if day else frozenset(),
        "findings": card["findings"],
        "shown_at_once": _FINDINGS,
        "rules": {rule["id"]: rule for rule in (await interior.get("/v1/rules"))["items"]},
        "mendings": {} if day else await mendings(page, card, allowed),
        "mandate": None if day else await interior.find(f"/v1/systems/{system_id}/mandate"),
        "past": past,
        "place": _place(past, day),
        "offers": [] if day else await _offers(page, card, held, allowed),
        "may_attest": not day and await allowed.attests(),
        "may_offer": [] if day else [stake.duty for stake in allowed.offers()],
        "may_dispute": [] if day else [stake.duty for stake in allowed.disputes()],
        "may_write": not day and allowed.write,
        "years": [] if day else await _years(page, system_id),
        "contracts": [] if day else await _contracts(page),
        "successor": await _named(page, card["successorId"]),
    }
    return Shown("system/page.html", values, kept=False)


async def _history(page: PageRequest, system_id: str) -> list[Version]:
    """Nothing for those who may not see it."""
    if not page.may(Permission.SEE_HISTORY):
        return []
    found = await page.interior.find(f"/v1/systems/{system_id}/history", {"limit": "100"})
    return [] if found is None else versions(page.words, found["items"])


def _place(past: list[Version], day: str | None) -> int:
    """Which of the days on which something changed is shown."""
    days = [version.day for version in past]
    return max((place for place, each in enumerate(days) if day is not None and each <= day), default=len(days) - 1)


async def _offers(page: PageRequest, card: Mapping[str, Any], held: set[str], allowed: Allowed) -> list[dict[str, Any]]:
    """The open ones. The card counts what was declined of any duty; of which it was is asked only where it matters."""
    declined: Counter[str] = Counter()
    if card["openHandovers"] and card["declinedHandovers"]:
        asked = {"systemId": card["id"], "state": "declined", "limit": "200"}
        declined.update(each["duty"] for each in (await page.interior.get("/v1/handovers", asked))["items"])
    return [
        {**_offer(page, offer, held, allowed), "declined": declined[offer["duty"]]} for offer in card["openHandovers"]
    ]


def _offer(page: PageRequest, offer: Mapping[str, Any], held: set[str], allowed: Allowed) -> dict[str, Any]:
    """`mine`: whether it was made to the reader; `open`: whether the reader may answer it, be it in another's name."""
    may_answer = allowed.accepts(offer)
    return {
        **offer,
        "mine": may_answer and offer["toPositionId"] in held,
        "open": may_answer,
        "days": page.words.days_until(offer["expiresOn"]),
    }


async def _crumbs(page: PageRequest, unit_id: str | None) -> list[dict[str, Any]]:
    """The units above the system, the highest first, without the ones that everything lies below."""
    rows = {row["unitId"]: row for row in await unit_rows(page)}
    found, place = [], unit_id
    while place is not None and place in rows and rows[place] not in found:
        found.append(rows[place])
        place = rows[place]["parentId"]
    found.reverse()
    return [row for row in found if row["kind"] not in {"council", "executive"}] or found[-1:]


async def _years(page: PageRequest, system_id: str) -> list[BudgetYear]:
    """Operation's money of last year, this year and the next; an amount that one line does not know is not known."""
    found = await page.interior.find(f"/v1/systems/{system_id}/budget-lines", {"limit": "200"})
    lines = [line for line in (found or {"items": []})["items"] if line["kind"] in {"operation", "licence", "hours"}]
    years = []
    for distance in _YEARS:
        year = page.today.year + distance
        of_year = [line for line in lines if line["fiscalYear"] == year]
        amounts = [_sum([line[key] for line in of_year]) for key in ("estimatedDkk", "allocatedDkk")]
        years.append(BudgetYear(year, *amounts))
    return years


def _sum(amounts: list[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known and len(known) == len(amounts) else None


async def _contracts(page: PageRequest) -> list[dict[str, Any]]:
    found = await page.interior.find("/v1/contracts", {"systemId": page.step("system_id"), "limit": "50"})
    return [] if found is None else list(found["items"])


async def _named(page: PageRequest, system_id: str | None) -> dict[str, Any] | None:
    if system_id is None:
        return None
    try:
        return dict(await page.interior.get(f"/v1/systems/{step(system_id)}"))
    except Refused as refused:
        if refused.status == HTTPStatus.NOT_FOUND:
            return None
        raise
