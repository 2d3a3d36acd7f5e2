"""Headers as people mean them: case, blanks and a trailing colon or asterisk do not matter, nor a unit of money."""

import re
import unicodedata
from collections.abc import Collection

# What amounts are stated in, as Danish budgets write it, behind a header or in a cell.
_THOUSANDS = r"t\.?\s?kr\.?|1[.\s]?000\s?kr\.?|tusinde?\s?kr(?:oner|\.)?|t\.?\s?dkk|1[.\s]?000\s?dkk"
_MILLIONS = r"mio\.?(?:\s?kr(?:oner|\.)?|\s?dkk)?|mill\.?\s?kr\.?|millioner(?:\s?kr(?:oner|\.)?)?|mdkk"
KRONER = r"(?P<kroner>kr(?:oner|\.)?|dkk)"
UNIT = rf"(?:(?P<thousands>{_THOUSANDS})|(?P<millions>{_MILLIONS})|{KRONER})"
_STATED = re.compile(rf"(?:[\s,;:–-]+(?:i\s+)?|\s*[(\[]\s*(?:i\s+|alle\s+tal\s+i\s+)?){UNIT}\s*[)\]]?$", re.IGNORECASE)


def folded_header(text: str) -> str:
    """The form in which two headers that mean the same are equal."""
    plain = unicodedata.normalize("NFC", text).replace("\u00a0", " ").replace("\ufeff", "").casefold()
    return " ".join(plain.rstrip(" :*\n").split())


def without_unit(header: str) -> tuple[str, int | None]:
    """The folded header, and how many kroner one is in the amounts below it: `Skøn (1.000 kr.)` → `skøn`, 1000."""
    folded = folded_header(header)
    stated = _STATED.search(folded)
    return (folded, None) if stated is None else (folded[: stated.start()].strip(), factor_of(stated))


def factor_of(unit: re.Match[str]) -> int:
    """Kroner in one of the unit that `UNIT` has found."""
    return 1_000 if unit["thousands"] else 1_000_000 if unit["millions"] else 1


def known_as(header: str, known: Collection[str]) -> str | None:
    """The folded header, with its unit or without, as it is among the known ones; None where it is not."""
    folded = folded_header(header)
    if folded in known:
        return folded
    bare, _ = without_unit(header)
    return bare if bare in known else None
