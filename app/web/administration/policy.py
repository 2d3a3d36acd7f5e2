"""The policy: changed as a whole, and compared with what held before."""

from typing import Any

from app.vocabulary import Criticality
from app.web.administration.role_map import (
    KEY,
    RoleLine,
    delivered,
    lines_of,
    roles_of,
    typed_lines,
    with_faults,
)
from app.web.asking import PageRequest, SentOn, Shown
from app.web.interior import Refused, status_of
from app.web.numbers import whole_number
from app.web.policy_words import NUMBERS, PARAMETERS, duty_choices, value_of


async def form(page: PageRequest) -> Shown:
    """The policy that holds; `?version=` is compared with it."""
    return await _form(page)


async def change(page: PageRequest) -> Shown | SentOn:
    """Every system is evaluated again before the answer."""
    standing = (await page.interior.get("/v1/policy")).copy()
    standing.pop("version")
    unreadable = {}
    for name in NUMBERS:
        try:
            standing[name] = whole_number(page.text(name) or "")
        except ValueError:
            unreadable[name] = page.words.say("Skriv et helt tal.")
    levels = {}
    for code in Criticality:
        if code is not Criticality.UNKNOWN:
            levels[code.value] = _whole(page, f"niveau-{code.value}")
    lines = typed_lines(page)
    standing |= {
        KEY: roles_of(lines),
        "requiredLevel": levels,
        "directReportCounts": page.text("directReportCounts") == "ja",
        "budgetAdoption": {"day": _whole(page, "dag"), "month": _whole(page, "maaned")},
    }
    if unreadable or any(line.fault for line in lines):
        return await _form(page, lines=lines, unreadable=unreadable)
    try:
        await page.write("PUT", "/v1/policy", standing, match=page.text("maerke"))
    except Refused as refused:
        return await _form(page, refused, with_faults(lines, refused))
    return SentOn("/regler", "politik")


def _whole(page: PageRequest, name: str) -> int:
    """What cannot be read is sent as a number that the interface refuses, in its words."""
    try:
        return whole_number(page.text(name) or "")
    except ValueError:
        return -1


async def _form(
    page: PageRequest,
    refused: Refused | None = None,
    lines: list[RoleLine] | None = None,
    unreadable: dict[str, str] | None = None,
) -> Shown:
    """`lines`: the roles as they were typed, where they were."""
    standing = await page.interior.call("GET", "/v1/policy")
    versions = (await page.interior.get("/v1/policy/versions", {"limit": "50"}))["items"]
    chosen = page.query.get("version")
    compared = next((version for version in versions if str(version["version"]) == chosen), None)
    faults = dict(unreadable or {})
    for name in PARAMETERS:
        fault = refused.at(f"/{name}") if refused is not None else None
        if fault is not None:
            faults[name] = fault
    return Shown(
        "administration/policy.html",
        {
            "policy": standing.body,
            "tag": standing.headers["etag"],
            "numbers": [(name, PARAMETERS[name]) for name in NUMBERS],
            "titles": PARAMETERS,
            "roles": lines or lines_of(standing.body[KEY]),
            "duties": duty_choices(page.words),
            "delivered": delivered(page.words),
            "versions": versions,
            "compared": compared,
            "differences": [] if compared is None else _differences(page, compared["settings"], standing.body),
            "refused": refused,
            "faults": faults,
        },
        status_of(refused, wrong=lines is not None),
        kept=False,
    )


def _differences(page: PageRequest, before: dict[str, Any], now: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What it was called, what it was, and what it is."""
    return [
        (title, value_of(page.words, name, before[name]), value_of(page.words, name, now[name]))
        for name, title in PARAMETERS.items()
        if before[name] != now[name]
    ]
