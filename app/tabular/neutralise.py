"""Text that a spreadsheet would take for a formula, or a failed one: harmless on the way out, itself on the way in."""

# Source: the OWASP page on CSV injection, with the signs that spreadsheets read as the beginning of a formula;
# and the one that the name of an error begins with.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "|", "%", "#")
_MARK = "'"


def neutralise(text: str) -> str:
    """The text behind an apostrophe where a spreadsheet would run it, or where it has one itself."""
    return _MARK + text if text.startswith((*_DANGEROUS, _MARK)) else text


def restore(text: str) -> str:
    """What `neutralise` was given. An apostrophe that stands before anything else is the text's own."""
    if text.startswith(_MARK) and text[1:].startswith((*_DANGEROUS, _MARK)):
        return text[1:]
    return text
