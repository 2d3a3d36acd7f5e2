"""How a name or an address may be spelled where people write it into a text. Pure."""

import re
from collections.abc import Iterable

#: Shorter texts would be found in the midst of others.
_SHORTEST = 4


def spellings(text: str) -> list[str]:
    """The text, and a name also with the last name first: `Ane Marie Holm` → `Holm, Ane Marie`, `Ane Holm`."""
    words = text.split()
    found = [" ".join(words)]
    if len(words) > 1 and "@" not in text:
        first, last = words[0], words[-1]
        rest = " ".join(words[:-1])
        found += [f"{last}, {rest}", f"{last} {rest}", f"{first} {last}"]
    return [spelled for spelled in dict.fromkeys(found) if len(spelled) >= _SHORTEST]


def pattern_of(texts: Iterable[str]) -> re.Pattern[str] | None:
    """Finds each text in any spelling, in any case and with any blanks; None where nothing is to be found."""
    every = {spelled for text in texts for spelled in spellings(text)}
    longest_first = sorted(every, key=lambda spelled: (-len(spelled), spelled))
    if not longest_first:
        return None
    parts = (r"\s+".join(map(re.escape, spelled.split())) for spelled in longest_first)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def in_cases(text: str) -> list[str]:
    """The text as databases that fold the letters of English alone have to be asked for it."""
    return list(dict.fromkeys([text, text.lower(), text.upper(), text.title()]))
