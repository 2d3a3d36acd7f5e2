"""Writing down who has a duty, by whoever keeps the register."""

from http import HTTPStatus

from app.vocabulary import Basis, Duty
from app.web.asking import PageRequest, SentOn, Shown
from app.web.interior import Refused, step
from app.web.positions import Choice, chosen, preset


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
            {name: value for name, value in body.items() if value is not None},
            query=[("replace", "true")] if page.text("afloes") == "ja" else [],
        )
    except Refused as refused:
        return await _form(page, to, refused)
    return SentOn(f"/systemer/{system_id}", "tilbudt" if done.status == HTTPStatus.ACCEPTED else "gemt")


async def _form(page: PageRequest, to: Choice, refused: Refused | None = None) -> Shown:
    card = await page.interior.get(f"/v1/systems/{step(page.step('system_id'))}")
    status = HTTPStatus.OK if refused is None else HTTPStatus(refused.status)
    return Shown(
        "system/assign.html",
        {
            "card": card,
            "to": to,
            "refused": refused,
            "duty": page.text("ansvar") or page.query.get("ansvar") or Duty.OWNER.value,
        },
        HTTPStatus.BAD_REQUEST if to.fault is not None else status,
    )
