"""Headers as people mean them: case, blanks and a trailing colon or asterisk do not matter, nor a unit of money."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence

# What amounts are stated in, as Danish budgets write it, behind a header or in a cell.
_THOUSANDS = r"t\.?\s?kr\.?|1[.\s]?000\s?kr\.?|tusinde?\s?kr(?:oner|\.)?|t\.?\s?dkk|1[.\s]?000\s?dkk"
_MILLIONS = r"mio\.?(?:\s?kr(?:oner|\.)?|\s?dkk)?|mill\.?\s?kr\.?|millioner(?:\s?kr(?:oner|\.)?)?|mdkk"
KRONER = r"(?P<kroner>kr(?:oner|\.)?|dkk)"
UNIT = rf"(?:(?P<thousands>{_THOUSANDS})|(?P<millions>{_MILLIONS})|{KRONER})"
# In words alone a unit may also be written the other way round, or without its currency; in a cell that is an amount.
_IN_WORDS = r"(?P<words>(?:kr\.?\s?1[.\s]?000|(?:hele\s)?tusinder?)\s?(?:kr(?:oner|\.)?)?)"
_SAID = rf"(?:{UNIT}|{_IN_WORDS})"
_STATED = re.compile(
    rf"(?:[\s,;:–-]+(?:i\s+)?|\s*[(\[]\s*(?:i\s+|alle\s+tal\s+i\s+)?){_SAID}\s*[)\]]?$"
    r"|\s*[(\[]\s*(?P<number>1[.\s]?000)\s*[)\]]$",
    re.IGNORECASE,
)
# Of a whole table: `Beløb i 1.000 kr.`, `(t.kr.)`, `mio. kr.` alone; »systemer over 1 mio. kr.« says nothing of it.
_OF_TABLE = re.compile(rf"(?:\bi\s|[(\[]\s*|^\s*){_SAID}(?=\s*(?:[)\],.;:]|$))", re.IGNORECASE)

#: What tells a header from an equal one before it: the number of its column.
_PLACE = re.compile(r" \(kolonne \d+\)$")


def folded_header(text: str) -> str:
    """The form in which two headers that mean the same are equal."""
    plain = unicodedata.normalize("NFC", text).replace("\u00a0", " ").replace("\ufeff", "").casefold()
    return " ".join(plain.rstrip(" :*\n").split())


def told_apart(headers: Sequence[str], filled: Callable[[int], bool]) -> tuple[str, ...]:
    """The headers, of which one that comes again says in which column it stands; nothing where its column is empty.

    `filled`: whether anything stands below the header with the index.
    """
    apart: list[str] = []
    seen: set[str] = set()
    for index, header in enumerate(headers):
        folded = folded_header(header)
        if folded and folded in seen:
            apart.append(f"{header.strip()} (kolonne {index + 1})" if filled(index) else "")
        else:
            apart.append(header)
        seen.add(folded)
    return tuple(apart)


def without_unit(header: str) -> tuple[str, int | None]:
    """The folded header, and how many kroner one is in the amounts below it: `Skøn (1.000 kr.)` → `skøn`, 1000.

    Where it has come before, without its column's number too.
    """
    folded = _PLACE.sub("", folded_header(header))
    stated = _STATED.search(folded)
    return (folded, None) if stated is None else (folded[: stated.start()].strip(), factor_of(stated))


def factor_of(unit: re.Match[str]) -> int:
    """Kroner in one of the unit that was found."""
    found = unit.groupdict()
    if found["millions"]:
        return 1_000_000
    return 1_000 if any(found.get(name) for name in ("thousands", "words", "number")) else 1


def unit_of_table(texts: Iterable[str]) -> int | None:
    """Kroner in one of the unit that the texts above a table give to it; None where none says so, or two differ."""
    found = {factor_of(stated) for text in texts for stated in _OF_TABLE.finditer(folded_header(text))}
    return found.pop() if len(found) == 1 else None


def known_as(header: str, known: Collection[str]) -> str | None:
    """The folded header, with its unit or without, as it is among the known ones; None where it is not."""
    folded = folded_header(header)
    if folded in known:
        return folded
    bare, _ = without_unit(header)
    return bare if bare in known else None
