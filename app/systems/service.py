"""Changing systems."""

from datetime import date
from typing import Any

from sqlmodel import Session

from app.core.errors import Conflict, InvalidInput
from app.core.languages import Text, long_danish_date
from app.core.validation import validated
from app.models import System, Unit
from app.register.rows import USING, assign, by_key, find, merged, require, require_all, require_free_key
from app.systems.decisions import is_to_come, refuse_vanishing, was_in_use
from app.systems.lifecycle import refuse_impossible
from app.systems.queries import children_of, contracts_of, successor_loop
from app.systems.schemas import SystemBody, SystemPatch, SystemWrite
from app.vocabulary import Lifecycle


def create_system(session: Session, body: SystemBody, today: date) -> str:
    """The id of the new system; raises InvalidInput for unknown references, Conflict for a taken key."""
    _refuse_confirming_ahead(body, today)
    system = System(
        **_columns(body),
        ever_in_use=was_in_use(body.lifecycle),
        using_units=require_all(session, Unit, body.using_unit_ids, "/usingUnitIds"),
    )
    _check_references(session, system.id, body)
    require_free_key(session, system)
    session.add(system)
    session.flush()
    return system.id


def change_system(session: Session, system_id: str, patch: SystemPatch, today: date) -> None:
    """Raises Conflict for an impossible step of the lifecycle."""
    system = find(session, System, system_id, USING)
    before = as_body(system)
    _apply(session, system, before, merged(before, SystemBody, patch), today)


def upsert_system(session: Session, source: str, external_id: str, patch: SystemPatch, today: date) -> tuple[str, bool]:
    """Make or change the system with the caller's own key; gives its id and whether it was made.

    What the body leaves out stays as it is, so that a nightly script that knows three fields does not undo
    what people wrote in the others.
    """
    for pointer, said, key in (("/source", patch.source, source), ("/externalId", patch.external_id, external_id)):  # type: ignore[attr-defined]
        if said is not None and said != key:
            raise InvalidInput.at(
                pointer,
                "key-mismatch",
                Text(
                    "The body names another key than the address does.",
                    da="Indholdet har en anden nøgle end adressen. Ret en af dem.",
                ),
            )
    system = by_key(session, System, source, external_id)
    if system is None:
        sent = patch.model_dump(exclude_unset=True, exclude_none=True)
        body = validated(SystemWrite, {**sent, "source": source, "external_id": external_id})
        return create_system(session, body, today), True
    keyed = patch.model_copy(update={"source": source, "external_id": external_id})
    change_system(session, system.id, keyed, today)
    return system.id, False


def retire_system(session: Session, system_id: str, on: date | None, today: date) -> None:
    """Close the system. A day to come makes it phasing out until then.

    Raises Conflict for what is closed already, InvalidInput for a day before it is taken into use.
    """
    system = find(session, System, system_id, USING)
    day = on or today
    if system.lifecycle == Lifecycle.RETIRED:
        raise Conflict(
            Text("The system is retired already.", da="Systemet er allerede nedlagt."), code="impossible-transition"
        )
    if system.taken_into_use_on is not None and day < system.taken_into_use_on:
        taken = system.taken_into_use_on
        detail = Text(
            f"The system is taken into use on {taken}. It cannot be retired before.",
            da=f"Systemet tages i brug den {long_danish_date(taken)} og kan ikke nedlægges før. "
            "Vælg en senere dag, eller ret først den dag, det tages i brug.",
        )
        raise InvalidInput.at("/on", "backwards-period", detail)
    state = Lifecycle.PHASING_OUT if day > today else Lifecycle.RETIRED
    before = as_body(system)
    body = validated(SystemBody, {**before.model_dump(), "lifecycle": state, "phased_out_on": day})
    _apply(session, system, before, body, today)


def delete_system(session: Session, system_id: str) -> None:
    """Raises Conflict for a system that was ever in use: it is retired, and its history kept."""
    system = find(session, System, system_id)
    refuse_vanishing(ever_in_use=system.ever_in_use)
    for child in children_of(session, system_id):
        session.delete(child)
        session.flush()
    for contract in contracts_of(session, system_id):
        # Not left to the database's cascade, which the journal would not notice.
        contract.systems.remove(system)
    session.flush()
    session.delete(system)
    session.flush()


def as_body(system: System) -> SystemBody:
    """The system as a client would have to write it."""
    columns = {name: getattr(system, name) for name in SystemBody.model_fields if name != "using_unit_ids"}
    return SystemBody.model_validate({**columns, "using_unit_ids": [unit.id for unit in system.using_units]})


def _apply(session: Session, system: System, before: SystemBody, body: SystemBody, today: date) -> None:
    """Make the row say what the body says, and no longer what it says `before`."""
    refuse_impossible(before.lifecycle, body.lifecycle)
    if body.confirmed_on != before.confirmed_on:
        _refuse_confirming_ahead(body, today)
    if body == before:
        return
    _check_references(session, system.id, body, before)
    if set(body.using_unit_ids) != set(before.using_unit_ids):
        system.using_units = require_all(session, Unit, body.using_unit_ids, "/usingUnitIds")
    assign(system, {**_columns(body), "ever_in_use": was_in_use(body.lifecycle, before=system.ever_in_use)})
    require_free_key(session, system)
    session.flush()


def _columns(body: SystemBody) -> dict[str, Any]:
    return body.model_dump(exclude={"using_unit_ids"})


def _refuse_confirming_ahead(body: SystemBody, today: date) -> None:
    """Raises InvalidInput for a confirmation on a day to come."""
    if is_to_come(body.confirmed_on, today):
        detail = Text(
            "Nobody can have confirmed the record on a day to come.",
            da="Datoen ligger i fremtiden. Skriv den dag, oplysningerne blev bekræftet.",
        )
        raise InvalidInput.at("/confirmedOn", "in-the-future", detail)


def refuse_successor_loop(session: Session, system_id: str, successor_id: str | None) -> None:
    """Raises Conflict where the chain of successors would come back to the system."""
    if successor_loop(session, system_id, successor_id):
        detail = Text(
            "The chain of successors would come back to the system itself.",
            da="Rækken af afløsere ville ende i systemet selv. Vælg en anden afløser.",
        )
        raise Conflict.at("/successorId", "successor-loop", detail)


def _check_references(session: Session, system_id: str, body: SystemBody, before: SystemBody | None = None) -> None:
    """What stood before is left alone: the database lets no reference dangle, and no chain closes by itself."""
    if before is None or body.unit_id != before.unit_id:
        require(session, Unit, body.unit_id, "/unitId")
    if before is None or body.successor_id != before.successor_id:
        require(session, System, body.successor_id, "/successorId")
        refuse_successor_loop(session, system_id, body.successor_id)
