"""Issuing a token outside a request: on the command line, for the demonstration, in benchmarks and tests."""

from datetime import date

from app.access.schemas import TokenWrite
from app.access.service import create_token
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
    secret: str = register.write(
        author,
        lambda session: create_token(session, body, register.clock.today(), max_days=max_days),
        lambda _session, made, _settled: made[1],
    )
    return secret
