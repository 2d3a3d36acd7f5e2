"""Bodies that memory does not keep are read by the reader's own session: what it sees, and where it may be opened."""

from collections.abc import Callable
from itertools import count
from typing import Any, cast

import orjson
import pytest
from sqlmodel import Session

from app.core.database import NoSession, NotAtHand, OneStatementAway
from app.register.edition import Edition, read_edition
from app.security.reader import Reader
from app.systems import column_queries
from app.systems.listing import SystemListQuery
from tests.support.api import Api


def test_a_write_before_every_look_fails_no_reader(
    make_api: Callable[..., Api], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often another process writes, the reader ends at one edition, and not at an error."""
    reader, writer = make_api(card_cache_bytes=0), make_api()
    system, amount = reader.system("Fagsystem"), count(1)
    read = column_queries._read

    def overtaken(reader: Reader, missing: dict[str, int]) -> dict[str, bytes]:
        writer.budget(system, estimatedDkk=next(amount), account=str(next(amount)))
        return read(reader, missing)

    monkeypatch.setattr(column_queries, "_read", overtaken)
    for _ in range(3):
        before = next(amount)
        (item,) = reader.read("/v1/systems", q="fagsystem")["items"]
        assert item["id"] == system["id"]
        assert next(amount) > before + 1, "somebody has written meanwhile"


def test_no_body_is_read_where_a_session_must_not_be_opened(make_api: Callable[..., Api]) -> None:
    """A server is not asked on the event loop: that would hold up every other answer."""
    api = make_api(card_cache_bytes=0)
    api.system()
    api.read("/v1/systems")
    with api.register.database.reading() as session:
        edition = read_edition(session)
    at_hand = Reader(api.register, cast("Session", NoSession()), peeked=edition)
    with pytest.raises(NotAtHand):
        column_queries.page(at_hand, SystemListQuery())


def test_one_statement_that_somebody_else_runs_is_enough(make_api: Callable[..., Api]) -> None:
    """Of a page without kept bodies: it is asked past the event loop, and the rest goes on as before."""
    api = make_api(card_cache_bytes=0)
    card = api.system()
    edition, database = api.register.edition(), api.register.database
    api.read("/v1/systems")
    with pytest.raises(OneStatementAway) as asked:
        column_queries.page(told(api, None, edition), SystemListQuery())
    rows = database.read(asked.value.statement, asked.value.values)
    _, (body,) = column_queries.page(told(api, (asked.value, rows), edition), SystemListQuery())
    assert orjson.loads(body) == api.read(f"/v1/systems/{card['id']}")
    other = NoSession((asked.value, rows))
    with pytest.raises(OneStatementAway):
        other.read_alone(asked.value.statement, {"ids": ["another"]})


def told(api: Api, known: tuple[OneStatementAway, list[Any]] | None, edition: Edition) -> Reader:
    return Reader(api.register, cast("Session", NoSession(known)), peeked=edition)
