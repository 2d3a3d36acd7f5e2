"""Answers that are kept in memory, and how they are sent: whole, in a content coding, or as 304."""

from dataclasses import dataclass, field

from starlette.types import Send

from app.core.sized import Sized
from app.http.compression import CODINGS, coding_for
from app.http.representation import none_match, tag_in_coding
from app.security.identity import Identity
from app.security.sightings import Seen

RawHeaders = list[tuple[bytes, bytes]]
#: The whole caller: of one account, an older token and a newer one may give different roles.
AnswerKey = tuple[Identity, str, bytes]
#: A larger answer is not kept: it would push out too many small ones.
_LARGEST = 2 * 1_048_576
#: What an answer costs besides its body; its bodies in content codings are a part of that.
_AROUND = 1_000
_OF_THE_BODY = frozenset({b"content-length", b"content-type"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """How an answer is asked for: the tags that the client has (If-None-Match), and the codings that it reads."""

    tags: str | None
    codings: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer: its tag, its start and body as ASGI messages carry them, and what it shows.

    `coded`: the body in the content codings that were asked for so far.
    """

    tag: str
    headers: RawHeaders
    body: bytes
    seen: Seen
    coded: dict[str, bytes] = field(default_factory=dict)

    def in_coding(self, coding: str) -> bytes:
        """The body in the coding, which is worked out once."""
        if coding not in self.coded:
            self.coded[coding] = CODINGS[coding](self.body)
        return self.coded[coding]


class Answers:
    """At most so many bytes of them."""

    def __init__(self, limit: int) -> None:
        self._kept: Sized[AnswerKey, Kept] = Sized(limit)

    def get(self, key: AnswerKey) -> Kept | None:
        return self._kept.get(key)

    def keep(self, key: AnswerKey, kept: Kept) -> None:
        size = len(kept.body) + _AROUND
        if size <= _LARGEST:
            self._kept.keep(key, kept, size)


async def send_kept(send: Send, kept: Kept, wanted: Wanted) -> None:
    coding = coding_for(wanted.codings, kept.body)
    replaced = {} if coding is None else {b"etag": tag_in_coding(kept.tag, coding).encode()}
    if none_match(wanted.tags, kept.tag):
        headers = [(name, replaced.get(name, value)) for name, value in kept.headers if name not in _OF_THE_BODY]
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    body, headers = kept.body, list(kept.headers)
    if coding is not None:
        body = kept.in_coding(coding)
        replaced[b"content-length"] = str(len(body)).encode()
        headers = [(name, replaced.get(name, value)) for name, value in headers]
        headers.append((b"content-encoding", coding.encode()))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
