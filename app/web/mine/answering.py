"""Several questions answered at once: each row is an attestation of its own, and one that fails is shown again."""

from http import HTTPStatus

from app.web.asking import PageRequest, SentOn, Shown
from app.web.fields import said_of
from app.web.interior import Refused, step
from app.web.mine.page import show
from app.web.system.attesting import QUESTIONS, answers


async def answer(page: PageRequest) -> Shown | SentOn:
    """Rows that are filled in are sent; rows that are half filled in come back with what is missing."""
    faults: dict[str, str] = {}
    sent = 0
    for request_id in page.form.getlist("sporgsmaal"):
        if not isinstance(request_id, str):
            continue
        suffix = f"-{request_id}"
        given = [page.text(f"{name}{suffix}") for name, _ in (("ejerskab", ""), *QUESTIONS)]
        if not any(given):
            continue
        if not all(given):
            faults[request_id] = page.words.say("Svar på alle fire spørgsmål, eller lad dem alle stå.")
            continue
        try:
            asked = await page.interior.get(f"/v1/attestation-requests/{step(request_id)}")
            body = {**answers(page, suffix), "positionId": asked["positionId"]}
            await page.write("POST", f"/v1/systems/{asked['systemId']}/attestations", body)
            sent += 1
        except Refused as refused:
            faults[request_id] = said_of(page.words, refused)
    if not faults and sent:
        return SentOn("/mit", "bekraeftet")
    shown = await show(page)
    values = {**shown.values, "faults": faults, "nothing": not sent and not faults}
    return Shown(shown.template, values, HTTPStatus.BAD_REQUEST, kept=False)
