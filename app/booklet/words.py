"""The words of a chain: what stands in a step, however it is laid out. Pure."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, tzinfo
from typing import Any

from app.core.languages import danish_date, long_danish_date
from app.vocabulary import ContactKind, Duty


def question(duty: str) -> str:
    """As `Hvem skal fejlrette systemet?`. `duty`: by its code."""
    asked = Duty(duty)
    return "Hvem ejer systemet?" if asked is Duty.OWNER else f"Hvem skal {asked.label} systemet?"


def moment(at: datetime, zone: tzinfo) -> str:
    """`25. november 2026 kl. 02.04`, in the register's time zone."""
    local = at.astimezone(zone)
    return f"{long_danish_date(local)} kl. {local.hour:02}.{local.minute:02}"


def person(step: Mapping[str, Any]) -> str:
    """The name, and why they cannot be asked where they cannot."""
    if step["vacant"]:
        return "(ubesat)"
    name: str = step["personName"]
    if not step["absent"]:
        return name
    last = step["absentUntil"]
    until = f"til og med {danish_date(date.fromisoformat(last))}" if last else "indtil videre"
    return f"{name} (fraværende {until})"


def position(step: Mapping[str, Any]) -> str:
    """The title, with the unit where the title does not say it."""
    title, unit = str(step["title"]), str(step["unitName"])
    return title if unit.casefold() in title.casefold() else f"{title}, {unit}"


#: A number within a text: five digits and more with single separators; or a short one (112, 1813) that stands alone.
_NUMBER = re.compile(r"(?:\(\+?\d{1,4}\) ?|\+)?\d(?:[ .-]?\d){4,14}|(?<![\d.,:-])\d{3,4}(?![\d.,:-])")


def dialled(text: str) -> Iterator[tuple[str, str | None]]:
    """The text in pieces, each with what a phone dials for it: digits and the plus of a country; None: no number."""
    end = 0
    for found in _NUMBER.finditer(text):
        if text[end : found.start()]:
            yield text[end : found.start()], None
        yield found[0], re.sub(r"[^+\d]", "", found[0])
        end = found.end()
    if text[end:]:
        yield text[end:], None


def first_to_ask(step: Mapping[str, Any]) -> str:
    """What stands by whoever acts."""
    return "ring hertil først" if step["phone"] else "kontakt først"


def contact(found: Mapping[str, Any]) -> str:
    """`Omsorgsvagten (vagt), døgnet rundt, sag 4711`: everything but the number, or that there is none."""
    label = ContactKind(found["kind"]).label
    without = None if found["phone"] else "intet telefonnummer registreret"
    parts = (f"{found['name']} ({label})", found["hours"], found["reference"], without)
    return ", ".join(part for part in parts if part)
