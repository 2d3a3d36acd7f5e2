"""The lines of a system's budget: shown, added and corrected."""

from http import HTTPStatus
from typing import Any

from app.vocabulary import Permission
from app.web.asking import PageRequest, SentOn, Shown
from app.web.interior import Refused, step
from app.web.numbers import whole_kroner, whole_number
from app.web.positions import Choice, chosen, preset
from app.web.system.forms import Fields, read_fields, status_of

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
    holder = (
        Choice() if page.text("stilling") is None and not page.text("stilling_valg") else await chosen(page, "stilling")
    )
    if faults or holder.fault is not None:
        return await _show(page, faults=faults, holder=holder)
    body["holderPositionId"] = holder.position_id
    line_id = page.text("linje")
    try:
        if line_id is None:
            given = {name: value for name, value in body.items() if value is not None}
            await page.write("POST", f"/v1/systems/{system_id}/budget-lines", given)
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
    line_id = page.text("linje") or page.query.get("linje")
    chosen_line: dict[str, Any] | None = None
    tag = None
    if line_id:
        standing = await page.interior.call("GET", f"/v1/budget-lines/{step(line_id)}")
        chosen_line, tag = standing.body, standing.headers["etag"]
    if holder is None:
        holder = await preset(page, chosen_line["holderPositionId"] if chosen_line else None)
    wrong = dict(faults or {})
    for danish, (name, _) in _FIELDS.items():
        fault = refused.at(f"/{name}") if refused is not None else None
        if fault is not None:
            wrong[danish] = fault
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
            "faults": wrong,
            "may_write": page.may(Permission.WRITE_SYSTEMS),
        },
        HTTPStatus.BAD_REQUEST if wrong and refused is None else status_of(refused),
        kept=False,
    )
