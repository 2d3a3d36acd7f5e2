"""Text that a spreadsheet would take for a formula, or a failed one: harmless on the way out, itself on the way in."""

# Source: the OWASP page on CSV injection, with the signs that spreadsheets read as the beginning of a formula;
# and the one that the name of an error begins with.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "|", "%", "#")
_MARK = "'"


def neutralise(text: str) -> str:
    """The text behind an apostrophe where a spreadsheet would run it, or would if its own apostrophes were taken."""
    return _MARK + text if text.lstrip(_MARK).startswith(_DANGEROUS) else text


def restore(text: str) -> str:
    """What `neutralise` was given. Apostrophes that stand before anything else are the text's own."""
    return text[1:] if text.startswith(_MARK) and text.lstrip(_MARK).startswith(_DANGEROUS) else text
