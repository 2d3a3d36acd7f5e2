"""Holding cards and findings against the oracle, and against what comes out when they are made anew."""

from typing import Any

import orjson
from sqlmodel import col, delete, select

from app.models import Card, CardVersion, Finding
from tests.promises.oracle import Oracle
from tests.promises.oracle_rules import WORKED_OUT, flagged
from tests.support.api import Api


def audit(api: Api) -> None:
    """Every card says what the oracle works out, and its findings are those that stand open."""
    cards = {card["id"]: card for card in api.read("/v1/systems", limit=200)["items"]}
    with api.register.database.reading() as session:
        oracle = Oracle(session, api.time.today())
        findings = session.exec(select(Finding).where(col(Finding.closed_at).is_(None))).all()
        assert cards.keys() == oracle.systems.keys()
        for system in oracle.systems.values():
            card = cards[system.id]
            shown = {finding["rule"] for finding in card["findings"]}
            assert shown & WORKED_OUT == flagged(oracle, system), (card, flagged(oracle, system))
            assert card["owner"] == _owner(oracle, system.id, card)
            existing = {finding.id for finding in findings if finding.system_id == system.id}
            assert {finding["id"] for finding in card["findings"]} == existing


def _owner(oracle: Oracle, system_id: str, card: dict[str, Any]) -> dict[str, Any] | None:
    owner = oracle.owner(system_id)
    if owner is None:
        return None
    tenure = oracle.holding(owner)
    return {
        "positionId": owner.id,
        "title": owner.title,
        "managementLevel": owner.management_level,
        "unitId": owner.unit_id,
        "unitName": oracle.units[owner.unit_id].name,
        "personId": tenure and tenure.person_id,
        "personName": tenure and oracle.people[tenure.person_id].name,
        "since": card["owner"]["since"],
    }


def rebuilt_from_nothing(api: Api) -> None:
    """Cards and findings that are thrown away come back the same but for their own ids and instants."""
    before = _contents(api)
    with api.register.database.writing() as session:
        for table in (CardVersion, Card, Finding):
            session.execute(delete(table))
        session.commit()
    api.register.evaluate()
    assert _contents(api) == before


def _contents(api: Api) -> list[dict[str, Any]]:
    own = {"revision", "updated_at", "body"}
    with api.register.database.reading() as session:
        cards = session.exec(select(Card).order_by(col(Card.system_id))).all()
        findings = session.exec(
            select(Finding).where(col(Finding.closed_at).is_(None)).order_by(col(Finding.system_id), col(Finding.rule))
        ).all()
        kept = {"system_id", "rule", "severity", "severity_rank", "message", "field", "evidence"}
        return [
            *({**card.model_dump(exclude=own), "body": _lasting(card.body)} for card in cards),
            *(found.model_dump(include=kept) for found in findings),
        ]


def _lasting(body: str) -> dict[str, Any]:
    """The card without what a new start may change."""
    card = orjson.loads(body)
    findings = [{**finding, "id": "", "openedAt": ""} for finding in card["findings"]]
    return {**card, "revision": 0, "updatedAt": "", "findings": findings}
