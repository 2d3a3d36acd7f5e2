"""Routes of access."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.access import queries, service
from app.access.schemas import Me, NewToken, Rotation, TokenList, TokenView, TokenWrite
from app.core.identifiers import Identifier
from app.http.access import needs
from app.http.lists import Listing
from app.http.reading import Read
from app.http.writing import Write
from app.security.grants import GRANTS
from app.security.identity import Identity
from app.security.reader import Reader
from app.vocabulary import Permission

router = APIRouter(tags=["access"])
_MANAGE = [needs(Permission.MANAGE_TOKENS)]


@router.get("/me", response_model=Me, dependencies=[needs(Permission.FIND_SYSTEMS)])
async def who_am_i(request: Request, read: Read) -> Response:
    """The caller: the token, or the login provider's account, its roles, and what it may do."""
    identity: Identity = request.scope["identity"]
    me = Me(
        token_id=identity.token_id,
        name=identity.name,
        role=max(identity.roles, key=lambda role: len(GRANTS[role])),
        roles=sorted(identity.roles),
        unit_id=identity.unit_id,
        person_id=identity.person_id,
        permissions=sorted(permission for permission in Permission if identity.may(permission)),
    )
    return await read.one(lambda _: me)


@router.get("/tokens", response_model=Listing[TokenView], dependencies=_MANAGE)
async def list_tokens(read: Read, query: Annotated[TokenList, Query()]) -> Response:
    """The tokens, without their secrets."""
    return await read.page(query, TokenView, lambda reader: queries.tokens(reader, query), kept=False)


@router.post("/tokens", response_model=NewToken, status_code=201, dependencies=_MANAGE)
async def create_token(request: Request, write: Write, body: TokenWrite) -> Response:
    """The secret is in this answer and never again: an Idempotency-Key is of no use here."""
    max_days: int = request.app.state.settings.token_max_days
    return await write.create_secret(
        lambda session: service.create_token(session, body, write.today, max_days=max_days), _with_secret
    )


@router.get("/tokens/{id}", response_model=TokenView, dependencies=_MANAGE)
async def get_token(read: Read, id: Identifier) -> Response:
    """One token, without its secret."""
    return await read.one(lambda reader: queries.token(reader, id), kept=False)


@router.post("/tokens/{id}/rotation", response_model=NewToken, status_code=201, dependencies=_MANAGE)
async def rotate_token(request: Request, write: Write, id: Identifier, body: Rotation) -> Response:
    """A successor with a new secret, which is in this answer and never again; the old token works on for a while."""
    max_days: int = request.app.state.settings.token_max_days
    return await write.create_secret(
        lambda session: service.rotate_token(session, id, body, write.today, max_days=max_days), _with_secret
    )


def _with_secret(reader: Reader, made: tuple[str, str]) -> NewToken:
    token_id, secret = made
    return NewToken(**queries.token(reader, token_id).model_dump(), secret=secret)


@router.delete("/tokens/{id}", status_code=204, response_class=Response, dependencies=_MANAGE)
async def revoke_token(write: Write, id: Identifier) -> Response:
    """Works at once, and more than once: If-Match is optional, since a token that has leaked must not wait."""
    return await write.remove(
        lambda session: service.revoke_token(session, id, write.now),
        lambda reader: queries.token(reader, id),
        needs_match=False,
    )
