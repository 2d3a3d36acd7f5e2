"""Who of a chain can be reached, and what to say where nobody can. Pure."""

from collections.abc import Sequence
from typing import Any

from app.register.chain import Chain, ChainStep
from app.register.organisation import Contact, Organisation
from app.rules.wording import either, position, quoted
from app.vocabulary import ContactKind, TenureRole


def acting_order(organisation: Organisation, chain: Chain) -> int | None:
    """The order of the first who is there and has a phone; None where nobody has both.

    A mail address is not enough: whoever reads this at night calls the one who is marked, or someone beside the chain.
    """
    steps = enumerate(chain.steps, start=1)
    return next((order for order, step in steps if step.is_there and _contact(organisation, step).phone), None)


def unreached(
    organisation: Organisation, chain: Chain, acting: int | None, contacts: Sequence[dict[str, Any]]
) -> list[str]:
    """Danish sentences: who is passed over, and why; and whom to call where nobody can be reached.

    `acting`: the order of who acts. `contacts`: who can be called beside the chain.
    """
    if acting is None:
        nobody = "Der er ikke registreret et telefonnummer på nogen af dem, der er til stede."
        return [nobody if chain.there else "Ingen i kæden er til stede.", _instead(contacts)]
    passed = [step for step in chain.steps[: acting - 1] if step.is_there]
    said = [f"Der er intet telefonnummer på {_who(organisation, step)}; gå videre til den næste." for step in passed]
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
