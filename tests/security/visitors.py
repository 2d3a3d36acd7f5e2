"""Somebody who signs in to the pages, and what the tables keep of it."""

from typing import Any

from sqlalchemy import Table, select

from app.access.issuing import issue_token
from app.models import SignInCode, WebSession
from app.security.identity import Identity
from app.security.visit import Visit
from app.security.web_sessions import WebSessions
from app.vocabulary import Role
from tests.support.api import TESTER, Api
from tests.support.client import event_loop

SESSIONS: Table = WebSession.__table__  # type: ignore[attr-defined]
CODES: Table = SignInCode.__table__  # type: ignore[attr-defined]


class Visitor:
    """Somebody with a token, at one process or another."""

    def __init__(self, api: Api, **token: Any) -> None:
        self.api = api
        self.token = issue_token(api.register, TESTER, **{"name": "Kirstens adgang", "role": Role.READER, **token})
        self.secret = ""

    def signs_in(self) -> str:
        self.secret = sessions(self.api).sign_in(self.token)
        return self.secret

    def at(self, api: Api | None = None) -> Visit | None:
        return sessions(api or self.api).find(self.secret)

    def caller(self, api: Api | None = None) -> Identity:
        visit = self.at(api)
        assert visit is not None
        return caller(api or self.api, visit)


def sessions(api: Api) -> WebSessions:
    found: WebSessions = api.app.state.web_sessions
    return found


def caller(api: Api, visit: Visit) -> Identity:
    async def ask() -> Identity:
        door = api.app.state.door
        found: Identity = await door.caller_by_visit(await door.memory(), visit)
        return found

    return event_loop().call(ask)


def rows(api: Api, table: Table) -> list[dict[str, Any]]:
    with api.register.database.reading() as session:
        return [dict(row) for row in session.connection().execute(select(table)).mappings()]


def revoke(api: Api, token_id: str) -> None:
    assert api.client.delete(f"/v1/tokens/{token_id}").status_code == 204
