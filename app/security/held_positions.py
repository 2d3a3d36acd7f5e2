"""For whom a caller may answer: owners for the positions that they hold, those who keep the register for anyone."""

from collections.abc import Iterable

from app.core.errors import Forbidden
from app.core.languages import Text
from app.register.organisation import Organisation
from app.security.identity import Identity
from app.vocabulary import Permission


def on_behalf(identity: Identity) -> bool:
    """Whether the caller keeps the register, and may write down what others have said."""
    return identity.may(Permission.WRITE_SYSTEMS)


def held_positions(identity: Identity, organisation: Organisation) -> set[str]:
    """The positions that the caller's person holds today."""
    return set() if identity.person_id is None else set(organisation.held_by(identity.person_id))


def require_holder(identity: Identity, organisation: Organisation, position_ids: Iterable[str | None]) -> None:
    """Raises Forbidden unless the caller may answer for one of the positions."""
    if on_behalf(identity):
        return
    if identity.person_id is None:
        raise Forbidden(
            Text(
                "The token belongs to no person, so it holds no position to answer for.",
                da="Adgangsnøglen hører ikke til en person og har derfor ingen stilling at svare for.",
            )
        )
    if held_positions(identity, organisation).isdisjoint(set(position_ids)):
        raise Forbidden(
            Text(
                "Only the holder of the position may do this, and the token's person does not hold it.",
                da="Kun den, der har stillingen, må gøre dette. Personen bag adgangsnøglen har den ikke.",
            )
        )
