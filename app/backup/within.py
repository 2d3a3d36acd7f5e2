"""A database inside one transaction: what the register commits in it counts once the transaction does."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select
from sqlmodel import Session

from app.core.config import Settings
from app.core.database import Database
from app.core.prepared import read
from app.core.servers import gather_statistics


class WithinTransaction(Database):
    """Sessions on the one connection; their commits are savepoints. For a database on a server."""

    def __init__(self, settings: Settings, connection: Connection) -> None:
        super().__init__(settings)
        self._connection = connection

    def reading(self) -> Session:
        return Session(self._connection, autoflush=False, join_transaction_mode="create_savepoint")

    def writing(self) -> Session:
        return Session(
            self._connection, autoflush=True, expire_on_commit=False, join_transaction_mode="create_savepoint"
        )

    def read(self, statement: Select[Any], values: Mapping[str, Any]) -> list[Any]:
        return read(self._connection, statement, values)

    def gather_statistics(self) -> None:
        gather_statistics(self._connection)

    def drop_traces(self) -> None:
        """Nothing: the vacuum of the server does that."""
