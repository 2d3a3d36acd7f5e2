import sys
from unicodedata import category

from app.core.unseen import is_blank


def test_controls_formats_and_blanks_are_not_seen_and_letters_are() -> None:
    for character in map(chr, range(sys.maxunicode + 1)):
        kind = category(character)
        if kind in {"Cc", "Cf", "Zs", "Zl", "Zp"}:
            assert is_blank(character), hex(ord(character))
        elif kind in {"Lu", "Ll", "Nd", "Sm", "Sc", "Po"}:
            assert not is_blank(character), hex(ord(character))


def test_one_character_to_see_is_enough() -> None:
    assert is_blank("")
    assert is_blank(" \u200b\u202e\u2800\u3164\u115f\ufe0f\t")
    assert not is_blank(" \u202e.\u202c ")
