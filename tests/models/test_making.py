"""Rows that are made at once are those that the tables' own constructors make."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import inspect

from app.models import RESOURCES, Journaled, System, Unit
from app.models.making import new_row


def content(row: Journaled) -> dict[str, Any]:
    """Every column; the id is the row's own."""
    return {attribute.key: getattr(row, attribute.key) for attribute in inspect(type(row)).column_attrs} | {"id": ""}


def required(table: type[Journaled]) -> dict[str, Any]:
    return {name: date(2026, 3, 2) for name, field in table.model_fields.items() if field.is_required()}


@pytest.mark.parametrize("resource", sorted(RESOURCES))
def test_row_is_the_one_that_the_constructor_makes(resource: str) -> None:
    table = RESOURCES[resource]
    made = new_row(table, required(table))
    assert content(made) == content(table(**required(table)))
    assert inspect(made).transient


def test_defaults_that_can_be_changed_belong_to_one_row() -> None:
    one, other = (new_row(System, required(System)) for _ in range(2))
    one.kle.append("27.00.00")
    assert other.kle == []
    assert one.id != other.id


def test_what_a_row_must_have_is_not_forgotten() -> None:
    with pytest.raises(KeyError, match="name"):
        new_row(Unit, {})
