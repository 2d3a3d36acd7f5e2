"""A table with a column of every type that the register has, and what is asked of it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    func,
    select,
)
from sqlmodel.sql.sqltypes import UTCDateTime

from app.core.among import among

TABLE = Table(
    "prepared",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("day", Date),
    Column("at", UTCDateTime),
    Column("said", JSON(none_as_null=True)),
    Column("standing", Boolean),
)
ROWS: list[dict[str, Any]] = [
    {"id": 1, "name": "Å %s :x ?", "day": None, "at": None, "said": None, "standing": None},
    {
        "id": 2,
        "name": "B",
        "day": date(2026, 3, 2),
        "at": datetime(2026, 3, 2, 9, 30, 0, 5, tzinfo=UTC),
        "said": {"æ": [1, None, "%"]},
        "standing": True,
    },
    {"id": 3, "name": "B", "day": date(1899, 12, 31), "at": None, "said": [], "standing": False},
]
DAY: Any = bindparam("day", type_=Date)
#: Statements, each with the values of its parameters.
ASKED = [
    pytest.param(TABLE.select().order_by(TABLE.c.id), {}, id="every type"),
    pytest.param(
        select(TABLE.c.id).where(TABLE.c.day == DAY, TABLE.c.day <= DAY), {"day": date(2026, 3, 2)}, id="twice"
    ),
    pytest.param(select(TABLE.c.id).where(TABLE.c.day.is_(None) | (TABLE.c.day > DAY)), {"day": None}, id="null"),
    pytest.param(select(TABLE.c.id).where(TABLE.c.name == "B").order_by(TABLE.c.id.desc()).limit(1), {}, id="given"),
    pytest.param(
        select(TABLE.c.name, func.count(), func.max(TABLE.c.at).label("last"))
        .where(among(TABLE.c.name, "names"))
        .group_by(TABLE.c.name),
        {"names": ["B", "Å %s :x ?"]},
        id="counted",
    ),
    pytest.param(select(TABLE.c.id).where(among(TABLE.c.name, "names")), {"names": []}, id="none"),
]
