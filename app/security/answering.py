"""In whose name a caller may answer: owners for positions they hold, those who keep the register for others."""

from collections.abc import Iterable

from app.core.errors import Forbidden
from app.core.languages import Text
from app.register.organisation import Organisation
from app.security.identity import Identity
from app.security.sight import Sight, held_positions
from app.vocabulary import Permission


def on_behalf(identity: Identity, organisation: Organisation, position_id: str | None) -> bool:
    """Whether the caller keeps the part of the register that the position is in, and may write what it has said."""
    part = Sight(identity, organisation).part(Permission.ANSWER)
    position = organisation.positions.get(position_id or "")
    return part.everything or (position is not None and part.has_unit(position.unit_id))


def answerable(identity: Identity, organisation: Organisation, position_ids: Iterable[str | None]) -> list[str]:
    """Those of the positions that the caller may answer for, in their order."""
    held = held_positions(identity, organisation)
    return [
        position_id
        for position_id in position_ids
        if position_id is not None and (position_id in held or on_behalf(identity, organisation, position_id))
    ]


def may_answer(
    identity: Identity,
    organisation: Organisation,
    position_ids: Iterable[str | None],
    *,
    of_unit: str | None = None,
) -> bool:
    """Whether the caller may answer for one of the positions, or keeps what the unit runs."""
    part = Sight(identity, organisation).part(Permission.ANSWER)
    if part.everything or (of_unit is not None and part.has_unit(of_unit)):
        return True
    return bool(answerable(identity, organisation, position_ids))


def may_decide(identity: Identity, organisation: Organisation, position_id: str) -> bool:
    """Whether the caller may decide whose a duty of the position is: from above it, or for those it keeps."""
    return on_behalf(identity, organisation, position_id) or stands_above(identity, organisation, [position_id])


def stands_above(identity: Identity, organisation: Organisation, position_ids: list[str]) -> bool:
    """Whether the caller's person holds a position above all of them."""
    held = held_positions(identity, organisation)
    return any(
        all(position in {ref.id for ref in organisation.line(position_id)} for position_id in position_ids)
        for position in held
    )


def require_answering(
    identity: Identity,
    organisation: Organisation,
    position_ids: Iterable[str | None],
    *,
    of_unit: str | None = None,
) -> None:
    """Raises Forbidden for a caller who may not."""
    if may_answer(identity, organisation, position_ids, of_unit=of_unit):
        return
    if identity.unit_id is not None:
        raise Forbidden(
            Text(
                "The position lies outside the unit that the access is limited to: it has to answer for itself.",
                da="Stillingen ligger uden for den enhed, adgangen gælder for. Den skal selv svare.",
            )
        )
    if identity.person_id is None:
        raise Forbidden(
            Text(
                "The token belongs to no person, so it holds no position to answer for.",
                da="Adgangsnøglen hører ikke til en person og har derfor ingen stilling at svare for.",
            )
        )
    raise Forbidden(
        Text(
            "Only the holder of the position may do this, and the token's person does not hold it.",
            da="Kun den, der har stillingen, må gøre dette. Personen bag adgangsnøglen har den ikke.",
        )
    )


def plans_own_departure(identity: Identity, person_id: str, *, dry_run: bool) -> bool:
    """Whether the caller only looks at what the own departure would leave vacant.

    Raises Forbidden for those who may do no more than that, and ask for more.
    """
    if identity.may_everywhere(Permission.PLAN_DEPARTURE):
        return False
    if not dry_run or identity.person_id != person_id:
        raise Forbidden(
            Text(
                "You may look at your own departure with dryRun=true, and no more.",
                da="Du kan kun se, hvad din egen fratrædelse medfører. Bed din leder om at skrive den ned.",
            )
        )
    return True
