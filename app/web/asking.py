"""What a page's function is given, and what it gives back."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson
from starlette.datastructures import FormData, QueryParams
from starlette.requests import Request

from app.register.organisation import Organisation
from app.security.identity import Identity
from app.vocabulary import Permission
from app.web.interior import Interior, PageAnswer, Query, Refused
from app.web.words import PageWords

#: An object of an answer of the interface.
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """A page to be made from a template.

    `kept`: whether the same may be shown again until the next write. `framed`: whether menu and search stand around it.
    """

    template: str
    values: Mapping[str, Any]
    status: int = 200
    kept: bool = True
    framed: bool = True


@dataclass(frozen=True, slots=True)
class SentOn:
    """Done; the reader goes on there. `said`: the name of a message that the page there begins with."""

    path: str
    said: str | None = None

    @property
    def address(self) -> str:
        if self.said is None:
            return self.path
        joint = "&" if "?" in self.path else "?"
        return f"{self.path}{joint}{urlencode({'besked': self.said})}"


@dataclass(frozen=True, slots=True)
class PageFile:
    """A file of the interface, handed on as it comes."""

    path: str
    query: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One reader's question. `form` is empty for a GET; `previous_visit`: when the reader was last here.

    `revision`: the register's, when the page was asked for. `organisation`: today's, for whoever has to know what the
    interface would allow.
    """

    request: Request
    identity: Identity
    interior: Interior
    words: PageWords
    now: datetime
    csrf: str
    revision: int
    organisation: Callable[[], Awaitable[Organisation]]
    previous_visit: datetime | None = None
    form: FormData = field(default_factory=FormData)

    @property
    def today(self) -> date:
        return self.words.today

    @property
    def query(self) -> QueryParams:
        return self.request.query_params

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The address's keys and values, in their order."""
        return parse_qsl(self.request.url.query, keep_blank_values=False)

    @property
    def path(self) -> str:
        return self.request.url.path

    def step(self, name: str) -> str:
        """A part of the page's path."""
        return str(self.request.path_params[name])

    def text(self, name: str) -> str | None:
        """What was typed into a field; None where nothing was."""
        value = self.form.get(name)
        return value.strip() or None if isinstance(value, str) else None

    def may(self, permission: Permission) -> bool:
        return self.identity.may(permission)

    def require(self, *permissions: Permission) -> None:
        """Raises Refused for a reader who may do none of these, on a page that asks the interface nothing."""
        if not any(self.may(permission) for permission in permissions):
            said = self.words.say("Din adgang gælder ikke dette. Bed en administrator om en anden adgang.")
            raise Refused(HTTPStatus.FORBIDDEN, "forbidden", said)

    def may_everywhere(self, permission: Permission) -> bool:
        return self.identity.may_everywhere(permission)

    async def write(
        self,
        method: str,
        path: str,
        body: Any = None,  # noqa: ANN401 - what becomes JSON
        *,
        match: str | None = None,
        query: Query = (),
    ) -> PageAnswer:
        """Do it, once however often the button was pressed; raises Refused. `match`: the tag of what the reader saw.

        What stands in the field `begrundelse` is written down as the reason.
        """
        headers = {}
        if method == "POST":
            pairs = list(query.items()) if isinstance(query, Mapping) else list(query)
            seen = f"{self.csrf}\n{self.text('udgave')}\n{path}\n{urlencode(pairs)}\n".encode()
            headers["Idempotency-Key"] = sha256(seen + orjson.dumps(body)).hexdigest()
        if match is not None:
            headers["If-Match"] = match
        reason = self.text("begrundelse")
        if reason is not None:
            headers["Change-Reason"] = " ".join(reason.split())
        return await self.interior.call(method, path, query=query, body=body, headers=headers)
