"""Correcting what is recorded of a system."""

from typing import Any

from app.web.asking import PageRequest, SentOn, Shown
from app.web.interior import Refused, status_of, step
from app.web.system.forms import Fields, faults_of, lines, numbers, read_fields
from app.web.units import unit_choices

#: The form's name → the interface's, and how its text is read.
_FIELDS: Fields = {
    "navn": ("name", str),
    "andre_navne": ("alternativeNames", lines),
    "beskrivelse": ("description", str),
    "kritikalitet": ("criticality", str),
    "kritikalitet_grund": ("criticalityReason", str),
    "status": ("lifecycle", str),
    "ibrugtaget": ("takenIntoUseOn", str),
    "udfases": ("phasedOutOn", str),
    "enhed": ("unitId", str),
    "leverandoer": ("supplier", str),
    "driftsleverandoer": ("operationSupplier", str),
    "hjaelp": ("supportHours", str),
    "noedplan": ("emergencyPlanUrl", str),
    "dokumentation": ("documentationUrl", str),
    "kle": ("kle", numbers),
    "bemaerkninger": ("notes", str),
}
#: A list that was emptied is an empty list.
_LISTS = frozenset({"alternativeNames", "kle"})


async def form(page: PageRequest) -> Shown:
    return await _form(page)


async def save(page: PageRequest) -> Shown | SentOn:
    """Only what the reader changed is sent; If-Match keeps it from covering what somebody else has changed since."""
    path = f"/v1/systems/{step(page.step('system_id'))}"
    faults: dict[str, str] = {}
    body = read_fields(page, _FIELDS, faults)
    body = {name: [] if value is None and name in _LISTS else value for name, value in body.items()}
    body["personalData"] = [kind for kind in page.form.getlist("personoplysninger") if isinstance(kind, str)]
    if page.text("bekraeftet") == "ja":
        body["confirmedOn"] = page.today.isoformat()
    standing = await page.interior.get(path)
    changed = {name: value for name, value in body.items() if _plain(name, standing.get(name)) != _plain(name, value)}
    if not changed:
        return SentOn(f"/systemer/{standing['id']}", "gemt")
    try:
        await page.write("PATCH", path, changed, match=page.text("maerke"))
    except Refused as refused:
        return await _form(page, refused)
    return SentOn(f"/systemer/{standing['id']}", "gemt")


def _plain(name: str, value: Any) -> Any:  # noqa: ANN401 - JSON
    """Line ends as browsers send them, and as they are stored; boxes are sent in the order of the form."""
    if name == "personalData":
        return set(value)
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


async def _form(page: PageRequest, refused: Refused | None = None) -> Shown:
    standing = await page.interior.call("GET", f"/v1/systems/{step(page.step('system_id'))}")
    return Shown(
        "system/edit.html",
        {
            "card": standing.body,
            "tag": standing.headers["etag"],
            "refused": refused,
            "faults": faults_of(page, _FIELDS, refused, standing.body),
            "units": await unit_choices(page),
        },
        status_of(refused),
    )
