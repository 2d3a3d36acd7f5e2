"""What the reader may do with a system, so that a page shows every button that works and no other.

Nothing is decided here: the interface and its guard ask `app.security` the same questions when the form is sent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.register.organisation import Organisation
from app.security.answering import answerable, may_answer, may_decide
from app.security.sight import limit_of
from app.vocabulary import DUTIES, Duty, Permission
from app.web.asking import PageRequest

_DUTIES = (Duty.OWNER, *DUTIES)


@dataclass(frozen=True, slots=True)
class Stake:
    """Somebody's duty, as a form names it. `title`: whose it is, where several have it and it has to be said."""

    duty: Duty
    position_id: str | None
    title: str | None

    @property
    def value(self) -> str:
        return self.duty.value if self.title is None else f"{self.duty.value}:{self.position_id}"


class Allowed:
    """By today's organisation, about one system. `card`: as it is now."""

    def __init__(self, page: PageRequest, organisation: Organisation, card: Mapping[str, Any]) -> None:
        self._page, self._organisation, self._card = page, organisation, card
        self._inside = limit_of(page.identity, organisation).has_unit(card["unitId"])
        self.write = self._inside and page.may(Permission.WRITE_SYSTEMS)

    def answers_for(self, *position_ids: str | None, keeper: bool = False) -> bool:
        """`keeper`: whether it is enough to keep what the system's unit runs."""
        of_unit = self._card["unitId"] if keeper else None
        return self._may_answer and may_answer(self._page.identity, self._organisation, position_ids, of_unit=of_unit)

    def decides(self, dispute: Mapping[str, Any]) -> bool:
        return self._may_answer and may_decide(self._page.identity, self._organisation, dispute["positionId"])

    def accepts(self, offer: Mapping[str, Any]) -> bool:
        """Declining is for the same people."""
        return self.answers_for(offer["toPositionId"])

    def withdraws(self, offer: Mapping[str, Any]) -> bool:
        """The card does not tell who of several made it."""
        holders = [holder["positionId"] for holder in self._formal(Duty(offer["duty"]))]
        giving = [offer["fromPositionId"]] if "fromPositionId" in offer else holders
        return self.answers_for(*giving, *self._owner, keeper=True)

    def offers(self) -> list[Stake]:
        """The duties that the reader may offer to another; one that is offered already is not among them."""
        taken = {offer["duty"] for offer in self._card["openHandovers"]}
        return [
            stake
            for duty in _DUTIES
            if duty.value not in taken
            for stake in _stakes(duty, self._formal(duty)) or [Stake(duty, None, None)]
            if self.answers_for(stake.position_id, *self._owner, keeper=stake.position_id is None)
        ]

    def disputes(self) -> list[Stake]:
        """The duties of which the reader may say that they are another's; one that is disputed is not among them."""
        taken = {dispute["duty"] for dispute in self._card["disputes"]}
        return [
            stake
            for duty in _DUTIES
            if duty.value not in taken
            for stake in _stakes(duty, [*self._formal(duty), *self._practice(duty)])
            if self.answers_for(stake.position_id)
        ]

    async def attests(self) -> bool:
        """The owner answers, or a position above that has been asked; and somebody has to hold it."""
        if not self._owner or not self._may_answer:
            return False
        entitled, above = list(self._owner), [ref.id for ref in self._organisation.line(self._owner[0])]
        if not self.answers_for(*entitled) and self.answers_for(*above):
            asked = await self._page.interior.get(
                "/v1/attestation-requests",
                [("systemId", self._card["id"]), ("state", "open"), ("state", "overdue"), ("limit", "50")],
            )
            entitled += [each["positionId"] for each in asked["items"] if each["positionId"] in above]
        answering = answerable(self._page.identity, self._organisation, entitled)
        return bool(answering) and self._organisation.incumbency(answering[0]).holder is not None

    def holders(self, duty: str) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
        """Formally, and in practice."""
        return self._formal(Duty(duty)), self._practice(Duty(duty))

    @property
    def _may_answer(self) -> bool:
        return self._inside and self._page.may(Permission.ANSWER)

    @property
    def _owner(self) -> list[str]:
        return [holder["positionId"] for holder in self._formal(Duty.OWNER)]

    def _formal(self, duty: Duty) -> list[Mapping[str, Any]]:
        if duty is Duty.OWNER:
            return [self._card["owner"]] if self._card["owner"] else []
        return self._holders(duty, "formal")

    def _practice(self, duty: Duty) -> list[Mapping[str, Any]]:
        return list(self._card["ownerInPractice"]) if duty is Duty.OWNER else self._holders(duty, "practice")

    def _holders(self, duty: Duty, basis: str) -> list[Mapping[str, Any]]:
        return [holder for row in self._card["duties"] if row["duty"] == duty for holder in row[basis]]


async def allowed_with(page: PageRequest, card: Mapping[str, Any]) -> Allowed:
    return Allowed(page, await page.organisation(), card)


def choices(page: PageRequest, stakes: Iterable[Stake]) -> list[tuple[str, str]]:
    """The stakes as a form lists them."""
    return [(stake.value, _said(page, stake)) for stake in stakes]


def chosen_duty(value: str) -> tuple[str, str | None]:
    """The duty that a form's value names, and whose it is where that was said."""
    duty, _, position_id = value.partition(":")
    return duty, position_id or None


def preselected(listed: Iterable[tuple[str, str]], duty: str | None) -> str | None:
    """The first choice that is of the duty, be it any holder's, unless one is named whole."""
    values = [value for value, _ in listed]
    return next((value for value in values if duty in {value, chosen_duty(value)[0]}), None)


def _said(page: PageRequest, stake: Stake) -> str:
    word = page.words.word("duty", stake.duty.value)
    return word if stake.title is None else f"{word} ({stake.title})"


def _stakes(duty: Duty, holders: list[Mapping[str, Any]]) -> list[Stake]:
    """One for each position; only where there are several does it have to be said whose the duty is."""
    titles = {holder["positionId"]: holder["title"] for holder in holders}
    several = len(titles) > 1
    return [Stake(duty, position_id, title if several else None) for position_id, title in titles.items()]
