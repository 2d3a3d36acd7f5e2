"""How a finding is mended: the page that begins it, for whoever may, and whom to ask for everyone else."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from app.vocabulary import Duty
from app.web.addresses import address
from app.web.asking import PageRequest
from app.web.marking import _
from app.web.system.allowed import Allowed


@dataclass(frozen=True, slots=True)
class Mending:
    text: str
    address: str


#: The forms of whoever keeps the system: where each is, and what leads there.
_FORMS = {
    "budget": ("budget", _("Registrér bevillingen")),
    "contract": ("kontrakt", _("Registrér kontrakten")),
    "hotline": ("kontrakt", _("Registrér en hotline på kontrakten")),
    "edit": ("ret", _("Ret oplysningerne")),
}
#: What is nobody's, where the finding names no duty.
_ASSIGNED = {"OWN001": Duty.OWNER, "LIF002": Duty.RETIRE}
_ATTEST = ("bekraeft", _("Bekræft ejerskabet"))
#: What mends the findings of a rule; the first letters stand for the rules that have no line of their own.
_WAYS = {
    "OWN001": "assign",
    "OWN005": "attest",
    "OWN": "offer",
    "DUT001": "assign",
    "DUT004": "resolve",
    "DUT": "offer",
    "FUN006": "offer",
    "FUN": "budget",
    "LIF003": "confirm",
    "LIF004": "contract",
    "LIF007": "contract",
    "LIF": "edit",
    "EMP": "edit",
    "CON": "nobody",
}
#: A rule that misses several things, and only the one that the form of the rule has no field for.
_MISSING = {("EMP001", "onCall"): "hotline", ("LIF002", "retire"): "assign"}


def way_of(finding: Mapping[str, Any]) -> str:
    """What mends what is wrong."""
    rule, missing = finding["rule"], list(finding["evidence"].get("missing") or [])
    if len(missing) == 1 and (rule, missing[0]) in _MISSING:
        return _MISSING[rule, missing[0]]
    return _WAYS.get(rule) or _WAYS.get(rule[:3], "edit")


async def mendings(page: PageRequest, card: Mapping[str, Any], allowed: Allowed) -> dict[str, Mending | None]:
    """By the id of the finding; None where the reader may not mend it, or no page can."""
    bench = _Bench(page, card, allowed, await allowed.attests())
    return {finding["id"]: bench.mending(finding) for finding in card["findings"]}


@dataclass(frozen=True, slots=True)
class _Bench:
    """`attests`: whether the reader may confirm the ownership."""

    page: PageRequest
    card: Mapping[str, Any]
    allowed: Allowed
    attests: bool

    def mending(self, finding: Mapping[str, Any]) -> Mending | None:
        found = self._by_answering(finding, way := way_of(finding))
        return found or (self._written(way) if way in _FORMS else None)

    def _by_answering(self, finding: Mapping[str, Any], way: str) -> Mending | None:
        """What has to do with who answers for it."""
        match way:
            case "offer":
                return self._offer(finding, _duty(finding, Duty.OWNER))
            case "assign":
                duty = _duty(finding, _ASSIGNED.get(finding["rule"], Duty.FIX))
                return self._assign(duty) or self._offer(finding, duty)
            case "resolve":
                return self._resolve(finding["evidence"].get("disputeIds", ()))
            case "attest" | "confirm" if self.attests:
                return self._form(*_ATTEST)
        # What is recorded can be confirmed with the ownership, or by itself.
        return self._written("edit") if way == "confirm" else None

    def _offer(self, finding: Mapping[str, Any], duty: str) -> Mending | None:
        """An offer that is open already is where it goes on."""
        say = self.page.words.say
        standing = next((offer for offer in self.card["openHandovers"] if offer["duty"] == duty), None)
        if standing is not None:
            if not (self.allowed.accepts(standing) or self.allowed.withdraws(standing)):
                return None
            text = say("Se tilbuddet til %(title)s", title=standing["toTitle"])
            return Mending(text, f"/tilbud/{standing['id']}")
        if all(stake.duty != duty for stake in self.allowed.offers()):
            return None
        to_id, title = self._receiver(finding["evidence"], duty)
        if duty == Duty.OWNER:
            text = (
                say("Tilbyd ejerskabet til %(title)s", title=title) if title else say("Tilbyd ejerskabet til en anden")
            )
        else:
            verb = self.page.words.word("duty", duty)
            text = (
                say("Tilbyd %(title)s ansvaret for at %(verb)s", verb=verb, title=title)
                if title
                else say("Tilbyd en anden ansvaret for at %(verb)s", verb=verb)
            )
        return Mending(text, address(f"{self._here}/tilbyd", [("ansvar", duty), ("til", to_id)]))

    def _receiver(self, evidence: Mapping[str, Any], duty: str) -> tuple[str, str | None]:
        """Whom the finding suggests, or the one who does the work already."""
        if duty == Duty.OWNER and (evidence.get("suggestedPositionId") or evidence.get("askedPositionId")):
            return (
                evidence.get("suggestedPositionId") or evidence["askedPositionId"],
                evidence.get("suggestedTitle") or evidence.get("askedTitle"),
            )
        formal, practice = self.allowed.holders(duty)
        doing = [holder for holder in practice if holder["positionId"] not in {each["positionId"] for each in formal}]
        return (doing[0]["positionId"], doing[0]["title"]) if len(doing) == 1 else ("", None)

    def _assign(self, duty: str) -> Mending | None:
        if not self.allowed.write:
            return None
        return Mending(self.page.words.say("Giv nogen ansvaret"), address(f"{self._here}/ansvar", [("ansvar", duty)]))

    def _resolve(self, dispute_ids: Collection[str]) -> Mending | None:
        for dispute in self.card["disputes"]:
            if dispute["id"] in dispute_ids and self.allowed.decides(dispute):
                return Mending(self.page.words.say("Afgør tvisten"), f"/tvister/{dispute['id']}")
        return None

    def _written(self, way: str) -> Mending | None:
        return self._form(*_FORMS[way]) if self.allowed.write else None

    def _form(self, place: str, text: str) -> Mending:
        return Mending(self.page.words.say(text), f"{self._here}/{place}")

    @property
    def _here(self) -> str:
        return f"/systemer/{self.card['id']}"


def _duty(finding: Mapping[str, Any], otherwise: Duty) -> str:
    """The first that the finding is about."""
    return str(next(iter(finding["evidence"].get("duties") or ()), otherwise.value))
