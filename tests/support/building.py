"""Making what a test starts from: through the services and the commit gate, below HTTP.

Most tests are not about how a resource is posted. What is made here is journalled, evaluated and on the cards like
what an administrator's request makes, and answered with the same JSON, at half the cost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlmodel import Session

from app.budgets import queries as budgets
from app.budgets.schemas import BudgetLineWrite
from app.budgets.service import create_budget_line
from app.core.schema import Schema
from app.http.representation import Representation, encode
from app.journal.append import Author
from app.organisation.people import queries as people
from app.organisation.people.schemas import PersonWrite
from app.organisation.people.service import create_person
from app.organisation.positions import queries as positions
from app.organisation.positions.schemas import PositionWrite
from app.organisation.positions.service import create_position
from app.organisation.tenures import queries as tenures
from app.organisation.tenures.schemas import TenureWrite
from app.organisation.tenures.service import create_tenure
from app.organisation.units import queries as units
from app.organisation.units.schemas import UnitWrite
from app.organisation.units.service import create_unit
from app.register.gate import Settled
from app.register.register import Register
from app.responsibility.responsibilities import queries as responsibilities
from app.responsibility.responsibilities.schemas import ResponsibilityWrite
from app.responsibility.responsibilities.service import create_responsibility
from app.security.reader import Reader
from app.systems import queries as systems
from app.systems.schemas import SystemWrite
from app.systems.service import create_system

Json = dict[str, Any]
#: The path and the body of a post that follows on another, by the other's id.
_Next = Callable[[str], tuple[str, Json]]


@dataclass(frozen=True, slots=True)
class _Post:
    """What a POST to a list does: `create` gets the session, the id in the path, the body and the day."""

    schema: type[Schema]
    create: Callable[[Session, str, Any, date], str]
    view: Callable[[Reader, str], Representation]


#: By the last step of the path.
_POSTS: dict[str, _Post] = {
    "units": _Post(UnitWrite, lambda session, _id, body, _today: create_unit(session, body), units.unit),
    "positions": _Post(
        PositionWrite, lambda session, _id, body, _today: create_position(session, body), positions.position
    ),
    "people": _Post(PersonWrite, lambda session, _id, body, _today: create_person(session, body), people.person),
    "tenures": _Post(TenureWrite, create_tenure, tenures.tenure),
    "systems": _Post(SystemWrite, lambda session, _id, body, today: create_system(session, body, today), systems.card),
    "responsibilities": _Post(ResponsibilityWrite, create_responsibility, responsibilities.responsibility),
    "budget-lines": _Post(
        BudgetLineWrite,
        lambda session, system_id, body, _today: create_budget_line(session, system_id, body),
        budgets.budget_line,
    ),
}


def build(register: Register, author: Author, path: str, values: Json) -> Json:
    """The JSON that a POST of the values to the path would answer to an administrator."""
    return build_all(register, author, (path, values))[-1]


def build_all(register: Register, author: Author, *posts: tuple[str, Json] | _Next) -> list[Json]:
    """The JSON of several posts, made in this order in one write: a test's set-up is mostly what writes cost.

    Where a post needs the id of the one before, it is a function that gets it. Each change has a revision of its
    own, as it has where each is a write.
    """
    today = register.clock.today()

    def create(session: Session) -> list[tuple[str, str]]:
        made: list[tuple[str, str]] = []
        for each in posts:
            path, values = each(made[-1][1]) if callable(each) else each
            *_, above, name = path.split("/")
            body = _POSTS[name].schema.model_validate(values)
            made.append((name, _POSTS[name].create(session, above, body, today)))
        return made

    def answer(session: Session, made: list[tuple[str, str]], settled: Settled) -> list[Json]:
        reader = Reader(register, session, settled.organisation)
        return [orjson.loads(encode(_POSTS[name].view(reader, made_id))) for name, made_id in made]

    return register.write(author, create, answer)
