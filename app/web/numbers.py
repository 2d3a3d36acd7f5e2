"""Whole numbers that people type."""

#: What is longer is no number that the register keeps.
_LONGEST = 15


def whole_number(text: str) -> int:
    """Raises ValueError for whatever else."""
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST):
        raise ValueError(text)
    return int(text)


def whole_kroner(text: str) -> int:
    """`1.250.000 kr.` as people write it; raises ValueError."""
    amount = text.lower().removesuffix("kr.").removesuffix("kr")
    return whole_number(amount.replace(".", "").replace(" ", "").replace("\u00a0", ""))
