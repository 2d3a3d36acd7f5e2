"""Recording a contract of a system, and correcting one."""

from http import HTTPStatus
from typing import Any

from app.web.asking import PageRequest, SentOn, Shown
from app.web.interior import Refused, step
from app.web.numbers import whole_number
from app.web.system.forms import Fields, read_fields, status_of

_FIELDS: Fields = {
    "navn": ("name", str),
    "art": ("kind", str),
    "leverandoer": ("supplier", str),
    "start": ("startsOn", str),
    "slut": ("endsOn", str),
    "opsigelse": ("noticeMonths", whole_number),
    "nummer": ("reference", str),
    "hotline": ("hotline", str),
    "hotline_tid": ("hotlineHours", str),
}


async def form(page: PageRequest) -> Shown:
    """`?kontrakt=` fills the form with one that is there."""
    return await _form(page)


async def save(page: PageRequest) -> Shown | SentOn:
    system_id = step(page.step("system_id"))
    faults: dict[str, str] = {}
    body = read_fields(page, _FIELDS, faults)
    if faults:
        return await _form(page, faults=faults)
    body["discontinued"] = page.text("ophoert") == "ja"
    contract_id = page.text("kontrakt")
    try:
        if contract_id is None:
            card = await page.interior.get(f"/v1/systems/{system_id}")
            given = {name: value for name, value in body.items() if value is not None}
            await page.write("POST", "/v1/contracts", {**given, "systemIds": [card["id"]]})
        else:
            await page.write("PATCH", f"/v1/contracts/{step(contract_id)}", body, match=page.text("maerke"))
    except Refused as refused:
        return await _form(page, refused)
    return SentOn(f"/systemer/{system_id}", "gemt")


async def _form(page: PageRequest, refused: Refused | None = None, faults: dict[str, str] | None = None) -> Shown:
    system_id = step(page.step("system_id"))
    card = await page.interior.get(f"/v1/systems/{system_id}")
    contracts = (await page.interior.get("/v1/contracts", {"systemId": card["id"], "limit": "100"}))["items"]
    contract_id = page.text("kontrakt") or page.query.get("kontrakt")
    standing: dict[str, Any] | None = None
    tag = None
    if contract_id:
        answer = await page.interior.call("GET", f"/v1/contracts/{step(contract_id)}")
        standing, tag = answer.body, answer.headers["etag"]
    wrong = dict(faults or {})
    for danish, (name, _) in _FIELDS.items():
        fault = refused.at(f"/{name}") if refused is not None else None
        if fault is not None:
            wrong[danish] = fault
    return Shown(
        "system/contract.html",
        {
            "card": card,
            "contracts": contracts,
            "contract": standing,
            "tag": tag,
            "refused": refused,
            "faults": wrong,
        },
        HTTPStatus.BAD_REQUEST if faults else status_of(refused),
    )
