"""Writing down who has a duty, by whoever keeps the register."""

from dataclasses import replace
from http import HTTPStatus

from app.vocabulary import Basis, Duty
from app.web.asking import PageRequest, SentOn, Shown
from app.web.interior import Refused, status_of, step
from app.web.positions import Choice, chosen, preset
from app.web.system.forms import filled_in


async def form(page: PageRequest) -> Shown:
    return await _form(page, await preset(page, page.query.get("til")))


async def save(page: PageRequest) -> Shown | SentOn:
    """What links two units becomes an offer; then the page says so."""
    system_id = step(page.step("system_id"))
    to = await chosen(page, "stilling")
    if to.position_id is None:
        return await _form(page, to)
    body = {
        "duty": page.text("ansvar") or Duty.FIX.value,
        "basis": page.text("grundlag") or Basis.FORMAL.value,
        "positionId": to.position_id,
        "validFrom": page.text("fra"),
        "validUntil": page.text("til_og_med"),
    }
    try:
        done = await page.write(
            "POST",
            f"/v1/systems/{system_id}/responsibilities",
            filled_in(body),
            query=[("replace", "true")] if page.text("afloes") == "ja" else [],
        )
    except Refused as refused:
        return await _form(page, replace(to, fault=refused.at("/positionId")), refused)
    return SentOn(f"/systemer/{system_id}", "tilbudt" if done.status == HTTPStatus.ACCEPTED else "gemt")


async def _form(page: PageRequest, to: Choice, refused: Refused | None = None) -> Shown:
    card = await page.interior.get(f"/v1/systems/{step(page.step('system_id'))}")
    return Shown(
        "system/assign.html",
        {
            "card": card,
            "to": to,
            "refused": refused,
            "duty": page.text("ansvar") or page.query.get("ansvar") or Duty.OWNER.value,
        },
        status_of(refused, wrong=to.fault is not None),
    )
