"""One write on its way through the register: what happens before the service acts, and what after."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session
from starlette.responses import Response

from app.http.conditions import Condition
from app.http.idempotency import Retry, keep_answer, raise_if_answered
from app.register.edition import read_edition
from app.register.gate import Settled
from app.register.register import Register
from app.security.identity import Identity
from app.security.reader import Reader
from app.security.sightings import Sightings


@dataclass(frozen=True, slots=True)
class Attempt:
    """The register calls `act` and then `answer`, in one transaction.

    `action`: the route's, which calls the service. `respond`: makes the answer of what the action gave.
    """

    register: Register
    identity: Identity
    sightings: Sightings
    action: Callable[[Session], Any]
    respond: Callable[[Reader, Any], Response]
    condition: Condition | None
    retry: Retry | None

    def act(self, session: Session) -> Any:  # noqa: ANN401 - what the action gives
        """Raises AnsweredBefore for a retry, and as the condition and the action do."""
        if self.retry is not None:
            raise_if_answered(session, self.retry)
        if self.condition is not None:
            # Nothing is changed yet: what is kept in memory of this edition stands.
            reader = Reader(self.register, session, identity=self.identity, peeked=read_edition(session))
            self.condition.check(reader)
        return self.action(session)

    def answer(self, session: Session, result: Any, settled: Settled) -> Response:  # noqa: ANN401 - what the action gave
        """Kept for a retry, where one may come."""
        reader = Reader(
            self.register,
            session,
            settled.organisation,
            self.identity,
            self.sightings,
            made=settled.outcome.made,
        )
        response = self.respond(reader, result)
        if self.retry is not None:
            keep_answer(session, self.retry, response, self.register.clock.now())
        return response
