"""Offering a duty to another position, and answering an offer."""

from http import HTTPStatus
from typing import Any

from app.vocabulary import Duty
from app.web.asking import PageRequest, SentOn, Shown
from app.web.interior import Refused, status_of, step
from app.web.positions import Choice, chosen, preset
from app.web.system.allowed import allowed_with, choices, chosen_duty, preselected
from app.web.system.forms import filled_in


async def form(page: PageRequest) -> Shown:
    """`?ansvar=` and `?til=` are filled in already."""
    return await _form(page, await preset(page, page.query.get("til")))


async def offer(page: PageRequest) -> Shown | SentOn:
    system_id = step(page.step("system_id"))
    to = await chosen(page, "stilling")
    if to.position_id is None:
        return await _form(page, to)
    duty, from_position_id = chosen_duty(page.text("ansvar") or Duty.OWNER.value)
    body = {
        "duty": duty,
        "fromPositionId": from_position_id,
        "toPositionId": to.position_id,
        "from": page.text("fra"),
        "note": page.text("bemaerkning"),
    }
    try:
        await page.write("POST", f"/v1/systems/{system_id}/handovers", filled_in(body))
    except Refused as refused:
        return await _form(page, to, refused)
    return SentOn(f"/systemer/{system_id}", "tilbudt")


async def answer_form(page: PageRequest) -> Shown:
    """An offer, and what became of it."""
    return await _answer(page)


async def accept(page: PageRequest) -> Shown | SentOn:
    return await _decide(page, "accept", "overtaget")


async def decline(page: PageRequest) -> Shown | SentOn:
    """A reason is asked for here, though the interface would do without: whoever offered has to know what is wrong."""
    if page.text("bemaerkning") is None:
        return await _answer(
            page, note_fault=page.words.say("Skriv, hvorfor du afslår. Så kan andre gøre noget ved det.")
        )
    return await _decide(page, "decline", "afvist")


async def withdraw(page: PageRequest) -> Shown | SentOn:
    return await _decide(page, "withdraw", "trukket")


async def _decide(page: PageRequest, verb: str, said: str) -> Shown | SentOn:
    handover_id = step(page.step("handover_id"))
    try:
        done = await page.write("POST", f"/v1/handovers/{handover_id}/{verb}", {"note": page.text("bemaerkning")})
    except Refused as refused:
        if refused.status == HTTPStatus.NOT_FOUND:
            raise
        return await _answer(page, refused)
    return SentOn(f"/systemer/{done.body['systemId']}", said)


async def _answer(page: PageRequest, refused: Refused | None = None, note_fault: str | None = None) -> Shown:
    """Where somebody else was quicker, what they decided is shown."""
    handover = await page.interior.get(f"/v1/handovers/{step(page.step('handover_id'))}")
    card = await page.interior.get(f"/v1/systems/{handover['systemId']}")
    allowed = await allowed_with(page, card)
    values: dict[str, Any] = {
        "handover": handover,
        "card": card,
        "refused": refused,
        "note_fault": note_fault,
        "may_answer": allowed.accepts(handover),
        "may_withdraw": allowed.withdraws(handover),
    }
    return Shown("system/offer_answer.html", values, status_of(refused, wrong=note_fault is not None), kept=False)


async def _form(page: PageRequest, to: Choice, refused: Refused | None = None) -> Shown:
    card = await page.interior.get(f"/v1/systems/{step(page.step('system_id'))}")
    listed = choices(page, (await allowed_with(page, card)).offers())
    return Shown(
        "system/offer.html",
        {
            "card": card,
            "to": to,
            "refused": refused,
            "duties": listed,
            "duty": preselected(listed, page.text("ansvar") or page.query.get("ansvar")),
            "note": page.text("bemaerkning"),
            "begins": page.text("fra"),
        },
        status_of(refused, wrong=to.fault is not None),
    )
