"""The front page."""

from datetime import timedelta
from typing import Any

from app.vocabulary import Criticality, Permission
from app.web.addresses import IN_USE, Pairs, address
from app.web.asking import PageRequest, SentOn, Shown
from app.web.front.figures import heat_rows, shares, total_of
from app.web.front.money import lacking
from app.web.front.sentences import shortcomings
from app.web.units import unit_rows

#: So many systems, and so many things that happened, stand on the page.
_LISTED = (("limit", "20"), ("fields", "id,name,owner,funding,findings,findingCount,worstSeverity"))
_HAPPENED = 8
_WEEKS_OF_TREND = 12
#: For whoever has not been here before.
_DAYS_BEFORE = 7


async def show(page: PageRequest) -> Shown | SentOn:
    """`?enhed=` narrows everything to a unit and what lies below it."""
    if not page.may(Permission.READ):
        return SentOn("/akut")
    interior, unit_id = page.interior, page.query.get("enhed")
    inside: Pairs = [("unitId", unit_id), ("includeSubunits", "true")] if unit_id else []
    summary = await interior.get("/v1/dashboard/summary", inside)
    heat = (await interior.get("/v1/dashboard/heatmap", inside))["cells"]
    units = await unit_rows(page)
    policy = await interior.get("/v1/policy")
    listed: Pairs = [*IN_USE, *inside]
    worst = await interior.get(
        "/v1/systems",
        [*listed, ("minSeverity", "low"), ("sort", "-severityRank,-findingCount,name"), *_LISTED],
    )
    rules = await interior.get("/v1/rules")
    in_use, flagged = total_of(heat)
    required = policy["requiredLevel"]
    return Shown(
        "front/page.html",
        {
            "unit": next((row for row in units if row["unitId"] == unit_id), None),
            "in_use": in_use,
            "flagged": flagged,
            "in_use_address": address("/systemer", listed),
            "flagged_address": address("/systemer", [*listed, ("minSeverity", "low")]),
            "lacking": shortcomings(page.words, summary, listed),
            "criticalities": [code.value for code in Criticality],
            "heat": heat_rows(heat, required, listed),
            "shares": shares(units, unit_id),
            "funding": summary["funding"],
            "lacking_money": await lacking(page, listed, summary),
            "worst": worst,
            "titles": {rule["id"]: rule["title"] for rule in rules["items"]},
            "trend": await _trend(page, inside),
            "since": _since(page),
            "happened": await _happened(page, inside),
            "excel": address("/filer/systems.xlsx", [*listed, ("minSeverity", "low")]),
        },
    )


def _since(page: PageRequest) -> str:
    """The instant of the last visit, or a week ago."""
    since = page.previous_visit or page.now - timedelta(days=_DAYS_BEFORE)
    return since.isoformat()


async def _happened(page: PageRequest, inside: Pairs) -> list[dict[str, Any]]:
    """Findings that came or went since the last visit, the newest first."""
    since, found = page.words.as_instant(_since(page)), []
    for state, key in (("open", "openedAt"), ("closed", "closedAt")):
        asked = [*inside, ("state", state), ("sort", f"-{key}"), ("limit", str(_HAPPENED))]
        answer = await page.interior.get("/v1/findings", asked)
        found += [
            {**finding, "at": finding[key], "opened": state == "open"}
            for finding in answer["items"]
            if page.words.as_instant(finding[key]) > since
        ]
    return sorted(found, key=lambda finding: finding["at"], reverse=True)[:_HAPPENED]


async def _trend(page: PageRequest, inside: Pairs) -> list[tuple[str, int]]:
    """Open findings at the end of each week."""
    asked = [
        *inside,
        ("from", page.words.days_ago(7 * _WEEKS_OF_TREND)),
        ("to", page.today.isoformat()),
        ("interval", "week"),
    ]
    answer = await page.interior.get("/v1/dashboard/findings-series", asked)
    open_on: dict[str, int] = {}
    for point in answer["items"]:
        open_on[point["on"]] = open_on.get(point["on"], 0) + point["open"]
    return list(open_on.items())
