"""What only one can hold at a time: a system's formal ownership, and each position's own part of any duty. Pure."""

from collections.abc import Hashable

from app.vocabulary import Basis, Duty


def is_ownership(duty: str, basis: str) -> bool:
    """Whether it is the formal ownership, which one position has at a time; what is practised may be shared."""
    return duty == Duty.OWNER and basis == Basis.FORMAL


def exclusive(system_id: str, duty: str, basis: str, position_id: str) -> Hashable:
    """Two responsibilities that are equal in this cannot share a day."""
    return (system_id, duty, basis) if is_ownership(duty, basis) else (system_id, duty, basis, position_id)
