"""What the register knew when: the days on which a system changed, in words, and what is different since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.web.fields import named
from app.web.words import PageWords

#: Parts of the page that are compared, by the fields that they show.
_PARTS = {
    "owner": ("owner", "ownerInPractice"),
    "duties": ("duties",),
    "findings": ("findings",),
    "funding": ("funding",),
    "facts": ("criticality", "lifecycle", "supplier", "unitId", "personalData", "description", "name"),
}


@dataclass(frozen=True, slots=True)
class Version:
    """What happened on a day. `day`: as addresses name it; `actor` None: the register itself."""

    day: str
    said: str
    actor: str | None
    reason: str | None


def versions(words: PageWords, items: Sequence[Mapping[str, Any]]) -> list[Version]:
    """One for each day and actor, the oldest first."""
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for item in reversed(items):
        found.setdefault((words.as_day(item["at"]).isoformat(), item["actor"]), []).append(item)
    made = []
    for (day, actor), of_day in found.items():
        changed = named(words, (name for item in of_day for name in item["changed"]))
        begun = any(item["action"] == "create" for item in of_day)
        if begun:
            said = words.say("Registreret")
        elif changed:
            said = words.say("Ændret: %(fields)s", fields=words.list_of(changed))
        else:
            said = words.say("Vurderet igen")
        reasons = [item["reason"] for item in of_day if item["reason"]]
        made.append(Version(day, said, None if actor == "register" else actor, reasons[0] if reasons else None))
    return made


def changed_since(then: Mapping[str, Any], now: Mapping[str, Any]) -> frozenset[str]:
    """The parts of the page that look different today."""
    return frozenset(
        part for part, names in _PARTS.items() if any(_told(then.get(name)) != _told(now.get(name)) for name in names)
    )


def _told(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Without what no reader sees."""
    if isinstance(value, Mapping):
        return {key: _told(part) for key, part in value.items() if key not in {"id", "openedAt", "evidence"}}
    return [_told(part) for part in value] if isinstance(value, list) else value
