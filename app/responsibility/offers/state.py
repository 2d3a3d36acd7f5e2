"""What has become of an offer. Pure."""

from datetime import date

from app.vocabulary import HandoverState


def state_of(outcome: str | None, expires_on: date, today: date) -> HandoverState:
    """An offer that nobody has answered in time has lapsed."""
    if outcome is not None:
        return HandoverState(outcome)
    return HandoverState.LAPSED if expires_on < today else HandoverState.OFFERED
