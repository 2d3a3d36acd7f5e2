"""Whether a form is one of ours: browsers say where it comes from, and others carry a mark that they have read."""

from hashlib import sha256
from urllib.parse import urlsplit

from starlette.requests import Request


def csrf_of(secret: str) -> str:
    """What the forms of a session carry; says nothing of the session's secret."""
    return sha256(f"form\n{secret}".encode()).hexdigest()[:32]


def comes_from_here(request: Request, csrf: str, secret: str) -> bool:
    """Whether a form is one of ours. Browsers say where a form comes from; other clients have to have read it first."""
    fetched = request.headers.get("sec-fetch-site")
    if fetched is not None and fetched not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == request.headers.get("host")
    return bool(secret) and csrf == csrf_of(secret)
