"""Issuing a token outside a request: on the command line, for the demonstration, in benchmarks and tests."""

from collections.abc import Callable
from datetime import date

from sqlmodel import Session

from app.access.schemas import Rotation, TokenWrite
from app.access.service import create_token, rotate_token
from app.core.validation import validated
from app.journal.append import Author
from app.register.register import Register
from app.vocabulary import Role


def issue_token(  # noqa: PLR0913 - the fields of a token, by name
    register: Register,
    author: Author,
    *,
    name: str,
    role: Role,
    unit_id: str | None = None,
    person_id: str | None = None,
    expires_on: date | None = None,
    max_days: int = 0,
) -> str:
    """The secret of a new token; raises InvalidInput.

    `max_days`: for how long it may work at most; 0: no matter how long.
    """
    asked = {"name": name, "role": role, "unit_id": unit_id, "person_id": person_id, "expires_on": expires_on}
    body = validated(TokenWrite, asked)
    return _secret(register, author, lambda session, today: create_token(session, body, today, max_days=max_days))


def rotate(
    register: Register, author: Author, token_id: str, *, expires_on: date | None, overlap_days: int, max_days: int = 0
) -> str:
    """The secret of a token's successor; raises NotFound, Conflict for one that works no more, and InvalidInput."""
    body = validated(Rotation, {"expires_on": expires_on, "overlap_days": overlap_days})
    return _secret(
        register, author, lambda session, today: rotate_token(session, token_id, body, today, max_days=max_days)
    )


def _secret(register: Register, author: Author, make: Callable[[Session, date], tuple[str, str]]) -> str:
    secret: str = register.write(
        author,
        lambda session: make(session, register.clock.today()),
        lambda _session, made, _settled: made[1],
    )
    return secret
