"""Repeating what a file says, in sentences and reports: short, and never a CPR number."""

from app.core.cpr import hide_cpr

_LONGEST_VALUE = 200
_LONGEST_QUOTE = 80


def without_cpr(text: str, longest: int = _LONGEST_VALUE) -> str:
    """The text, shortened, or a stand-in where it holds what looks like a CPR number."""
    text = hide_cpr(text)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def quoted(text: str) -> str:
    """A value as a sentence repeats it."""
    return f"»{without_cpr(text, _LONGEST_QUOTE)}«"


def in_danish(amount: float) -> str:
    """Whole kroner with points between thousands."""
    return f"{round(amount):,}".replace(",", ".")
