"""Positions, called by themselves or by whoever holds them: many a list knows people only."""

from app.imports.index import Entry, Unresolved
from app.imports.quoting import quoted
from app.imports.workspace import Workspace
from app.models import Person, Position


def position_named(work: Workspace, text: str) -> Entry:
    """The position, or that of the person who holds exactly one; raises Unresolved."""
    try:
        return work.index(Position).resolve(text)
    except Unresolved as fault:
        if fault.code != "unknown-reference":
            raise
        return _of_person(work, text)


def _of_person(work: Workspace, text: str) -> Entry:
    try:
        person = work.index(Person).resolve(text)
    except Unresolved as fault:
        if fault.code != "unknown-reference":
            raise
        detail = f"Ingen stilling eller person hedder {quoted(text)}. Ret cellen, eller opret stillingen først."
        raise Unresolved("unknown-reference", detail) from fault
    positions = [work.index(Position)[position_id] for position_id in work.held.get(person.id, ())]
    if len(positions) == 1:
        return positions[0]
    if not positions:
        detail = f"{quoted(person.name)} har ingen stilling i dag. Skriv stillingen, eller giv personen en først."
        raise Unresolved("person-without-position", detail)
    held = "; ".join(position.label for position in positions)
    detail = f"{quoted(person.name)} har flere stillinger: {held}. Skriv den stilling, der har ansvaret."
    raise Unresolved("ambiguous-reference", detail)
