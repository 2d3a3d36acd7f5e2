"""Making what a test starts from: through the services and the commit gate, below HTTP.

Most tests are not about how a resource is posted. What is made here is journalled, evaluated and on the cards like
what a request makes, and answered with the same JSON, at half the cost.
"""

from collections.abc import Callable
from typing import Any

import orjson
from sqlmodel import Session

from app.budgets import queries as budgets
from app.budgets.schemas import BudgetLineWrite
from app.budgets.service import create_budget_line
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
from app.register.reader import Reader
from app.register.register import Register
from app.responsibility.responsibilities import queries as responsibilities
from app.responsibility.responsibilities.schemas import ResponsibilityWrite
from app.responsibility.responsibilities.service import create_responsibility
from app.systems import queries as systems
from app.systems.schemas import SystemWrite
from app.systems.service import create_system

Json = dict[str, Any]
View = Callable[[Reader, str], Representation]


class Builder:
    """Each method takes the keys of the JSON that a POST would send."""

    def __init__(self, register: Register, author: Author) -> None:
        self._register = register
        self._author = author

    def unit(self, values: Json) -> Json:
        body = UnitWrite.model_validate(values)
        return self._made(lambda session: create_unit(session, body), units.unit)

    def position(self, values: Json) -> Json:
        body = PositionWrite.model_validate(values)
        return self._made(lambda session: create_position(session, body), positions.position)

    def person(self, values: Json) -> Json:
        body = PersonWrite.model_validate(values)
        return self._made(lambda session: create_person(session, body), people.person)

    def tenure(self, position_id: str, values: Json) -> Json:
        body = TenureWrite.model_validate(values)
        today = self._register.clock.today()
        return self._made(lambda session: create_tenure(session, position_id, body, today), tenures.tenure)

    def system(self, values: Json) -> Json:
        body = SystemWrite.model_validate(values)
        today = self._register.clock.today()
        return self._made(lambda session: create_system(session, body, today), systems.card)

    def responsibility(self, system_id: str, values: Json) -> Json:
        body = ResponsibilityWrite.model_validate(values)
        today = self._register.clock.today()
        return self._made(
            lambda session: create_responsibility(session, system_id, body, today), responsibilities.responsibility
        )

    def budget_line(self, system_id: str, values: Json) -> Json:
        body = BudgetLineWrite.model_validate(values)
        return self._made(lambda session: create_budget_line(session, system_id, body), budgets.budget_line)

    def _made(self, create: Callable[[Session], str], view: View) -> Json:
        def answer(session: Session, made: str, settled: Settled) -> Json:
            shown: Json = orjson.loads(encode(view(Reader(self._register, session, settled.organisation), made)))
            return shown

        return self._register.write(self._author, create, answer)
