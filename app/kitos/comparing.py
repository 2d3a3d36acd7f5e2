"""Three sides of one thing: what KITOS said last, what it says now, and what the register says. Pure."""

from dataclasses import dataclass, field

from app.kitos.fields import FieldValues, says_nothing


@dataclass(slots=True)
class Comparison:
    """`take`: what is taken over. `differ`: fields that a person decides on. `agree`: both sides say the same."""

    take: FieldValues = field(default_factory=dict)
    differ: list[str] = field(default_factory=list)
    agree: list[str] = field(default_factory=list)


def compare(before: FieldValues | None, said: FieldValues, have: FieldValues, unchanged: frozenset[str]) -> Comparison:
    """`before` is None at the first meeting of two that both existed: only what says nothing here is filled in then.

    `unchanged`: fields of which KITOS says word for word what it said last, whatever that means here by now.
    """
    found = Comparison()
    for name, value in said.items():
        if have[name] == value:
            found.agree.append(name)
        elif name in unchanged:
            continue
        elif says_nothing(have[name]) if before is None else have[name] == before.get(name, _EMPTY.get(name)):
            found.take[name] = value
        elif before is not None or not says_nothing(value):
            found.differ.append(name)
    return found


#: What a field that KITOS said nothing usable of stood for.
_EMPTY: FieldValues = {"usingUnits": [], "systems": [], "alternativeNames": [], "kle": [], "description": ""}
