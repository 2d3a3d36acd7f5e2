"""My responsibility: the systems I own, what I am asked, and what I am offered."""

from typing import Any

from app.vocabulary import Duty, Permission
from app.web.asking import PageRequest, Shown
from app.web.layout.menu import who_am_i

#: So many of each kind are asked for.
MOST = "200"
#: What a line about a system is made of.
_FIELDS = "id,name,criticality,funding,findings,findingCount,worstSeverity"


async def show(page: PageRequest) -> Shown:
    """An access that belongs to no person holds nothing."""
    me = await who_am_i(page)
    values: dict[str, Any] = {"positions": me.positions, "may_answer": page.may(Permission.ANSWER)}
    if me.positions:
        held = [position["id"] for position in me.positions]
        values |= {
            "owned": await _systems(page, [("ownerPositionId", position_id) for position_id in held]),
            "duties": await _duties(page, held),
            "asked": await _asked(page, held),
            "offers": await _offers(page, "toPositionId", held),
            "sent": await _offers(page, "fromPositionId", held),
            "disputes": await _disputes(page, held),
            "absences": await _absences(page),
            "deputies": [position for position in me.positions if position["deputy"]],
        }
    return Shown("mine/page.html", values, kept=False)


async def _systems(page: PageRequest, pairs: list[tuple[str, str]]) -> dict[str, Any]:
    listed = [("sort", "-severityRank,-findingCount,name"), ("limit", MOST), ("fields", _FIELDS)]
    found = await page.interior.get("/v1/systems", [*pairs, *listed])
    return dict(found)


async def _duties(page: PageRequest, held: list[str]) -> list[dict[str, Any]]:
    """The duties beside ownership; what is held formally and in practice is one line with two bases."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for position_id in held:
        answer = await page.interior.get(
            f"/v1/positions/{position_id}/responsibilities", {"at": page.today.isoformat(), "limit": MOST}
        )
        for duty in answer["items"]:
            if duty["duty"] != Duty.OWNER:
                line = found.setdefault((duty["systemId"], duty["duty"]), {**duty, "bases": []})
                line["bases"].append(page.words.word("basis", duty["basis"]))
    return sorted(found.values(), key=lambda duty: (duty["systemName"].casefold(), duty["duty"]))


async def _asked(page: PageRequest, held: list[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for position_id in held:
        answer = await page.interior.get(
            "/v1/attestation-requests",
            [("positionId", position_id), ("state", "open"), ("state", "overdue"), ("limit", MOST)],
        )
        found += answer["items"]
    return sorted(found, key=lambda asked: (asked["due"], asked["systemName"].casefold()))


async def _offers(page: PageRequest, key: str, held: list[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for position_id in held:
        answer = await page.interior.get("/v1/handovers", {key: position_id, "state": "offered", "limit": MOST})
        found += answer["items"]
    return sorted(found, key=lambda offer: offer["expiresOn"])


async def _disputes(page: PageRequest, held: list[str]) -> list[dict[str, Any]]:
    """Those that a position of the reader's is in, on either side."""
    found: dict[str, dict[str, Any]] = {}
    for position_id in held:
        for key in ("positionId", "namesPositionId"):
            answer = await page.interior.get(
                "/v1/disputes", [(key, position_id), ("state", "open"), ("state", "overdue"), ("limit", MOST)]
            )
            found |= {dispute["id"]: dispute for dispute in answer["items"]}
    return sorted(found.values(), key=lambda dispute: dispute["deadline"])


async def _absences(page: PageRequest) -> list[dict[str, Any]]:
    """Those that are not over, by their first day. `begun`: it can be ended; `overlaps`: one before lasts into it."""
    answer = await page.interior.find(f"/v1/people/{page.identity.person_id}/absences", {"limit": MOST})
    today = page.today.isoformat()
    found: list[dict[str, Any]] = []
    for absence in sorted([] if answer is None else answer["items"], key=lambda each: str(each["from"])):
        if absence["until"] is None or absence["until"] >= today:
            overlaps = any(each["until"] is None or each["until"] >= absence["from"] for each in found)
            found.append({**absence, "begun": absence["from"] <= today, "overlaps": overlaps})
    return found
