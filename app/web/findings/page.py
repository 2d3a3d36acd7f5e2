"""The pages of findings, of a rule, and of the rules with the policy."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from app.web.addresses import address, without
from app.web.asking import PageRequest, Shown
from app.web.interior import Refused, step
from app.web.policy_words import PARAMETERS, value_of
from app.web.units import unit_choices

_LIMIT = "50"
_WEEKS = 12
_FILTERS = ("rule", "severity", "minSeverity", "unitId", "includeSubunits", "criticality", "ownerPositionId", "state")


async def overview(page: PageRequest) -> Shown:
    """A row for each rule; `?unitId=` narrows the counts."""
    unit_id = page.query.get("unitId")
    inside = [("unitId", unit_id), ("includeSubunits", "true")] if unit_id else []
    summary = await page.interior.get("/v1/dashboard/summary", inside)
    rules = {rule["id"]: rule for rule in (await page.interior.get("/v1/rules"))["items"]}
    rows = []
    for count in summary["findings"]["byRule"]:
        asked = count["flagged"] + count["unknown"] + count["ok"]
        rows.append({**count, "rule": rules[count["rule"]], "share": page.words.per_cent(count["flagged"], asked)})
    ranks = {"critical": 0, "high": 1, "medium": 2, "low": 3}
    rows.sort(key=lambda row: (not row["flagged"], ranks[row["rule"]["severity"]], -row["flagged"]))
    return Shown(
        "findings/overview.html",
        {
            "rows": rows,
            "open": summary["findings"]["open"],
            "trends": await _trends(page, inside),
            "unit_id": unit_id,
            "units": await unit_choices(page),
            "inside": inside,
        },
    )


async def one_rule(page: PageRequest) -> Shown:
    """A rule: why, how to mend, what of the policy it reads, and what it has found."""
    rule = await page.interior.get(f"/v1/rules/{step(page.step('rule'))}")
    policy = await page.interior.get("/v1/policy")
    filters = [pair for pair in page.pairs if pair[0] in _FILTERS and pair[0] != "rule"]
    asked = [("rule", rule["id"]), *filters, ("cursor", page.query.get("cursor") or ""), ("limit", _LIMIT)]
    refused: Refused | None = None
    found: Mapping[str, Any] = {"items": [], "total": 0, "nextCursor": None}
    try:
        found = await page.interior.get("/v1/findings", asked)
    except Refused as error:
        if error.status != HTTPStatus.BAD_REQUEST:
            raise
        refused = error
    here = without(page.pairs, "cursor")
    return Shown(
        "findings/rule.html",
        {
            "rule": rule,
            "parameters": [
                (PARAMETERS[name], value_of(page.words, name, policy[name]))
                for name in rule["parameters"]
                if name in PARAMETERS
            ],
            "found": found,
            "refused": refused,
            "state": page.query.get("state", "open"),
            "next_address": found["nextCursor"] and address(page.path, [*here, ("cursor", found["nextCursor"])]),
            "first_address": address(page.path, here) if "cursor" in page.query else None,
            "excel": address("/filer/findings.xlsx", [("rule", rule["id"]), *filters]),
        },
        HTTPStatus.OK if refused is None else HTTPStatus.BAD_REQUEST,
    )


async def rules(page: PageRequest) -> Shown:
    """All rules, and what the policy has them demand."""
    policy = await page.interior.get("/v1/policy")
    return Shown(
        "findings/rules.html",
        {
            "rules": (await page.interior.get("/v1/rules"))["items"],
            "policy": policy,
            "values": [(title, value_of(page.words, name, policy[name])) for name, title in PARAMETERS.items()],
            "versions": (await page.interior.get("/v1/policy/versions", {"limit": "50"}))["items"],
        },
    )


async def _trends(page: PageRequest, inside: list[tuple[str, str]]) -> dict[str, int]:
    """By rule: how many more are open than some weeks ago."""
    answer = await page.interior.get(
        "/v1/dashboard/findings-series",
        [
            *inside,
            ("from", page.words.days_ago(7 * _WEEKS)),
            ("to", page.today.isoformat()),
            ("interval", "week"),
            ("by", "rule"),
        ],
    )
    open_then: dict[str, int] = {}
    open_now: dict[str, int] = {}
    for point in answer["items"]:
        open_then.setdefault(point["key"], point["open"])
        open_now[point["key"]] = point["open"]
    return {rule: number - open_then[rule] for rule, number in open_now.items()}
