"""Characters that nobody sees: a text of nothing else is empty, and they hide nothing inside of one."""

import unicodedata

#: Controls, marks of format (zero-width blanks, directions), blanks, and the ends of lines and paragraphs.
_KINDS = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
# Unicode counts these as letters, symbols and accents: fillers of Hangul, the empty pattern of Braille, vowels that are
# not written, and what chooses the shape of the character before it.
_OTHERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0") | frozenset(
    map(chr, range(0xFE00, 0xFE10))
)


def is_unseen(character: str) -> bool:
    """Whether nothing, or a gap at most, is shown for the character."""
    return unicodedata.category(character) in _KINDS or character in _OTHERS


def is_blank(text: str) -> bool:
    """Whether there is nothing to see in the text; so it is for the empty one."""
    return all(map(is_unseen, text))
