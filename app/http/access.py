"""What a route needs its caller to be allowed to do."""

from typing import Annotated, Any

from fastapi import Depends, Request

from app.core.errors import Forbidden
from app.core.languages import Text
from app.security.identity import Identity
from app.vocabulary import Permission


def needs(permission: Permission) -> Any:  # noqa: ANN401 - FastAPI's own marker
    """A dependency for a route or a router: 403 for callers without the permission."""

    async def check(request: Request) -> None:
        require(request.scope["identity"], permission)

    check.permission = permission  # type: ignore[attr-defined]
    return Depends(check)


def require(identity: Identity, permission: Permission) -> None:
    """Raises Forbidden for a caller without the permission: for what only some requests of a route need."""
    if not identity.may(permission):
        raise Forbidden(
            Text(
                f"The access ({identity.roles_said}) lacks the permission {permission}.",
                da=f"Din adgang ({identity.roles_called}) gælder ikke dette. Bed en administrator om en anden adgang.",
            )
        )


async def _caller(request: Request) -> Identity:
    identity: Identity = request.scope["identity"]
    return identity


Caller = Annotated[Identity, Depends(_caller)]
