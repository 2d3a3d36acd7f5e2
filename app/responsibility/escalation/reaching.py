"""Who of a chain can be reached, and what to say where nobody can. Pure."""

from collections.abc import Sequence
from typing import Any

from app.register.chain import Chain, ChainStep
from app.register.organisation import Contact, Organisation
from app.rules.wording import either, position, quoted
from app.vocabulary import ContactKind, TenureRole


def acting_order(organisation: Organisation, chain: Chain) -> int | None:
    """The order of the first who is there and has a phone; None where nobody is there.

    Where none of those who are there has a phone, the first with a mail address, else the first of all: somebody who is
    at work can be found.
    """
    there = [(order, _contact(organisation, step)) for order, step in enumerate(chain.steps, start=1) if step.is_there]
    phones = [order for order, contact in there if contact.phone]
    addresses = [order for order, contact in there if contact.email]
    return next(iter([*phones, *addresses, *(order for order, _ in there)]), None)


def unreached(
    organisation: Organisation, chain: Chain, acting: int | None, contacts: Sequence[dict[str, Any]]
) -> list[str]:
    """Danish sentences: who is passed over, and why; and whom to call where nobody is there.

    `acting`: the order of who acts. `contacts`: who can be called beside the chain.
    """
    if acting is None:
        return ["Ingen i kæden er til stede.", _instead(contacts)]
    passed = [step for step in chain.steps[: acting - 1] if step.is_there]
    said = [f"Der er intet telefonnummer på {_who(organisation, step)}; gå videre til den næste." for step in passed]
    if not _contact(organisation, chain.steps[acting - 1]).phone:
        said = ["Der er ikke registreret et telefonnummer på nogen af dem, der er til stede.", _instead(contacts)]
    return list(dict.fromkeys(said))


def _instead(contacts: Sequence[dict[str, Any]]) -> str:
    on_call = [contact["name"] for contact in contacts if contact["kind"] == ContactKind.ON_CALL]
    if on_call:
        return f"Ring til vagten: {quoted(on_call[0])}."
    others = [quoted(contact["name"]) for contact in contacts if contact["phone"]]
    if others:
        return f"Der er ingen vagt registreret. Ring til {either(others)}."
    return "Der er hverken registreret en vagt eller en hotline. Ring til kommunens hovednummer."


def _contact(organisation: Organisation, step: ChainStep) -> Contact:
    return organisation.contacts[step.person.person_id] if step.person else Contact(None, None)


def _who(organisation: Organisation, step: ChainStep) -> str:
    held = position(organisation.positions[step.position_id].title)
    return f"stedfortræderen for {held}" if step.role is TenureRole.DEPUTY else f"indehaveren af {held}"
