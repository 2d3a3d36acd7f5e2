"""Recording a contract of a system, and correcting one."""

from app.web.asking import PageRequest, SentOn, Shown
from app.web.interior import Refused, status_of, step
from app.web.numbers import whole_number
from app.web.system.forms import Fields, faults_of, filled_in, read_fields, standing

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
            await page.write("POST", "/v1/contracts", {**filled_in(body), "systemIds": [card["id"]]})
        else:
            await page.write("PATCH", f"/v1/contracts/{step(contract_id)}", body, match=page.text("maerke"))
    except Refused as refused:
        return await _form(page, refused)
    return SentOn(f"/systemer/{system_id}", "gemt")


async def _form(page: PageRequest, refused: Refused | None = None, faults: dict[str, str] | None = None) -> Shown:
    system_id = step(page.step("system_id"))
    card = await page.interior.get(f"/v1/systems/{system_id}")
    contracts = (await page.interior.get("/v1/contracts", {"systemId": card["id"], "limit": "100"}))["items"]
    contract, tag = await standing(page, "kontrakt", "/v1/contracts")
    return Shown(
        "system/contract.html",
        {
            "card": card,
            "contracts": contracts,
            "contract": contract,
            "tag": tag,
            "refused": refused,
            "faults": {**(faults or {}), **faults_of(page, _FIELDS, refused, contract)},
        },
        status_of(refused, wrong=bool(faults)),
    )
