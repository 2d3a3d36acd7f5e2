"""How well a column fits a field: by its header, and by what its cells say. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from app.core.cpr import contains_cpr
from app.imports.proposals.synonyms import value_synonyms
from app.imports.quoting import without_cpr
from app.tabular import cells, values
from app.tabular.cells import BadValue, loose, shown
from app.tabular.columns import Column
from app.tabular.headers import folded_header, without_unit
from app.tabular.several import split
from app.tabular.table import Cell

#: What is worth proposing.
LEAST = 0.4
_SYNONYM, _SIMILAR, _CONTAINED = 0.9, 0.8, 0.7
_LIKE = 0.82
#: Fields whose cells show what they are, whatever stands above them.
_TELLING = {"email": 0.7, "kle": 0.65, "criticality": 0.6, "lifecycle": 0.6, "personalData": 0.6, "duty": 0.6}
_BY_NAMES = 0.6
_FREE = (cells.text, values.one_line, values.several)


@dataclass(frozen=True, slots=True)
class SampledColumn:
    """`cells`: the first different ones that say something."""

    index: int
    header: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known before a file is looked at.

    `remembered`: folded header → field. `synonyms`: field → folded headers. `names`: field → folded names that its
    cells may say, for those that refer to something.
    """

    remembered: Mapping[str, str | None] = field(default_factory=dict)
    synonyms: Mapping[str, Collection[str]] = field(default_factory=dict)
    names: Mapping[str, Collection[str]] = field(default_factory=dict)


def confidence(column: SampledColumn, target: Column, known: Hints) -> float:
    """From 0 to 1. A header that is remembered, or the usual one, is certain unless no cell fits."""
    by_header = _by_header(column.header, target, known)
    fitting = _share_that_fits(column.cells, target, known)
    if by_header == 0 and target.name == "kle":
        # A number alone may be anything.
        fitting = sum("." in shown(cell) and _is_taken(cell, target) for cell in column.cells) / max(
            len(column.cells), 1
        )
    if by_header == 0:
        least = _BY_NAMES if target.name in known.names else _TELLING.get(target.name, 0.0)
        return least * fitting if fitting is not None and fitting >= _LIKE and len(column.cells) > 1 else 0.0
    if fitting is None:
        return by_header
    # What names nothing that there is would be refused; words of a closed list can be mapped.
    least = 0.4 if target.name in known.names else 0.7
    return by_header * (least + (1 - least) * fitting)


def _by_header(header: str, target: Column, known: Hints) -> float:
    folded, (bare, _) = folded_header(header), without_unit(header)
    usual = {folded_header(target.header), folded_header(target.name)}
    synonyms = known.synonyms.get(target.name, ())
    if known.remembered.get(folded) == target.name or usual & {folded, bare}:
        return 1.0
    if bare in synonyms or folded in synonyms:
        return _SYNONYM
    return max((_likeness(bare, name) for name in (*usual, *synonyms)), default=0.0)


def _likeness(header: str, name: str) -> float:
    """Of a header to a name that it may be written for: misspelt, or with words around it."""
    if len(name) <= len("abc") or not header:
        return 0.0
    if len(name) > len("abcd") and SequenceMatcher(None, header, name).ratio() >= _LIKE:
        return _SIMILAR
    words = set(header.replace("/", " ").replace("(", " ").replace(")", " ").split())
    return _CONTAINED if set(name.split()) <= words else 0.0


def _share_that_fits(sample: Sequence[Cell], target: Column, known: Hints) -> float | None:
    """How many of the cells the field can take; None where it takes any text."""
    if not sample:
        return None
    names = known.names.get(target.name)
    if names is not None:
        return sum(_is_named(cell, names, many=target.many) for cell in sample) / len(sample)
    if target.name == "email":
        return sum("@" in shown(cell) for cell in sample) / len(sample)
    if target.parse in _FREE:
        return None
    return sum(_is_taken(cell, target) for cell in sample) / len(sample)


def _is_named(cell: Cell, names: Collection[str], *, many: bool) -> bool:
    said = shown(cell)
    parts = split(said) if many else [said]
    return any(" ".join(part.casefold().split()) in names for part in parts)


def _is_taken(cell: Cell, target: Column) -> bool:
    try:
        target.parse(cell)
    except BadValue:
        return target.terms != {} and meant(shown(cell), target) is not None
    return True


def proposed_values(sample: Sequence[Cell], target: Column, words: Mapping[str, str]) -> dict[str, str | None]:
    """Cell → the code that it seems to mean, or null; for fields of a closed list. `words`: loose cell → its code."""
    if not target.terms:
        return {}
    parts = [part for cell in sample for part in _parts(shown(cell), target)]
    return {without_cpr(part): words.get(loose(part)) or meant(part, target) for part in dict.fromkeys(parts)}


def _parts(said: str, target: Column) -> list[str]:
    # Taken apart, a number that goes over two lines would not be known for one.
    return split(said) if target.many and not contains_cpr(said) else [said]


def meant(said: str, target: Column) -> str | None:
    """The code that a word stands for: its own, its label's, a synonym's, or that of a label that is nearly it."""
    wanted = loose(said)
    for code, label in target.terms.items():
        if wanted in {loose(code), loose(label)}:
            return code
    synonyms = value_synonyms(target.name)
    if synonyms.get(wanted) in target.terms:
        return synonyms[wanted]
    likeness = {code: SequenceMatcher(None, wanted, loose(label)).ratio() for code, label in target.terms.items()}
    best = max(likeness, key=lambda code: likeness[code])
    return best if likeness[best] >= _LIKE else None
