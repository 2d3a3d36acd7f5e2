"""Asking KITOS: one question after the other, page by page to the end, again where it was only busy for a while."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse, IncompleteRead
from time import sleep
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from app.core.errors import InvalidInput
from app.core.languages import Text
from app.kitos.faults import KitosFault, no_json, refused, unexpected, unreachable
from app.security.oidc.configuration import is_safe_address

#: The most that KITOS takes, as its oldest releases have it.
PAGE = 100
TRIES = 5
_SOCKET_SECONDS = 60.0
_LONGEST_WAIT = 60.0
_LARGEST = 128 * 1_048_576
#: What may have passed by the next try.
_PASSING = frozenset({408, 429, 500, 502, 503, 504})
_UNKNOWN_CALLER = 401
_NOT_THERE = 404
_SIGN_IN = "/api/authorize/GetToken"
Entity = dict[str, Any]


class _NowhereElse(HTTPRedirectHandler):
    """A token is not carried to where an answer points."""

    def redirect_request(self, *_arguments: Any, **_more: Any) -> None:  # noqa: ANN401 - the library's own
        return None


_opener = build_opener(_NowhereElse)


@dataclass(frozen=True, slots=True)
class Credentials:
    """A token, or the user and the password that KITOS gives one for. None of it is ever shown."""

    token: str | None = field(default=None, repr=False)
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)


class Kitos:
    """One installation, as one user sees it. `pause`: how the time between two tries passes."""

    def __init__(self, address: str, credentials: Credentials, pause: Callable[[float], None] = sleep) -> None:
        """Raises InvalidInput for an address over which the token could be read by others."""
        if not is_safe_address(address):
            raise InvalidInput(
                Text(
                    "The address of KITOS has to begin with https://, and hold no user, query or fragment.",
                    da="KITOS' adresse skal begynde med https:// og må ikke indeholde bruger, query eller fragment.",
                )
            )
        self._address = address.rstrip("/")
        self._credentials, self._pause = credentials, pause
        self._token = credentials.token
        #: What KITOS's clock said when it was first asked.
        self.began_at: datetime | None = None

    def pages(self, path: str, **query: str) -> Iterator[Entity]:
        """Every entity of a list, each once. Reads on until a page is empty: a short one may have been cut shorter.

        In the order of creation nothing falls between two pages when something is changed meanwhile.
        """
        seen: set[str] = set()
        number = 0
        while True:
            asked = {**query, "page": str(number), "pageSize": str(PAGE)}
            page = [_entity(path, each) for each in _list(path, self._get(path, asked))]
            new = [each for each in page if each["uuid"] not in seen]
            seen.update(each["uuid"] for each in new)
            yield from new
            if not new:
                return
            number += 1

    def events(self, path: str, **query: str) -> list[Entity]:
        """The same for what has no identity of its own."""
        found: list[Entity] = []
        while True:
            asked = {**query, "page": str(len(found) // PAGE), "pageSize": str(PAGE)}
            page = _list(path, self._get(path, asked))
            found += [each for each in page if isinstance(each, dict)]
            if len(page) < PAGE:
                return found

    def one(self, path: str) -> Entity | None:
        """The entity; None where it is gone."""
        try:
            return _entity(path, self._get(path, {}))
        except _Gone:
            return None

    def _get(self, path: str, query: Mapping[str, str]) -> Any:  # noqa: ANN401 - any JSON value
        fresh = self._token is None
        if self._token is None:
            self._token = self._sign_in()
        try:
            return self._ask(path, query, None)
        except KitosFault as fault:
            # A token that was given for a password lasts for a while only.
            if fresh or self._credentials.user is None or fault.code != "kitos-unknown-caller":
                raise
            self._token = self._sign_in()
            return self._ask(path, query, None)

    def _sign_in(self) -> str:
        """The token for the user and the password, in any of the shapes that KITOS has given it in."""
        if not self._credentials.user or not self._credentials.password:
            raise InvalidInput(
                Text(
                    "Set KITOS_TOKEN, or KITOS_USER and KITOS_PASSWORD, in the environment.",
                    da="Sæt KITOS_TOKEN eller KITOS_USER og KITOS_PASSWORD i miljøet.",
                )
            )
        said = self._ask(_SIGN_IN, {}, {"email": self._credentials.user, "password": self._credentials.password})
        answer = said.get("response", said) if isinstance(said, dict) else None
        token = answer.get("token") if isinstance(answer, dict) else answer
        if not isinstance(token, str) or not token or "\n" in token:
            raise unexpected(_SIGN_IN)
        return token

    def _ask(self, path: str, query: Mapping[str, str], body: Mapping[str, str] | None) -> Any:  # noqa: ANN401 - JSON
        address = f"{self._address}{path}" + (f"?{urlencode(query)}" if query else "")
        headers = {"Accept": "application/json"}
        if body is None:
            headers["Authorization"] = f"Bearer {self._token}"
        else:
            headers["Content-Type"] = "application/json"
        content = None if body is None else json.dumps(body).encode()
        why = ""
        for attempt in range(TRIES):
            try:
                with _opener.open(Request(address, content, headers), timeout=_SOCKET_SECONDS) as answer:  # noqa: S310 - looked at above
                    self._note_time(answer)
                    return _read(path, answer)
            except HTTPError as error:
                with error:
                    wait = _wait(error, attempt)
                if error.code == _NOT_THERE and path.count("/") > _IN_A_LIST:
                    raise _Gone(Text("gone", da="væk")) from None
                if error.code in range(300, 400):
                    raise no_json(path) from None
                if error.code not in _PASSING:
                    fault = refused(error.code, path)
                    fault.code = "kitos-unknown-caller" if error.code == _UNKNOWN_CALLER else fault.code
                    raise fault from None
                why = f"status {error.code}"
            except (OSError, HTTPException) as error:
                wait, why = float(2**attempt), type(error).__name__
            if attempt + 1 < TRIES:
                self._pause(wait)
        raise unreachable(TRIES, why)

    def _note_time(self, answer: HTTPResponse) -> None:
        if self.began_at is None:
            try:
                self.began_at = parsedate_to_datetime(answer.headers["Date"]).astimezone(UTC)
            except (TypeError, ValueError):
                return


#: Slashes of /api/v2/it-systems; what has more names one entity.
_IN_A_LIST = 3


class _Gone(KitosFault):
    """Deleted since it was named."""


def _wait(error: HTTPError, attempt: int) -> float:
    """Seconds: as many as KITOS asks for, within reason."""
    said = error.headers.get("Retry-After", "")
    return min(float(said) if said.isdigit() else float(2**attempt), _LONGEST_WAIT)


def _read(path: str, answer: HTTPResponse) -> Any:  # noqa: ANN401 - any JSON value
    """Raises HTTPException for half an answer, which is asked for again."""
    text = answer.read(_LARGEST + 1)
    if answer.length and len(text) <= _LARGEST:
        raise IncompleteRead(b"", answer.length)
    if len(text) > _LARGEST:
        raise unexpected(path)
    if answer.headers.get_content_type() == "text/html" or text.lstrip()[:1] == b"<":
        raise no_json(path)
    try:
        return json.loads(text)
    except (RecursionError, ValueError):
        raise unexpected(path) from None


def _list(path: str, value: Any) -> list[Any]:  # noqa: ANN401 - any JSON value
    if not isinstance(value, list):
        raise unexpected(path)
    return value


def _entity(path: str, value: Any) -> Entity:  # noqa: ANN401 - any JSON value
    if not isinstance(value, dict) or not isinstance(value.get("uuid"), str):
        raise unexpected(path)
    return value
