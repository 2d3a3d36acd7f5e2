"""What KITOS says, in the register's words: units, people, contracts, and all of them together. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from app.core.kitos_roles import RoleMap
from app.imports.choices import ImportKind
from app.imports.forms.kitos import CONTRACT_KINDS
from app.imports.quoting import quoted
from app.kitos.client import Entity
from app.kitos.contents import Contents
from app.kitos.fields import FOLLOWED, FieldValues, Thing, column_of, taken
from app.kitos.notices import Notices, called
from app.kitos.reach import at, day_of, each_of, text_of, uuid_of
from app.kitos.system_mapping import system_fields
from app.vocabulary import ContractKind, Duty

_LONGEST_LINE, _LONGEST_TEXT = 200, 4000
_LONG = {"description", "notes"}
#: Usage → duty → the users who have it, in KITOS's order.
HeldDuties = dict[str, dict[Duty, list[str]]]


@dataclass(slots=True)
class Mapped:
    """`held`: of every usage that was read. `titles`: user → the role that a position is called after."""

    things: dict[ImportKind, list[Thing]] = field(default_factory=dict)
    held: HeldDuties = field(default_factory=dict)
    titles: dict[tuple[str, str], str] = field(default_factory=dict)
    notices: Notices = field(default_factory=Notices)


def mapped(contents: Contents, roles: RoleMap, known_people: Iterable[str]) -> Mapped:
    """Everything that was read. `known_people`: users that are followed already, in whatever role."""
    made = Mapped()
    unmapped: Counter[str] = Counter()
    for usage in contents.usages.values():
        made.held[usage["uuid"]] = _duties(usage, roles, made, unmapped)
    people = {user for duties in made.held.values() for users in duties.values() for user in users}
    made.things = {
        ImportKind.UNITS: [_thing(ImportKind.UNITS, unit, _unit(unit), made) for unit in contents.units.values()],
        ImportKind.PEOPLE: [
            _thing(ImportKind.PEOPLE, user, _person(user), made)
            for user in contents.users.values()
            if user["uuid"] in people or user["uuid"] in set(known_people)
        ],
        ImportKind.SYSTEMS: [
            _thing(ImportKind.SYSTEMS, usage, system_fields(usage, contents, made.notices), made)
            for usage in contents.usages.values()
        ],
        ImportKind.CONTRACTS: [
            _thing(ImportKind.CONTRACTS, each, _contract(each, made.notices), made)
            for each in contents.contracts.values()
        ],
    }
    for role, times in sorted(unmapped.items()):
        made.notices.warnings.append(
            f"Rollen {quoted(role)} ({times} gange) er ikke knyttet til et ansvar. Sig i politikken, hvilket ansvar "
            "den er, eller at den ikke er noget."
        )
    return made


def _duties(usage: Entity, roles: RoleMap, made: Mapped, unmapped: Counter[str]) -> dict[Duty, list[str]]:
    found: dict[Duty, list[str]] = {}
    for assignment in each_of(usage, "roles"):
        role, user = text_of(assignment, "role", "name"), uuid_of(at(assignment, "user"))
        if role is None or user is None:
            continue
        duty = roles.duty(role)
        if duty is None:
            if not roles.is_known(role):
                unmapped[role] += 1
            continue
        if user not in found.setdefault(duty, []):
            found[duty].append(user)
        made.titles.setdefault((usage["uuid"], user), role)
    return found


def _thing(kind: ImportKind, entity: Entity, said: FieldValues, made: Mapped) -> Thing:
    """Only what the register would keep: a field that it would refuse is left out, with a word on it."""
    thing = Thing(kind, entity["uuid"])
    for name in FOLLOWED[kind]:
        if name not in said:
            continue
        value = _cut(name, said[name])
        if name == "name" and not value:
            thing.nameless = "Der er intet navn i KITOS."
            continue
        try:
            thing.fields[name] = taken(kind, name, value)
        except ValueError as error:
            if name == "name":
                thing.nameless = str(error)
                continue
            label, header = called(kind, thing.uuid, said.get("name")), column_of(kind, name).header
            made.notices.left_out.append(f"{label}: feltet »{header}« er udeladt. {error}")
    return thing


def _cut(name: str, value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Texts with plain blanks, and no longer than the register takes them."""
    if isinstance(value, list):
        return [_cut(name, each) for each in value]
    if not isinstance(value, str):
        return value
    if name in _LONG:
        return value.strip()[:_LONGEST_TEXT].strip()
    return " ".join(value.split())[:_LONGEST_LINE].strip()


def _unit(unit: Entity) -> FieldValues:
    return {"name": unit.get("name"), "parent": uuid_of(unit.get("parentOrganizationUnit"))}


def _person(user: Entity) -> FieldValues:
    return {
        "name": user.get("name") or user.get("email"),
        "email": text_of(user, "email"),
        "phone": text_of(user, "phoneNumber"),
    }


def _contract(contract: Entity, notices: Notices) -> FieldValues:
    starts = day_of(contract, "general", "validity", "validFrom")
    ends = day_of(contract, "general", "validity", "validTo")
    if at(contract, "agreementPeriod", "isContinuous") is True:
        ends = None
    # What is terminated is in force until then.
    ends = ends or day_of(contract, "termination", "terminatedAt")
    if starts and ends and ends < starts:
        label = called(ImportKind.CONTRACTS, contract["uuid"], contract.get("name"))
        notices.left_out.append(f"{label}: Kontrakten slutter, før den begynder. Slutdatoen er udeladt.")
        ends = None
    return {
        "name": contract.get("name"),
        "kind": _contract_kind(contract),
        "supplier": text_of(contract, "supplier", "organization", "name"),
        "startsOn": starts and starts.isoformat(),
        "endsOn": ends and ends.isoformat(),
        "noticeMonths": _months(text_of(contract, "termination", "terms", "noticePeriodMonths", "name")),
        "discontinued": at(contract, "termination", "terminatedAt") is not None,
        "systems": [uuid for each in each_of(contract, "systemUsages") if (uuid := uuid_of(each))],
    }


def _contract_kind(contract: Entity) -> str:
    """By its elements, else by its type; one that is several things is another."""
    for names in (
        [text_of(each, "name") for each in each_of(contract, "general", "agreementElements")],
        [text_of(contract, "general", "contractType", "name")],
    ):
        found = {kind for name in names if name for word, kind in CONTRACT_KINDS.items() if word in name.casefold()}
        if found:
            return found.pop() if len(found) == 1 else ContractKind.OTHER
    return ContractKind.UNKNOWN


def _months(name: str | None) -> int | None:
    first = (name or "").split()[:1]
    return int(first[0]) if first and first[0].isdecimal() else None
