"""Routes of the policy."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.http.access import needs
from app.http.lists import Listing
from app.http.reading import Read
from app.http.writing import Write
from app.policy import queries, service
from app.policy.schemas import PolicyVersionList, PolicyVersionView, PolicyView, PolicyWrite
from app.vocabulary import Permission

router = APIRouter(prefix="/policy", tags=["policy"], dependencies=[needs(Permission.READ)])


@router.get("", response_model=PolicyView)
async def get_policy(read: Read) -> Response:
    """The thresholds that the rules go by."""
    return await read.one(queries.policy)


@router.put("", response_model=PolicyView, dependencies=[needs(Permission.WRITE_POLICY)])
async def put_policy(write: Write, body: PolicyWrite) -> Response:
    """A new version; every system is evaluated by it before the answer."""
    return await write.change(lambda session: service.put_policy(session, body), queries.policy)


@router.get("/versions", response_model=Listing[PolicyVersionView])
async def list_policy_versions(read: Read, query: Annotated[PolicyVersionList, Query()]) -> Response:
    """The policies that have held, and since when."""
    return await read.page(query, PolicyVersionView, lambda reader: queries.versions(reader, query))
