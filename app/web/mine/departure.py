"""I leave on …: what falls vacant then, and who inherits it, before anything is written."""

from typing import Any

from app.vocabulary import Permission
from app.web.asking import PageRequest, SentOn, Shown
from app.web.interior import Refused, status_of, step
from app.web.mine.passing import LeavingPlan, planned


async def plan(page: PageRequest) -> Shown:
    """`?dag=`: what would happen; nothing is written."""
    day = page.query.get("dag")
    plan: LeavingPlan | None = None
    refused: Refused | None = None
    if day and _person(page):
        try:
            plan = planned(page.words, await _ask(page, day))
        except Refused as error:
            refused = error
    return Shown(
        "mine/departure.html",
        {
            "day": day,
            "plan": plan,
            "refused": refused,
            "may_carry_out": page.may_everywhere(Permission.PLAN_DEPARTURE),
            "person_id": _person(page),
        },
        status_of(refused),
        kept=False,
    )


async def carry_out(page: PageRequest) -> Shown | SentOn:
    """By whoever may; owners look, and tell their head."""
    day = page.text("dag") or ""
    try:
        await page.write("POST", f"/v1/people/{step(_person(page))}/departure", {"on": day})
    except Refused as refused:
        return Shown(
            "mine/departure.html",
            {"day": day, "plan": None, "refused": refused, "may_carry_out": True, "person_id": _person(page)},
            refused.status,
            kept=False,
        )
    return SentOn("/organisation", "fratraedelse")


def _person(page: PageRequest) -> str:
    """The reader, or the person of the address; empty where it is nobody."""
    return page.query.get("person") or page.text("person") or page.identity.person_id or ""


async def _ask(page: PageRequest, day: str) -> dict[str, Any]:
    """A dry run: it does the same and is taken back."""
    answer = await page.interior.call(
        "POST", f"/v1/people/{step(_person(page))}/departure", query={"dryRun": "true"}, body={"on": day}
    )
    return dict(answer.body)
