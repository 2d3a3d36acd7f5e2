"""How a finding is mended: the page that begins it, for whoever may, and whom to ask for everyone else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.vocabulary import Duty
from app.web.addresses import address
from app.web.asking import PageRequest
from app.web.system.allowed import Allowed


@dataclass(frozen=True, slots=True)
class Mending:
    text: str
    address: str


#: What mends the findings of a rule; the first letters stand for the rules that have no line of their own.
_WAYS = {
    "OWN001": "assign",
    "OWN005": "attest",
    "OWN006": "offer",
    "OWN": "offer",
    "DUT001": "assign",
    "DUT004": "resolve",
    "DUT": "offer",
    "FUN003": "budget",
    "FUN006": "offer",
    "FUN": "budget",
    "LIF003": "attest",
    "LIF004": "contract",
    "LIF007": "contract",
    "LIF": "edit",
    "EMP": "edit",
    "CON": "people",
}
#: What the reader has to be allowed for each way.
_NEEDS = {
    "offer": "offer",
    "attest": "attest",
    "resolve": "resolve",
    "assign": "write",
    "budget": "write",
    "contract": "write",
    "edit": "write",
    "people": "nobody",
}


def way_of(rule: str) -> str:
    return _WAYS.get(rule) or _WAYS.get(rule[:3], "edit")


async def mendings(page: PageRequest, card: Mapping[str, Any], allowed: Allowed) -> dict[str, Mending | None]:
    """By the id of the finding; None where the reader may not mend it."""
    decided = [dispute["id"] for dispute in card["disputes"] if allowed.decides(dispute)]
    may = {
        "offer": any(stake.duty is Duty.OWNER for stake in allowed.offers()),
        "attest": await allowed.attests(),
        "resolve": bool(decided),
        "write": allowed.write,
        "nobody": False,
    }
    found: dict[str, Mending | None] = {}
    for finding in card["findings"]:
        way = way_of(finding["rule"])
        found[finding["id"]] = _mending(page, card, finding, way, decided) if may[_NEEDS[way]] else None
    return found


def _mending(
    page: PageRequest, card: Mapping[str, Any], finding: Mapping[str, Any], way: str, decided: list[str]
) -> Mending:
    say, here, evidence = page.words.say, f"/systemer/{card['id']}", finding["evidence"]
    if way == "offer":
        suggested = evidence.get("suggestedPositionId") or evidence.get("askedPositionId") or ""
        title = evidence.get("suggestedTitle") or evidence.get("askedTitle")
        text = say("Tilbyd ejerskabet til %(title)s", title=title) if title else say("Tilbyd ejerskabet til en anden")
        return Mending(text, address(f"{here}/tilbyd", [("ansvar", Duty.OWNER.value), ("til", suggested)]))
    if way == "assign":
        of_owner = finding["rule"].startswith("OWN")
        duty = Duty.OWNER.value if of_owner else next(iter(evidence.get("duties", ())), Duty.FIX.value)
        return Mending(say("Giv nogen ansvaret"), address(f"{here}/ansvar", [("ansvar", duty)]))
    if way == "resolve":
        return Mending(say("Afgør tvisten"), f"/tvister/{decided[0]}")
    text, place = {
        "attest": (say("Bekræft ejerskabet"), "bekraeft"),
        "budget": (say("Registrér bevillingen"), "budget"),
        "contract": (say("Registrér kontrakten"), "kontrakt"),
        "edit": (say("Ret oplysningerne"), "ret"),
    }[way]
    return Mending(text, f"{here}/{place}")
