"""A database inside one transaction: whatever it is asked, it sees what nobody else sees yet."""

from sqlalchemy import pool, select

from app.backup.within import WithinTransaction
from app.core.config import Settings
from app.core.engines import normalise_url, open_engine
from app.register.edition import peek
from tests.core.every_type import ROWS, TABLE

NAMES = select(TABLE.c.name).order_by(TABLE.c.id)


def test_it_sees_what_is_not_committed(postgres_url: str) -> None:
    engine = open_engine(normalise_url(postgres_url), poolclass=pool.NullPool)
    with engine.connect() as connection:
        TABLE.create(connection)
        connection.execute(TABLE.insert(), ROWS)
        connection.exec_driver_sql("UPDATE register_state SET revision = 4711")
        database = WithinTransaction(Settings(database_url=postgres_url), connection)
        with database.reading() as session:
            seen = session.scalars(NAMES).all()
        assert [name for (name,) in database.read(NAMES, {})] == seen
        assert peek(database).revision == 4711
        database.gather_statistics()
        known = connection.exec_driver_sql("SELECT reltuples FROM pg_class WHERE relname = 'register_state'").scalar()
        assert known == 1
        database.dispose()
        connection.rollback()
