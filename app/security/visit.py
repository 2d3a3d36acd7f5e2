"""A visit of someone who has signed in, as the database has it."""

from dataclasses import dataclass
from datetime import datetime

from app.security.account import Account


@dataclass(frozen=True, slots=True)
class Visit:
    """A session that lasts. It was begun with a token (`token_hash`) or by an account of the login provider.

    `access_id`: the id of either, as `Identity.token_id` has it. `previous_visit_at`: when the same access was seen
    last before this session began; None where that is not known any more.
    """

    id: str
    access_id: str
    token_hash: str | None
    account: Account | None
    started_at: datetime
    previous_visit_at: datetime | None
