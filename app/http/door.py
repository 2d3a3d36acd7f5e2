"""Who calls, and under which edition of the register: asked anew for every request, answered from memory."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from sqlmodel import Session

from app.core.errors import Unauthenticated
from app.core.languages import Text
from app.core.shared import Shared
from app.http.kept import Answers
from app.register.edition import Access, Edition
from app.register.following import Follow
from app.register.register import Register
from app.security.account import Account
from app.security.authentication import identify_hashed
from app.security.identity import PREFIX, Identity, hash_secret
from app.security.read_log import ReadLog
from app.security.visit import Visit

if TYPE_CHECKING:
    # Cryptography takes a tenth of a second to load; whoever has no provider does not wait for it.
    from app.security.oidc.accounts import Accounts

T = TypeVar("T")
#: Header, claims and signature of a provider's token lie between them.
_DOTS = 2
#: So many tokens of a provider are remembered, and so many accounts that have signed in: each lives for hours.
_MOST_ACCOUNTS = 10_000

SEND_A_TOKEN = Text("Send Authorization: Bearer <token>.", da="Send Authorization: Bearer <adgangsnøgle>.")


@dataclass(frozen=True, slots=True)
class Proven:
    """The caller that a provider's token speaks of. `until`: its end, in seconds since 1970; `keys`: what proved it."""

    identity: Identity
    until: float
    keys: object


@dataclass(frozen=True, slots=True)
class Callers:
    """Who was let in. `proven_by`: what decides that; most writes leave it as it is.

    `identities`: by the hash of a token of the register; `accounts`: by that of a provider's; `visitors`: accounts
    that have signed in.
    """

    proven_by: tuple[Access, date]
    identities: dict[str, Identity] = field(default_factory=dict)
    accounts: dict[str, Proven] = field(default_factory=dict)
    visitors: dict[Account, Identity] = field(default_factory=dict)


@dataclass(slots=True)
class Memory:
    """What was answered under one edition on one day; forgotten as a whole when either moves on.

    The organisation is that of the day, whether the cards have been evaluated for it or not.
    """

    edition: Edition
    day: date
    answers: Answers
    callers: Callers


class Door:
    """One per process. `follow` is called where the cards are not of today; `memory_bytes`: for answers.

    `token_max_days`: as `identify` has it.
    """

    def __init__(
        self,
        register: Register,
        follow: Follow,
        reads: ReadLog,
        memory_bytes: int,
        accounts: "Accounts | None" = None,
        token_max_days: int = 0,
    ) -> None:
        self._register = register
        self._follow = follow
        self._reads = reads
        self._limit = memory_bytes
        self._accounts = accounts
        self._token_max_days = token_max_days
        self._asked = Shared(lambda: register.database.run(register.edition_and_access))
        self.latest: Memory | None = None
        """What `memory` gave last."""

    async def memory(self) -> Memory:
        """Of the edition that stands now, read anew: it has every write that was acknowledged, by whichever worker."""
        register = self._register
        edition, access = await self._edition_and_access()
        if not register.is_current(edition):
            await self._follow()
            edition, access = await self._edition_and_access()
        today = register.clock.today()
        memory = self.latest
        if memory is None or (memory.edition, memory.day) != (edition, today):
            kept = memory.callers if memory is not None and memory.callers.proven_by == (access, today) else None
            memory = self.latest = Memory(edition, today, Answers(self._limit), kept or Callers((access, today)))
        return memory

    async def _edition_and_access(self) -> tuple[Edition, Access]:
        """As they stand now. A server is asked once for all who come at the same time: each way there is a thread's."""
        database = self._register.database
        return self._register.edition_and_access() if database.local else await self._asked.answer()

    async def caller_by_secret(self, memory: Memory, secret: str) -> Identity:
        """Whoever sends the token; raises Unauthenticated, and for a provider's as `Accounts.account` does."""
        hashed, accounts = hash_secret(secret), self._accounts
        if secret.startswith(PREFIX):
            return await self._holder(memory, hashed)
        now, proven = self._register.clock.now(), memory.callers.accounts.get(hashed)
        if (
            accounts is not None
            and proven is not None
            and proven.until > now.timestamp()
            and proven.keys is accounts.keys()
        ):
            return proven.identity
        if accounts is None or secret.count(".") != _DOTS:
            raise Unauthenticated(SEND_A_TOKEN)
        proven = await self._prove(accounts, secret, now)
        if len(memory.callers.accounts) >= _MOST_ACCOUNTS:
            memory.callers.accounts.clear()
        memory.callers.accounts[hashed] = proven
        return proven.identity

    async def caller_by_visit(self, memory: Memory, visit: Visit) -> Identity:
        """Whose session it is; raises Unauthenticated once the token or its person's work has ended.

        For an account that a provider vouched for as `identify_account` does.
        """
        if visit.token_hash is not None:
            return await self._holder(memory, visit.token_hash)
        visitors, account = memory.callers.visitors, visit.account
        identity = visitors.get(account) if account is not None else None
        if identity is None and account is not None and self._accounts is not None:
            identity = await self._identify_account(self._accounts, account)
            if len(visitors) >= _MOST_ACCOUNTS:
                visitors.clear()
            visitors[account] = identity
        if identity is None or identity.token_id != visit.access_id:
            # The register trusts another provider by now, or none.
            raise Unauthenticated(
                Text(
                    "The login provider has changed. Sign in again.", da="Loginudbyderen er skiftet ud. Log ind igen."
                ),
                error="invalid_token",
            )
        return identity

    async def _holder(self, memory: Memory, secret_hash: str) -> Identity:
        """Of a token of the register."""
        identity = memory.callers.identities.get(secret_hash)
        if identity is None:
            identity = await self._read(
                lambda session: identify_hashed(session, secret_hash, self._register.clock, self._token_max_days)
            )
            memory.callers.identities[secret_hash] = identity
        self._reads.used(identity.token_id, memory.day)
        return identity

    async def _prove(self, accounts: "Accounts", token: str, now: datetime) -> Proven:
        """The caller of a provider's token. Its signature is checked on the event loop: a thread costs as much."""
        keys = accounts.keys()
        account = await accounts.account(token, now)
        return Proven(await self._identify_account(accounts, account), account.expires_at, keys)

    async def _identify_account(self, accounts: "Accounts", account: Account) -> Identity:
        from app.security.oidc.accounts import identify_account  # noqa: PLC0415 - loaded by then, see above

        today = self._register.clock.today()
        return await self._read(lambda session: identify_account(session, account, accounts.configuration, today))

    async def _read(self, look: Callable[[Session], T]) -> T:
        def work() -> T:
            with self._register.database.reading() as session:
                return look(session)

        return await self._register.database.run(work)
