"""The reader's own absences: written down, corrected, ended and removed."""

from http import HTTPStatus
from typing import Any

from app.web.asking import PageRequest, SentOn, Shown
from app.web.fields import said_of
from app.web.interior import Refused, step
from app.web.mine.page import MOST, show


async def record(page: PageRequest) -> Shown | SentOn:
    """One that stands already is not written down twice."""
    body = {"from": page.text("fra"), "until": page.text("til")}
    path = f"/v1/people/{page.identity.person_id}/absences"
    try:
        await _refuse_twin(page, path, body)
        await page.write("POST", path, body)
    except Refused as refused:
        shown = await show(page)
        return Shown(shown.template, {**shown.values, "absence_refused": refused}, refused.status, kept=False)
    return SentOn("/mit", "fravaer")


async def change(page: PageRequest) -> Shown | SentOn:
    """By the button: `tilbage` ends it yesterday, `slet` removes it, `ret` gives it the days of the form."""
    path = f"/v1/absences/{step(page.step('absence_id'))}"
    try:
        standing = await page.interior.call("GET", path)
        tag, begins = standing.headers["etag"], standing.body["from"]
        back = page.text("tilbage") is not None
        # Whoever comes back on the first day was never away.
        if page.text("slet") is not None or (back and begins >= page.today.isoformat()):
            await page.write("DELETE", path, match=tag)
            return SentOn("/mit", "fravaer-slettet")
        body = {"from": page.text("fra"), "until": page.text("til")}
        await page.write("PATCH", path, {"until": page.words.days_ago(1)} if back else body, match=tag)
    except Refused as refused:
        shown = await show(page)
        values = {**shown.values, "absence_faults": {page.step("absence_id"): said_of(page.words, refused)}}
        return Shown(shown.template, values, refused.status, kept=False)
    return SentOn("/mit", "fravaer-rettet")


async def _refuse_twin(page: PageRequest, path: str, body: dict[str, Any]) -> None:
    begins = body["from"] or page.today.isoformat()
    answer = await page.interior.find(path, {"limit": MOST})
    standing = [] if answer is None else answer["items"]
    if any((each["from"], each["until"]) == (begins, body["until"]) for each in standing):
        said = page.words.say("Det fravær er skrevet ned allerede.")
        raise Refused(HTTPStatus.CONFLICT, "same-absence", said)
