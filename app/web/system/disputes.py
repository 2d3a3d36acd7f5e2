"""Saying that a duty lies elsewhere, and deciding where it lies."""

from app.vocabulary import Duty
from app.web.asking import PageRequest, SentOn, Shown
from app.web.interior import Refused, status_of, step
from app.web.positions import Choice, chosen
from app.web.system.allowed import allowed_with, choices, chosen_duty, preselected
from app.web.system.forms import filled_in


async def form(page: PageRequest) -> Shown:
    return await _form(page, Choice())


async def open_dispute(page: PageRequest) -> Shown | SentOn:
    system_id = step(page.step("system_id"))
    named = await chosen(page, "stilling")
    if named.position_id is None:
        return await _form(page, named)
    duty, position_id = chosen_duty(page.text("ansvar") or Duty.FIX.value)
    body = {
        "duty": duty,
        "positionId": position_id,
        "namesPositionId": named.position_id,
        "reason": page.text("grund") or "",
    }
    try:
        await page.write("POST", f"/v1/systems/{system_id}/disputes", filled_in(body))
    except Refused as refused:
        return await _form(page, named, refused)
    return SentOn(f"/systemer/{system_id}", "tvist")


async def show(page: PageRequest) -> Shown:
    """A dispute, and the form that ends it."""
    return await _show(page)


async def resolve(page: PageRequest) -> Shown | SentOn:
    """Without a position the duty stays where it is."""
    dispute_id = step(page.step("dispute_id"))
    to = await chosen(page, "stilling", required=False)
    if to.fault is not None:
        return await _show(page, to=to)
    body = {"reason": page.text("grund") or "", **({"positionId": to.position_id} if to.position_id else {})}
    try:
        done = await page.write("POST", f"/v1/disputes/{dispute_id}/resolve", body)
    except Refused as refused:
        return await _show(page, refused, to)
    return SentOn(f"/systemer/{done.body['systemId']}", "afgjort")


async def _form(page: PageRequest, named: Choice, refused: Refused | None = None) -> Shown:
    card = await page.interior.get(f"/v1/systems/{step(page.step('system_id'))}")
    listed = choices(page, (await allowed_with(page, card)).disputes())
    duty = preselected(listed, page.text("ansvar") or page.query.get("ansvar"))
    return Shown(
        "system/dispute.html",
        {"card": card, "named": named, "refused": refused, "duties": listed, "duty": duty},
        status_of(refused, wrong=named.fault is not None),
    )


async def _show(page: PageRequest, refused: Refused | None = None, to: Choice | None = None) -> Shown:
    dispute = await page.interior.get(f"/v1/disputes/{step(page.step('dispute_id'))}")
    card = await page.interior.get(f"/v1/systems/{dispute['systemId']}")
    titles = {}
    for key in ("positionId", "namesPositionId", "interimPositionId", "resolvedPositionId"):
        position = await page.interior.find(f"/v1/positions/{dispute[key]}") if dispute[key] else None
        titles[key] = None if position is None else position["title"]
    return Shown(
        "system/dispute_answer.html",
        {
            "dispute": dispute,
            "titles": titles,
            "refused": refused,
            "to": to or Choice(),
            "offers": [offer for offer in card["openHandovers"] if offer["duty"] == dispute["duty"]],
            "may_decide": (await allowed_with(page, card)).decides(dispute),
        },
        status_of(refused, wrong=to is not None and to.fault is not None),
        kept=False,
    )
