"""The shapes that the body of a card has had."""

from typing import Any

from app.core.shapes import Shapes


def _with_practice(card: dict[str, Any]) -> dict[str, Any]:
    """2: what owners have said, and what is in motion, of which nothing could be registered before."""
    return {
        "ownerInPractice": [],
        "attestation": None,
        "openHandovers": [],
        "declinedHandovers": 0,
        "disputes": [],
        **card,
    }


CARD = Shapes(_with_practice)
