"""The lines of a system's budget: shown, added and corrected."""

from app.web.asking import PageRequest, SentOn, Shown
from app.web.interior import Refused, status_of, step
from app.web.numbers import whole_kroner, whole_number
from app.web.positions import Choice, chosen, preset
from app.web.system.allowed import allowed_with
from app.web.system.forms import Fields, faults_of, filled_in, read_fields, standing

_FIELDS: Fields = {
    "aar": ("fiscalYear", whole_number),
    "art": ("kind", str),
    "skoen": ("estimatedDkk", whole_kroner),
    "bevilling": ("allocatedDkk", whole_kroner),
    "grund": ("allocatedUnknownReason", str),
    "konto": ("account", str),
}


async def show(page: PageRequest) -> Shown:
    """All lines, the newest year first; `?linje=` fills the form with one of them."""
    return await _show(page)


async def save(page: PageRequest) -> Shown | SentOn:
    """A new line, or the one that the form names; a line is corrected only as the reader saw it."""
    system_id = step(page.step("system_id"))
    faults: dict[str, str] = {}
    body = read_fields(page, _FIELDS, faults)
    holder = await chosen(page, "stilling", required=False)
    if faults or holder.fault is not None:
        return await _show(page, faults=faults, holder=holder)
    body["holderPositionId"] = holder.position_id
    line_id = page.text("linje")
    try:
        if line_id is None:
            await page.write("POST", f"/v1/systems/{system_id}/budget-lines", filled_in(body))
        else:
            await page.write("PATCH", f"/v1/budget-lines/{step(line_id)}", body, match=page.text("maerke"))
    except Refused as refused:
        return await _show(page, refused, faults, holder)
    return SentOn(f"/systemer/{system_id}/budget", "gemt")


async def _show(
    page: PageRequest,
    refused: Refused | None = None,
    faults: dict[str, str] | None = None,
    holder: Choice | None = None,
) -> Shown:
    system_id = step(page.step("system_id"))
    card = await page.interior.get(f"/v1/systems/{system_id}")
    lines = (await page.interior.get(f"/v1/systems/{system_id}/budget-lines", {"limit": "200"}))["items"]
    titles: dict[str, str] = {}
    for position_id in {line["holderPositionId"] for line in lines if line["holderPositionId"]}:
        position = await page.interior.find(f"/v1/positions/{position_id}")
        titles[position_id] = "?" if position is None else position["title"]
    chosen_line, tag = await standing(page, "linje", "/v1/budget-lines")
    if holder is None:
        holder = await preset(page, chosen_line["holderPositionId"] if chosen_line else None)
    return Shown(
        "system/budget.html",
        {
            "card": card,
            "lines": sorted(lines, key=lambda line: (-line["fiscalYear"], line["kind"])),
            "titles": titles,
            "line": chosen_line,
            "tag": tag,
            "holder": holder,
            "refused": refused,
            "faults": {**(faults or {}), **faults_of(page, _FIELDS, refused, chosen_line)},
            "may_write": (await allowed_with(page, card)).write,
        },
        status_of(refused, wrong=bool(faults) or holder.fault is not None),
        kept=False,
    )
