"""Systems: the digital solutions themselves."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, String, Table
from sqlmodel import Field, Relationship

from app.models.base import ID_LENGTH, Keyed, added_in, keyed, metadata, one_of, reference, unshown
from app.models.resource import Noun, Resource, Touches
from app.models.unit import Unit
from app.vocabulary import Acquisition, Audience, Criticality, Lifecycle, Permission, SupportHours

system_using_unit = Table(
    "system_using_unit",
    metadata,
    Column("system_id", String(ID_LENGTH), ForeignKey("system.id", ondelete="CASCADE"), primary_key=True),
    Column("unit_id", String(ID_LENGTH), ForeignKey("unit.id"), primary_key=True, index=True),
)


class System(Keyed, table=True):
    """A solution in use, planned or retired. `using_units` are those beside the main user, `unit_id`."""

    __tablename__ = "system"
    __table_args__ = keyed(
        one_of("criticality", Criticality),
        one_of("lifecycle", Lifecycle),
        one_of("acquisition", Acquisition),
        one_of("audience", Audience),
        one_of("support_hours", SupportHours),
        CheckConstraint("successor_id <> id", name="successor_id"),
        CheckConstraint("phased_out_on >= taken_into_use_on", name="period"),
    )
    declared = Resource(
        "system", Noun("system", "systemer", "systemet", "Intet"), Permission.WRITE_SYSTEMS, Touches.ITSELF
    )

    name: str
    alternative_names: list[str] = Field(default_factory=list, sa_type=JSON)
    description: str
    criticality: str
    criticality_reason: str | None = None
    lifecycle: str
    ever_in_use: bool = unshown(default=False)
    taken_into_use_on: date | None = None
    phased_out_on: date | None = None
    personal_data: list[str] = Field(default_factory=list, sa_type=JSON)
    acquisition: str
    audience: str
    kle: list[str] = Field(default_factory=list, sa_type=JSON)
    unit_id: str | None = reference("unit.id", nullable=True)
    supplier: str | None = None
    operation_supplier: str | None = None
    version: str | None = None
    successor_id: str | None = reference("system.id", nullable=True)
    documentation_url: str | None = None
    emergency_plan_url: str | None = None
    support_hours: str = added_in(3, earlier=SupportHours.UNKNOWN.value)
    notes: str | None = None
    confirmed_on: date | None = None

    using_units: list[Unit] = Relationship(sa_relationship_kwargs={"secondary": system_using_unit, "lazy": "select"})
