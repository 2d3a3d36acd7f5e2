"""Roles in KITOS and their duties, as the form of the policy shows and takes them: a line for each role."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.core.kitos_roles import DELIVERED, role_key
from app.core.validation import as_step
from app.web.asking import PageRequest
from app.web.interior import Refused
from app.web.marking import _
from app.web.policy_words import NO_DUTY, value_of
from app.web.words import PageWords

KEY = "kitosRoles"
_EMPTY_LINES = 3


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One line of the form: `duty` is a code, NO_DUTY, or empty where nothing is chosen."""

    number: int
    role: str
    duty: str
    fault: str | None = None


def lines_of(roles: Mapping[str, str | None]) -> list[RoleLine]:
    """What holds, by name, and empty lines for more."""
    said = [(name, roles[name] or NO_DUTY) for name in sorted(roles, key=str.casefold)]
    lines = [*said, *[("", "")] * _EMPTY_LINES]
    return [RoleLine(number, role, duty) for number, (role, duty) in enumerate(lines, start=1)]


def typed_lines(page: PageRequest) -> list[RoleLine]:
    """What was sent; a role without a duty, and one that is said to be two, have a fault."""
    lines: list[RoleLine] = []
    earlier: dict[str, str] = {}
    number = 1
    while f"rolle-{number}" in page.form:
        role, duty = page.text(f"rolle-{number}") or "", page.text(f"ansvar-{number}") or ""
        fault = None
        if role and not duty:
            fault = page.words.say(_("Vælg, hvilket ansvar rollen er, eller vælg »intet ansvar«."))
        elif role and earlier.setdefault(role_key(role), duty) != duty:
            fault = page.words.say(_("Rollen står to gange med forskelligt ansvar. Fjern den ene."))
        lines.append(RoleLine(number, role, duty, fault))
        number += 1
    return lines


def roles_of(lines: list[RoleLine]) -> dict[str, str | None]:
    """Lines without a name are left out: so a role is taken away."""
    return {line.role: None if line.duty == NO_DUTY else line.duty for line in lines if line.role}


def with_faults(lines: list[RoleLine], refused: Refused) -> list[RoleLine]:
    """What the interface objects to, at the role that it is about."""
    said = {fault.steps[1]: fault.detail for fault in refused.faults if fault.steps[:1] == [KEY] and fault.steps[1:]}
    return [replace(line, fault=said.get(as_step(line.role))) for line in lines]


def delivered(words: PageWords) -> str:
    """The roles that hold without a line."""
    return value_of(words, KEY, DELIVERED)
