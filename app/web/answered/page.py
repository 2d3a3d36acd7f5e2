"""The page of the GDPR coordinator."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from app.vocabulary import Basis, Duty
from app.web.addresses import address, without
from app.web.asking import PageRequest, Shown
from app.web.interior import Refused
from app.web.units import unit_choices

#: Keys of the form that are filters of the interface; the others are the page's own.
_FILTERS = ("personalData", "criticality", "unitId", "duty", "basis", "personId", "positionId")
#: What is asked where the form says nothing.
_USUAL = {"duty": Duty.OWNER.value, "basis": Basis.FORMAL.value}
_LIMIT = "100"
#: What the register said then is compared row by row, of so many rows at most.
_COMPARED = "200"


async def show(page: PageRequest) -> Shown:
    """`at`, or `from` and `to`; `dengang=ja` sets beside each row what the register said on that day."""
    query = page.query
    period = query.get("from") or query.get("to")
    day = query.get("at") or page.today.isoformat()
    when = (
        [("from", query.get("from") or ""), ("to", query.get("to") or page.today.isoformat())]
        if period
        else [("at", day)]
    )
    filters = [pair for pair in page.pairs if pair[0] in _FILTERS]
    filters += [(name, value) for name, value in _USUAL.items() if name not in query]
    if any(name == "unitId" for name, _ in filters):
        filters.append(("includeSubunits", "true"))
    asked = [pair for pair in (*when, *filters) if pair[1]]
    refused: Refused | None = None
    found: Mapping[str, Any] = {"items": [], "total": 0, "nextCursor": None}
    try:
        found = await page.interior.get(
            "/v1/responsibilities", [*asked, ("cursor", query.get("cursor") or ""), ("limit", _LIMIT)]
        )
    except Refused as error:
        if error.status != HTTPStatus.BAD_REQUEST:
            raise
        refused = error
    then: dict[tuple[str, str, str], Mapping[str, Any]] | None = None
    if query.get("dengang") and not period and refused is None:
        then = await _said_then(page, asked, day)
    here = without(page.pairs, "cursor", "besked")
    return Shown(
        "answered/page.html",
        {
            "found": found,
            "refused": refused,
            "then": then,
            "period": bool(period),
            "day": day,
            "first": query.get("from") or "",
            "last": query.get("to") or "",
            "chosen": {name: query.getlist(name) for name in _FILTERS},
            "duty": query.get("duty") or _USUAL["duty"],
            "basis": query.get("basis") or _USUAL["basis"],
            "units": await unit_choices(page),
            "changed": _changed(found["items"], query.get("from"), query.get("to") or page.today.isoformat()),
            "next_address": found["nextCursor"] and address("/ansvar", [*here, ("cursor", found["nextCursor"])]),
            "first_address": address("/ansvar", here) if "cursor" in query else None,
            "excel": address("/filer/responsibilities.xlsx", asked),
        },
        HTTPStatus.OK if refused is None else HTTPStatus.BAD_REQUEST,
    )


async def _said_then(
    page: PageRequest, asked: Sequence[tuple[str, str]], day: str
) -> dict[tuple[str, str, str], Mapping[str, Any]] | None:
    """Rows as the register knew them at the end of the day; None where it had not begun by then."""
    try:
        found = await page.interior.get("/v1/responsibilities", [*asked, ("knownAt", day), ("limit", _COMPARED)])
    except Refused as refused:
        if refused.status != HTTPStatus.BAD_REQUEST:
            raise
        return None
    return {(row["systemId"], row["duty"], row["basis"]): row for row in found["items"]}


def _changed(rows: Sequence[Mapping[str, Any]], first: str | None, last: str) -> dict[str, str]:
    """What happened to a row within the period: it began, it ended, or both."""
    if not first:
        return {}
    found = {}
    for row in rows:
        began = first < row["validFrom"] <= last
        ended = row["validUntil"] is not None and first <= row["validUntil"] < last
        if began or ended:
            found[row["id"]] = "both" if began and ended else ("began" if began else "ended")
    return found
