"""An absence of the reader's own, recorded."""

from app.web.asking import PageRequest, SentOn, Shown
from app.web.interior import Refused
from app.web.mine.page import show


async def record(page: PageRequest) -> Shown | SentOn:
    body = {"from": page.text("fra"), "until": page.text("til")}
    try:
        await page.write("POST", f"/v1/people/{page.identity.person_id}/absences", body)
    except Refused as refused:
        shown = await show(page)
        return Shown(shown.template, {**shown.values, "absence_refused": refused}, refused.status, kept=False)
    return SentOn("/mit", "fravaer")
