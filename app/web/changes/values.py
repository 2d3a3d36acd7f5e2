"""What a changed field says and said, in words, as far as the reader may see it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.web.asking import Json, PageRequest
from app.web.changes.naming import VIEWS, Naming
from app.web.fields import named
from app.web.interior import Refused, step
from app.web.words import PageWords, upper_first

#: The key → the list of codes that its value is one of.
_CODES = {
    **{name: name for name in ("acquisition", "audience", "basis", "criticality", "duty", "lifecycle")},
    **{name: name for name in ("personalData", "supportHours")},
    **dict.fromkeys(("budgetAuthority", "insight", "money", "time"), "answer"),
}
#: The same of a key that several have.
_KINDS = {
    ("budget-line", "kind"): "budgetKind",
    ("contract", "kind"): "contractKind",
    ("tenure", "role"): "tenureRole",
    ("unit", "kind"): "unitKind",
}
#: Values that name something else.
_REFERENCES = {
    **dict.fromkeys(("unitId", "parentId", "usingUnitIds"), "unit"),
    **dict.fromkeys(("holderPositionId", "positionId", "reportsToId"), "position"),
    **dict.fromkeys(("successorId", "systemId", "systemIds"), "system"),
}


@dataclass(frozen=True, slots=True)
class ChangedField:
    """`before` None: nobody can say what it was; `after` None: nor what it became."""

    name: str
    before: str | None
    after: str | None


async def changed_fields(page: PageRequest, entry: Json) -> list[ChangedField]:
    """A card is read as the register knew it before and after; of all else there is only what stands now."""
    then, now = await _sides(page, entry)
    naming, found = Naming(page), []
    for key in entry["changed"]:
        for name in named(page.words, [key]):
            sides = [await _told(page, naming, entry["resource"], key, side) for side in (then, now)]
            found.append(ChangedField(upper_first(name), *sides))
    return found


async def _sides(page: PageRequest, entry: Json) -> tuple[Json | None, Json | None]:
    pattern = VIEWS.get(entry["resource"])
    if pattern is None:
        return None, None
    path = pattern.format(step(entry["resourceId"]))
    if entry["resource"] != "system":
        return None, await page.interior.find(path)
    at = page.words.as_instant(entry["at"])
    return await _known(page, path, (at - timedelta(microseconds=1)).isoformat()), await _known(page, path, entry["at"])


async def _known(page: PageRequest, path: str, at: str) -> Json | None:
    """None where the register does not know what it knew then."""
    try:
        found: Json | None = await page.interior.get(path, {"knownAt": at})
    except Refused:
        return None
    return found


async def _told(page: PageRequest, naming: Naming, resource: str, key: str, side: Json | None) -> str | None:
    if side is None or key not in side:
        return None
    value = side[key]
    values = value if isinstance(value, list) else [value]
    if key in _REFERENCES:
        subjects = [await naming.of(_REFERENCES[key], each) for each in values if each is not None]
        return ", ".join("?" if subject is None else subject.name for subject in subjects) or "–"
    kind = _KINDS.get((resource, key)) or _CODES.get(key)
    return ", ".join(_one(page.words, key, kind, each) for each in values if each not in (None, "")) or "–"


def _one(words: PageWords, key: str, kind: str | None, value: Any) -> str:  # noqa: ANN401 - JSON
    if kind is not None:
        return words.word(kind, value)
    if isinstance(value, bool):
        return words.say("ja") if value else words.say("nej")
    if key.endswith("Dkk"):
        return words.money(value)
    if key.endswith(("On", "Until", "From")) or key in {"from", "until", "due", "deadline"}:
        return words.whole_date(value)
    return str(value)
