"""A field of a system stands in its table, in the bodies and on the card; its filter names a column of the cards."""

import pytest

from app.core.annotations import parts_of
from app.http.filters import AnyOf
from app.models import CardColumns, Journaled, System
from app.systems.card import SystemCard
from app.systems.listing import SystemFilter
from app.systems.schemas import SystemBody

pytestmark = pytest.mark.one_database("how the code hangs together")

#: Bodies name the linked rows by their ids.
LINKS = {"using_unit_ids"}
#: The register keeps it for itself.
UNSHOWN = {"ever_in_use"}


def test_every_column_of_systems_is_a_field_that_clients_send_and_see() -> None:
    columns = set(System.model_fields) - set(Journaled.model_fields) - UNSHOWN
    sent = set(SystemBody.model_fields) - LINKS
    assert columns - sent == set(), "app/systems/schemas.py: SystemBody lacks them"
    assert sent - columns == set(), "app/models/system.py: System lacks them"
    assert sent <= set(SystemCard.model_fields)


def test_every_filter_that_names_a_column_of_cards_finds_it() -> None:
    named = {
        part.column
        for field in SystemFilter.model_fields.values()
        for part in parts_of(field)
        if isinstance(part, AnyOf)
    }
    assert named - set(CardColumns.model_fields) == set(), "app/models/card.py: CardColumns lacks them"


def test_column_that_cards_copy_from_systems_is_there_to_be_filtered_by() -> None:
    copied = set(CardColumns.model_fields) & set(System.model_fields) - set(Journaled.model_fields)
    used = {
        part.column.removesuffix("_folded")
        for field in SystemFilter.model_fields.values()
        for part in parts_of(field)
        if isinstance(part, AnyOf)
    }
    # Sorted or tested otherwise: see `app/systems/filter_queries.py`.
    assert copied - used == {"name", "unit_id", "phased_out_on"}, "app/systems/listing.py: no filter names them"
