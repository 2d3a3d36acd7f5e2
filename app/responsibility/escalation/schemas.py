"""The chain as clients get it."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from app.core.identifiers import Identifier
from app.core.schema import Schema
from app.core.text import DayOrInstant
from app.http.lists import ListQuery
from app.http.sorting import SortNames
from app.vocabulary import ContactKind, Criticality, Duty, EscalationReason, TenureRole


class EscalationQuery(Schema):
    duty: Duty = Duty.FIX
    at: DayOrInstant | None = None
    """When someone has to act; now when left out. A day means its noon."""
    known_at: DayOrInstant | None = None
    """As the register knew it at the instant, or at the end of the day."""


class EscalationListQuery(ListQuery):
    """The chains of systems in use, as of now."""

    sort: Annotated[tuple[str, ...], SortNames("systemName")] = ("systemName",)
    duty: Duty = Duty.FIX
    criticality: tuple[Criticality, ...] = ()


class EscalationStep(Schema):
    """`personId` is null while the position is vacant. Mail and phone are null for those who may not see them."""

    order: int
    position_id: Identifier
    title: str
    management_level: int
    unit_name: str
    person_id: Identifier | None
    person_name: str | None
    email: str | None
    phone: str | None
    role: TenureRole
    reason: str
    """A Danish sentence: why this step is the next."""
    reason_code: EscalationReason
    vacant: bool
    absent: bool
    absent_until: date | None
    """The last day of the absence; null for who is there, and until further notice."""


class EscalationContact(Schema):
    """Who can be called beside the chain. `phone` is null where none is recorded, and for those who may not see it."""

    kind: ContactKind
    name: str
    phone: str | None
    hours: str | None
    """When somebody answers there, in words."""
    reference: str | None
    """What to refer to: the contract's case number, or its name."""


class Escalation(Schema):
    """Never empty: from whoever acts first to level 0 or the topmost position."""

    system_id: Identifier
    system_name: str
    duty: Duty
    at: datetime
    """The instant that was asked for; when left out, the one at which the chain was worked out. It holds all day."""
    known_at: datetime | None
    acting_order: Annotated[int | None, Field(ge=1)]
    """The first step whose person is there and has a phone, whoever may see the number; null where nobody has both.

    `missing` says then whether nobody is there, or has no phone, and whom to call instead.
    """
    missing: list[str]
    """Danish sentences: what is not registered, and where the chain goes therefore."""
    steps: list[EscalationStep]
    contacts: list[EscalationContact]
    emergency_plan_url: str | None
