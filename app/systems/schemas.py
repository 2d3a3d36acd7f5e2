"""Bodies of systems, as clients send them."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from app.core.columns import Header
from app.core.identifiers import Identifier
from app.core.keyed import KeyedBody
from app.core.languages import Text
from app.core.objections import refusal
from app.core.partial import CHOSEN, Patch
from app.core.schema import Schema
from app.core.text import Day, Kle, Line, Prose, ProseOrNothing, Url, distinct
from app.tabular import values
from app.vocabulary import Acquisition, Audience, Criticality, Lifecycle, PersonalData, SupportHours

_ALONE = {PersonalData.NONE, PersonalData.UNKNOWN}


def _personal_data(categories: list[PersonalData]) -> list[PersonalData]:
    """Each category once, in the vocabulary's order; nothing said means unknown."""
    kept = [category for category in PersonalData if category in categories]
    if len(kept) > 1 and _ALONE & set(kept):
        raise refusal(
            "contradiction",
            Text(
                "none and unknown stand alone, without other categories.",
                da="none og unknown skal stå alene, uden andre kategorier.",
            ),
        )
    return kept or [PersonalData.UNKNOWN]


class SystemBody(KeyedBody):
    """All that can be said of a system. The description may be empty here, since spreadsheets often lack it."""

    name: Annotated[Line, Header("System")]
    alternative_names: Annotated[list[Line], Field(max_length=20), AfterValidator(distinct), Header("Andre navne")] = []
    description: Annotated[ProseOrNothing, Header("Beskrivelse")]
    criticality: Annotated[Criticality, Header("Kritikalitet")] = Criticality.UNKNOWN
    criticality_reason: Prose | None = None
    lifecycle: Annotated[Lifecycle, CHOSEN, Header("Status")] = Lifecycle.IN_OPERATION
    taken_into_use_on: Annotated[Day | None, Header("Ibrugtaget")] = None
    phased_out_on: Annotated[Day | None, Header("Udfases")] = None
    personal_data: Annotated[
        list[PersonalData], Field(max_length=6), AfterValidator(_personal_data), Header("Personoplysninger")
    ] = [PersonalData.UNKNOWN]
    acquisition: Annotated[Acquisition, Header("Anskaffelse")] = Acquisition.UNKNOWN
    audience: Annotated[Audience, Header("Målgruppe")] = Audience.UNKNOWN
    kle: Annotated[list[Kle], Field(max_length=50), AfterValidator(distinct), Header("KLE", read=values.kle)] = []
    unit_id: Annotated[Identifier | None, Header("Enhed", name="unit")] = None
    """The main user."""
    using_unit_ids: Annotated[
        list[Identifier],
        Field(max_length=200),
        AfterValidator(distinct),
        Header("Brugende enheder", name="usingUnits"),
    ] = []
    supplier: Annotated[Line | None, Header("Leverandør")] = None
    operation_supplier: Annotated[Line | None, Header("Driftsleverandør")] = None
    version: Annotated[Line | None, Header("Version")] = None
    successor_id: Annotated[Identifier | None, Header("Afløses af", name="successor")] = None
    documentation_url: Annotated[Url | None, Header("Dokumentation")] = None
    emergency_plan_url: Annotated[Url | None, Header("Beredskabsplan")] = None
    support_hours: Annotated[SupportHours, Header("Supporttid")] = SupportHours.UNKNOWN
    """When somebody must be there to help."""
    notes: Annotated[Prose | None, Header("Bemærkninger")] = None
    confirmed_on: Annotated[Day | None, Header("Senest bekræftet")] = None
    """When someone last said that the record is right; no change says so by itself. An attestation does as well."""

    @model_validator(mode="after")
    def _period(self) -> Self:
        if self.taken_into_use_on and self.phased_out_on and self.phased_out_on < self.taken_into_use_on:
            raise refusal(
                "backwards-period",
                Text(
                    "phasedOutOn is before takenIntoUseOn.",
                    da="Systemet udfases, før det er taget i brug. Ret en af de to dage.",
                ),
            )
        return self


class SystemWrite(SystemBody):
    """A system, as it is registered."""

    description: Prose


class SystemPatch(Patch, of=SystemWrite):
    """What is absent stays; null clears."""


class Retirement(Schema):
    """The day on which the system was, or will be, closed; today when left out."""

    on: Day | None = None
