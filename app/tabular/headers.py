"""Headers as people mean them: case, blanks and a trailing colon or asterisk do not matter."""

import unicodedata


def folded_header(text: str) -> str:
    """The form in which two headers that mean the same are equal."""
    plain = unicodedata.normalize("NFC", text).replace("\u00a0", " ").replace("\ufeff", "").casefold()
    return " ".join(plain.rstrip(" :*\n").split())
