"""What the log of reads says of a request."""

from urllib.parse import parse_qsl, quote

from starlette.types import Scope

from app.http.paths import sent_path
from app.security.sightings import ReadKind, Seen

#: Longer than any path that the register has.
_LONGEST = 500
#: What people write into a search may be a name.
_FREE_TEXT = frozenset({"q"})


def request_said(scope: Scope, seen: Seen) -> str:
    """Method and path; of a file, whose rows are not named one by one, also which rows were asked for."""
    said = f"{scope['method']} {sent_path(scope)}"
    if any(kind is ReadKind.EXPORT for kind, _ in seen):
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        query = "&".join(f"{quote(name)}={'…' if name in _FREE_TEXT else quote(value)}" for name, value in asked)
        said += f"?{query}" if query else ""
    return said[:_LONGEST]
