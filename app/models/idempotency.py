"""Answers to POST requests that named an Idempotency-Key, kept so that a retry gets the first answer again."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary
from sqlmodel import Field, SQLModel


class IdempotentAnswer(SQLModel, table=True):
    """Written in the transaction of the write that it answers."""

    __tablename__ = "idempotent_answer"

    caller: str = Field(primary_key=True, max_length=64)
    key: str = Field(primary_key=True, max_length=200)
    fingerprint: str
    status: int
    headers: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    body: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = Field(index=True)
