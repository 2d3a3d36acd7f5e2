"""Keys of other systems that name an erased person, as the register keeps them: found by the same key again. Pure."""

import hmac
import re
import unicodedata
from collections.abc import Iterable

from app.core.spellings import pattern_of

#: Stands where the key stood, so it is in the language of those who read it.
PREFIX = "slettet:"
_SALT = re.compile(rf"{PREFIX}([0-9a-f]{{32}}):[0-9a-f]{{64}}")


def erased_key(salt: str, source: str, key: str) -> str:
    """The key as a digest (HMAC-SHA-256); `salt`: 32 hexadecimal digits."""
    text = unicodedata.normalize("NFC", f"erased key\n{source}\n{key}")
    return f"{PREFIX}{salt}:{hmac.digest(salt.encode(), text.encode(), 'sha256').hex()}"


def salt_of(key: str) -> str | None:
    """Of a key that is such a digest; None for any other."""
    found = _SALT.fullmatch(key)
    return found[1] if found else None


def names_someone(key: str, texts: Iterable[str]) -> bool:
    """Whether a key holds an address, or one of somebody's names, addresses and what a login is made of them."""
    known = list(texts)
    pattern = pattern_of([*known, *(text.partition("@")[0] for text in known if "@" in text)])
    return "@" in key or (pattern is not None and pattern.search(key) is not None) or _is_made_of_a_name(key, known)


def _is_made_of_a_name(key: str, texts: Iterable[str]) -> bool:
    """`ane.holm` of `Ane Marie Holm`."""
    folded = key.casefold()
    names = (text.casefold().split() for text in texts)
    return any(len(words) > 1 and words[0].isalpha() and words[0] in folded and words[-1] in folded for words in names)
