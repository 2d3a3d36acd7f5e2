"""Sessions of people in a browser: begun with a token, an account or a code, and over by themselves after a while.

Who the visitor is, and what they may, is not kept here: `app/http/door.py` asks that anew whenever it may have changed.
"""

import logging
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from threading import Event, Lock
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.core.errors import Unauthenticated
from app.core.identifiers import new_id
from app.core.languages import Text
from app.core.rounds import go_round, in_thread
from app.models import SignInCode, WebSession
from app.register.register import Register
from app.security.account import Account, account_from
from app.security.authentication import identify, identify_hashed
from app.security.identity import Identity, hash_secret, new_secret
from app.security.oidc.configuration import Configuration
from app.security.visit import Visit

#: What the thread is called.
THREAD = "web-sessions"
#: What the cookie's secret begins with, and what a code does.
SESSION_PREFIX, CODE_PREFIX = "ansvarsession_", "ansvarkode_"
_EVERY_SECONDS = 2.0
#: How exact it is when a session was seen last.
_SEEN_EVERY = timedelta(minutes=1)
_SESSION: Any = WebSession.__table__  # type: ignore[attr-defined]
_CODE: Any = SignInCode.__table__  # type: ignore[attr-defined]
_FIND = select(_SESSION).where(_SESSION.c.secret_hash == bindparam("secret_hash"), _SESSION.c.ended_at.is_(None))
_log = logging.getLogger(__name__)


class WebSessions:
    """One per process. A session ends `idle_minutes` after it was seen last, and `hours` after it began.

    `provider`: whose accounts may sign in. `token_max_days`: as `identify` has it. Everything here asks the database:
    on the event loop only `find` may be called, as `Database.run` does it.
    """

    def __init__(
        self,
        register: Register,
        idle_minutes: int,
        hours: int,
        provider: Configuration | None = None,
        token_max_days: int = 0,
    ) -> None:
        self._database = register.database
        self._clock = register.clock
        self._idle = timedelta(minutes=idle_minutes)
        self._age = timedelta(hours=hours)
        self._provider = provider
        self._token_max_days = token_max_days
        #: By the hash of the secret: seen at, and not written yet.
        self._waiting: dict[str, datetime] = {}
        self._lock = Lock()

    def sign_in(self, secret: str) -> str:
        """The secret of a new session for the holder of the token; raises Unauthenticated."""
        with self._database.reading() as session:
            identity = identify(session, secret, self._clock, self._token_max_days)
        with self._database.beside() as connection:
            return self._begin(connection, identity, token_hash=hash_secret(secret))

    def sign_in_account(self, account: Account) -> str:
        """The same for whom the provider has just vouched for; raises as `identify_account` does.

        The roles that the provider gives are those of this moment until the session ends.
        """
        from app.security.oidc.accounts import identify_account  # noqa: PLC0415 - cryptography is slow to load

        if self._provider is None:
            raise Unauthenticated(
                Text("There is no login provider here.", da="Der er ikke sat en loginudbyder op til registret.")
            )
        with self._database.reading() as session:
            identity = identify_account(session, account, self._provider, self._clock.today())
        with self._database.beside() as connection:
            return self._begin(connection, identity, account=account)

    def issue_code(self, token_hash: str, minutes: int) -> str:
        """A code that signs the holder of the token in, once, within so many minutes."""
        code = new_secret(CODE_PREFIX)
        expires_at = self._clock.now() + timedelta(minutes=minutes)
        with self._database.beside() as connection:
            values = {"code_hash": hash_secret(code), "token_hash": token_hash, "expires_at": expires_at}
            connection.execute(insert(_CODE).values(values))
        return code

    def redeem(self, code: str) -> str:
        """The secret of a new session; raises Unauthenticated, also for a code that was redeemed at the same moment."""
        now = self._clock.now()
        good = (_CODE.c.code_hash == hash_secret(code), _CODE.c.used_at.is_(None), _CODE.c.expires_at > now)
        with self._database.beside() as connection:
            # The row is locked from here on: of two at the same moment the second finds it used.
            used = update(_CODE).where(*good).values(used_at=now).returning(_CODE.c.token_hash)
            token_hash = connection.execute(used).scalar_one_or_none()
            if token_hash is None:
                raise Unauthenticated(
                    Text(
                        "The code is unknown, used or expired. Ask for a new one.",
                        da="Koden er ukendt, brugt eller udløbet. Bed om en ny.",
                    )
                )
            identity = identify_hashed(Session(connection), token_hash, self._clock, self._token_max_days)
            return self._begin(connection, identity, token_hash=token_hash)

    def _begin(
        self,
        connection: Connection,
        identity: Identity,
        *,
        token_hash: str | None = None,
        account: Account | None = None,
    ) -> str:
        secret, now, seen_at = new_secret(SESSION_PREFIX), self._clock.now(), _SESSION.c.seen_at
        earlier = select(seen_at).where(_SESSION.c.access_id == identity.token_id).order_by(seen_at.desc()).limit(1)
        values = {
            "id": new_id(),
            "secret_hash": hash_secret(secret),
            "access_id": identity.token_id,
            "person_id": identity.person_id,
            "token_hash": token_hash,
            "account": None if account is None else account.as_json(),
            "started_at": now,
            "seen_at": now,
            "previous_visit_at": connection.execute(earlier).scalar_one_or_none(),
        }
        connection.execute(insert(_SESSION).values(values))
        return secret

    def find(self, secret: str) -> Visit | None:
        """The session, if it lasts; it has been seen by that. As cheap as the edition of the register."""
        if not secret.startswith(SESSION_PREFIX):
            return None
        secret_hash, now = hash_secret(secret), self._clock.now()
        found = self._database.read(_FIND, {"secret_hash": secret_hash})
        if not found:
            return None
        (session,) = found
        seen_at = max(session.seen_at, self._waiting.get(secret_hash, session.seen_at))
        if now - seen_at >= self._idle or now - session.started_at >= self._age:
            return None
        if now - seen_at >= _SEEN_EVERY:
            with self._lock:
                self._waiting[secret_hash] = now
        account = None if session.account is None else account_from(session.account)
        return Visit(
            session.id,
            session.access_id,
            session.token_hash,
            account,
            session.started_at,
            session.previous_visit_at,
        )

    def sign_out(self, secret: str) -> None:
        """End the session at once, in every process; nothing happens where there is none."""
        mine = (_SESSION.c.secret_hash == hash_secret(secret), _SESSION.c.ended_at.is_(None))
        with self._database.beside() as connection:
            connection.execute(update(_SESSION).where(*mine).values(ended_at=self._clock.now()))

    def run(self, stop: Event) -> None:
        """Write down when sessions were seen until `stop` is set, and then what is left."""
        go_round(stop, _EVERY_SECONDS, self.flush, _log, "visits are not written, and will be tried again")

    def flush(self) -> None:
        """The same once; where that fails, it goes on waiting. Raises SQLAlchemyError."""
        with self._lock:
            waiting, self._waiting = self._waiting, {}
        if not waiting:
            return
        try:
            with self._database.beside() as connection:
                for secret_hash, at in sorted(waiting.items()):
                    mine = (_SESSION.c.secret_hash == secret_hash, _SESSION.c.seen_at < at)
                    connection.execute(update(_SESSION).where(*mine).values(seen_at=at))
        except SQLAlchemyError:
            with self._lock:
                self._waiting = {**waiting, **self._waiting}
            raise


def keeping_visits(sessions: WebSessions) -> AbstractContextManager[None]:
    """Write down in a thread of its own, until the end, when sessions were seen."""
    return in_thread(THREAD, sessions.run)
