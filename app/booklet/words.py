"""The words of a chain: what stands in a step, however it is laid out. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from typing import Any

from app.core.languages import danish_date
from app.vocabulary import ContactKind, Duty

_MONTHS = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]


def question(chain: Mapping[str, Any]) -> str:
    """As `Hvem skal fejlrette?`."""
    return f"Hvem skal {Duty(chain['duty']).verb}?"


def moment(at: datetime, zone: tzinfo) -> str:
    """`25. november 2026 kl. 02.04`, in the register's time zone."""
    local = at.astimezone(zone)
    return f"{local.day}. {_MONTHS[local.month - 1]} {local.year} kl. {local.hour:02}.{local.minute:02}"


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


def contact(found: Mapping[str, Any]) -> str:
    """`Omsorgsvagten (vagt), døgnet rundt, sag 4711`: everything but the number."""
    label = ContactKind(found["kind"]).label
    return ", ".join(part for part in (f"{found['name']} ({label})", found["hours"], found["reference"]) if part)
