"""A bare service of FastAPI and SQLModel, as its tutorials write it: a page of systems with unit and owner."""

import os
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query
from pydantic import BaseModel
from sqlalchemy import Engine
from sqlalchemy.orm import joinedload
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, func, select


class Named(SQLModel):
    id: str = Field(primary_key=True)
    name: str


class Unit(Named, table=True):
    pass


class Person(Named, table=True):
    pass


class Position(SQLModel, table=True):
    id: str = Field(primary_key=True)
    title: str
    unit_id: str = Field(foreign_key="unit.id")


class SystemFields(Named):
    description: str
    criticality: str
    lifecycle: str
    supplier: str | None
    kle: str
    personal_data: str
    updated_at: str


class System(SystemFields, table=True):
    unit_id: str | None = Field(foreign_key="unit.id")
    owner_position_id: str | None = Field(foreign_key="position.id")
    owner_person_id: str | None = Field(foreign_key="person.id")
    unit: Unit | None = Relationship()
    owner_position: Position | None = Relationship()
    owner_person: Person | None = Relationship()


class PositionPublic(SQLModel):
    id: str
    title: str
    unit_id: str


class SystemPublic(SystemFields):
    unit: Named | None
    owner_position: PositionPublic | None
    owner_person: Named | None


class Page(BaseModel):
    items: list[SystemPublic]
    total: int


def _engine() -> Engine:
    return create_engine(f"sqlite:///{os.environ['PEER_DATABASE']}", connect_args={"check_same_thread": False})


ENGINE = _engine()


def session() -> Iterator[Session]:
    with Session(ENGINE) as opened:
        yield opened


app = FastAPI()


@app.get("/systems", response_model=Page)
def list_systems(
    session: Annotated[Session, Depends(session)],
    criticality: str | None = None,
    limit: Annotated[int, Query(le=500)] = 100,
    offset: int = 0,
) -> object:
    filters = [] if criticality is None else [System.criticality == criticality]
    related: tuple[Any, ...] = (System.unit, System.owner_position, System.owner_person)
    statement = select(System).where(*filters).order_by(System.name).offset(offset).limit(limit)
    rows = session.exec(statement.options(*(joinedload(each) for each in related))).all()
    total = session.exec(select(func.count()).select_from(System).where(*filters)).one()
    return {"items": rows, "total": total}
