"""Where anchors go: the URL of a destination, and what writes there."""

from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from app.anchors.anchor import SignedAnchor
from app.anchors.file import AnchorFile
from app.anchors.syslog import Syslog

_FORMS = "file:///folder/anchors.jsonl, syslog:, syslog://host:514, s3://bucket/prefix or s3+https://host/bucket/prefix"


class DestinationUnusable(ValueError):
    """ANCHOR_TO names no destination; the message says what to write."""


class Destination(Protocol):
    def write(self, signed: SignedAnchor) -> None:
        """Keep the anchor's line; returns once it is kept, raises OSError where it is not.

        Syslog over the network is the exception: a datagram that is lost on the way is lost in silence.
        """


def open_destination(url: str, *, keep_days: int) -> Destination:
    """What writes to the URL; nothing is written yet. `keep_days`: how long a bucket refuses to delete an anchor.

    Raises DestinationUnusable for a URL of another form.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _unusable() from error
    if parts.username is not None or parts.query or parts.fragment:
        # Not the text itself: it may hold a password.
        raise DestinationUnusable(f"ANCHOR_TO takes no user, password or options in the URL: {_FORMS}.")
    match parts.scheme:
        case "file" if parts.netloc == "" and parts.path not in {"", "/"}:
            return AnchorFile(Path(unquote(parts.path)))
        case "syslog":
            return Syslog(_syslog_address(parts, port))
        case "s3" | "s3+http" | "s3+https" if parts.netloc:
            return _bucket(parts, keep_days)
    raise _unusable()


def _syslog_address(parts: SplitResult, port: int | None) -> str | tuple[str, int]:
    if parts.hostname:
        return parts.hostname, port or 514
    return unquote(parts.path) or "/dev/log"


def _bucket(parts: SplitResult, keep_days: int) -> Destination:
    path = unquote(parts.path).strip("/")
    if parts.scheme == "s3":
        endpoint, bucket, prefix = None, parts.netloc, path
    else:
        endpoint = parts.netloc
        bucket, _, prefix = path.partition("/")
    if not bucket:
        raise _unusable()
    try:
        # Its client takes a second to load, and is installed by those who use it alone.
        from app.anchors.bucket import Bucket  # noqa: PLC0415 - see above
    except ModuleNotFoundError as error:
        message = f"ANCHOR_TO names a bucket, and {error.name} is not installed. Run: pip install 'ansvarsregister[s3]'"
        raise DestinationUnusable(message) from error
    return Bucket(bucket, prefix, endpoint=endpoint, secure=parts.scheme != "s3+http", keep_days=keep_days)


def _unusable() -> DestinationUnusable:
    return DestinationUnusable(f"ANCHOR_TO is no destination for anchors; use {_FORMS}.")
