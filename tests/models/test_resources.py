"""Every journaled table says in one place what follows from being one."""

import pytest

from app.changes.schemas import ResourceName
from app.models import RESOURCES, Journaled
from app.models.resource import Resource, Touches
from app.vocabulary import Permission


def test_table_that_declares_nothing_keeps_the_program_from_starting() -> None:
    with pytest.raises(TypeError, match="Forgotten is journaled and declares no Resource"):

        class Forgotten(Journaled, table=True):
            __tablename__ = "forgotten"


def test_declaration_is_whole_or_none() -> None:
    with pytest.raises(TypeError, match=r"permission.*touches"):
        Resource("forgotten")  # type: ignore[call-arg]


def test_every_resource_is_known_to_the_feed_by_its_name() -> None:
    assert {table.resource for table in RESOURCES.values()} == set(RESOURCES) == set(ResourceName) - {"register"}


def test_what_touches_systems_has_the_column_or_the_link_that_says_which() -> None:
    for table in RESOURCES.values():
        touches = table.declared.touches
        assert (touches is Touches.ITS_SYSTEM) == ("system_id" in table.model_fields), table
        assert (touches is Touches.ITS_SYSTEMS) == hasattr(table, "systems"), table
        # A row that goes with its system must belong to one.
        assert not table.declared.goes_with_system or touches is Touches.ITS_SYSTEM, table


def test_permission_of_every_resource_is_some_roles() -> None:
    assert {table.declared.permission for table in RESOURCES.values()} <= set(Permission)
