"""Routes of findings and rules."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.core.identifiers import Identifier
from app.findings import queries, rule_list
from app.findings.schemas import FindingFilter, FindingView, RuleView
from app.http.access import needs
from app.http.lists import Listing
from app.http.reading import Read
from app.rules.policy import RuleId
from app.vocabulary import Permission

router = APIRouter(tags=["findings"], dependencies=[needs(Permission.READ)])


@router.get("/findings", response_model=Listing[FindingView])
async def list_findings(read: Read, query: Annotated[FindingFilter, Query()]) -> Response:
    """What the rules have found: the open ones, unless `state` says otherwise."""
    return await read.page(query, FindingView, lambda reader: queries.findings(reader, query))


@router.get("/findings/{id}", response_model=FindingView)
async def get_finding(read: Read, id: Identifier) -> Response:
    """One finding, open or closed."""
    return await read.one(lambda reader: queries.finding(reader, id))


@router.get("/rules", response_model=Listing[RuleView])
async def list_rules(read: Read) -> Response:
    """Every rule: why it is there, and what helps."""
    return await read.one(lambda _: rule_list.rules())


@router.get("/rules/{id}", response_model=RuleView)
async def get_rule(read: Read, id: RuleId) -> Response:
    """One rule: why it is there, and what helps."""
    return await read.one(lambda _: rule_list.rule(id))
