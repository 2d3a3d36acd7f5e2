"""Retries: the same Idempotency-Key and the same request get the first answer again."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session
from starlette.responses import Response

from app.core.errors import Conflict
from app.core.languages import Text
from app.models import IdempotentAnswer


@dataclass(frozen=True, slots=True)
class Retry:
    """A request that may be sent again: whose, under which key, and what it said."""

    caller: str
    key: str
    fingerprint: str


class AnsweredBefore(Exception):
    """The request was carried out already; `response` is the answer it got."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


def raise_if_answered(session: Session, retry: Retry) -> None:
    """Raises AnsweredBefore with the first answer, or Conflict where the key came with another request."""
    kept = session.get(IdempotentAnswer, (retry.caller, retry.key))
    if kept is None:
        return
    if kept.fingerprint != retry.fingerprint:
        raise Conflict(
            Text(
                "The Idempotency-Key was used for another request.",
                da="Idempotency-Key er allerede brugt til en anden forespørgsel. Vælg en ny.",
            ),
            code="idempotency-key-reused",
        )
    raise AnsweredBefore(Response(kept.body, kept.status, {**kept.headers, "Idempotent-Replayed": "true"}))


def keep_answer(session: Session, retry: Retry, response: Response, at: datetime) -> None:
    """Kept in the transaction of the write itself, so that there is never one without the other."""
    headers = {name: value for name, value in response.headers.items() if name != "content-length"}
    session.add(
        IdempotentAnswer(
            caller=retry.caller,
            key=retry.key,
            fingerprint=retry.fingerprint,
            status=response.status_code,
            headers=headers,
            body=bytes(response.body),
            created_at=at,
        )
    )
