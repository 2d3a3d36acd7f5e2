"""The card: the ready JSON of a system, and the columns that lists filter and sort by. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from pydantic.alias_generators import to_camel

from app.core.canonical import dump, instant
from app.core.folding import fold, search_text, sort_key
from app.core.values import value
from app.models import CardColumns, Journaled, Keyed, System
from app.register.facts import Gathered, Holding, holders_by_duty
from app.register.findings import OpenFinding
from app.register.organisation import Organisation
from app.register.shapes import CARD
from app.rules.facts import AttestationFacts, DisputeFacts, DutyHolder
from app.rules.funding import FundingSummary, PurposeFunding
from app.rules.ownership import ownership_state
from app.rules.verdict import Verdict
from app.vocabulary import DUTIES, Basis, Criticality, Duty, PersonalData, VerdictKind

_LETTERS = {
    VerdictKind.OK: "o",
    VerdictKind.FLAGGED: "f",
    VerdictKind.UNKNOWN: "u",
    VerdictKind.NOT_APPLICABLE: "n",
}
VERDICT_OF_LETTER: Mapping[str, VerdictKind] = {letter: kind for kind, letter in _LETTERS.items()}
#: Column → key, for what the card shows of the system's own row: in the table's order, the caller's own key last.
_SHOWN = {
    column.name: to_camel(column.name)
    for column in sorted(System.__table__.columns, key=lambda column: column.name in Keyed.model_fields)  # type: ignore[attr-defined]
    if column.name not in Journaled.model_fields and "unshown" not in column.info
}
_get_shown = attrgetter(*_SHOWN)
_USERS_AT = [*_SHOWN].index("unit_id") + 1
_KEYS = (*[*_SHOWN.values()][:_USERS_AT], "usingUnitIds", *[*_SHOWN.values()][_USERS_AT:])
#: The columns of the card that are the row's own. Every other one is said in `draft_card`.
_COPIED = tuple(name for name in CardColumns.model_fields if name in _SHOWN)
_get_copied = attrgetter(*_COPIED)
_CRITICALITY_RANK = {code: 3 - index for index, code in enumerate(Criticality.labels())}


@value()
class Assessment:
    """What came of a system's facts. `findings` are the open ones, worst first; `answering` is a part of the card.

    `sealed`: whether the newest attestation still says what it said.
    """

    verdicts: Mapping[str, Verdict]
    findings: Sequence[OpenFinding]
    funding: FundingSummary
    answering: Mapping[str, Any]
    sealed: bool


@value()
class DraftCard:
    """A card before anyone has said since when it holds: its columns, its findings, and the rest of its body.

    `is_of_new`: whether the system is made by the same write, so that it is as old as that.
    """

    columns: Mapping[str, Any]
    body: Mapping[str, Any]
    findings: Sequence[OpenFinding]
    is_of_new: bool

    def says(self, row: Mapping[str, Any]) -> bool:
        """Whether a row of the table says the same, as of whenever."""
        if any(finding.opened_at is None for finding in self.findings):
            return False
        return row == self.as_of(row["revision"], row["updated_at"])

    def severities(self) -> list[tuple[str, bool, int]]:
        """`(severity, waived, how many)` for each kind of its findings, in order."""
        kinds = Counter((finding.severity, finding.waived) for finding in self.findings)
        return sorted((severity, waived, number) for (severity, waived), number in kinds.items())

    def as_of(self, revision: int, at: datetime) -> dict[str, Any]:
        """The row of the table `card`, its body included. Every finding must have been opened by then."""
        made = {"created_at": at} if self.is_of_new else {}
        shown = {
            "findings": [finding_body(finding) for finding in self.findings],
            "revision": revision,
            "updatedAt": instant(at),
            **({"createdAt": instant(at)} if self.is_of_new else {}),
        }
        body = dump({**self.body, **shown}).decode()
        return {**self.columns, **made, "updated_at": at, "revision": revision, "body": body}


def draft_card(gathered: Gathered, assessment: Assessment, at: datetime | None = None) -> DraftCard:
    """The card that follows from the facts. `at`: when the write is made that it is drafted for."""
    row, facts = gathered.row, gathered.facts
    owner = facts.owner
    verdicts, findings, funding = assessment.verdicts, assessment.findings, assessment.funding
    worst = findings[0] if findings else None
    standing, waived = (sorted(one.rule for one in findings if one.waived is waived) for waived in (False, True))
    columns = {
        "system_id": row.id,
        **dict(zip(_COPIED, _get_copied(row), strict=True)),
        "name_sort": sort_key(row.name),
        "criticality_rank": _CRITICALITY_RANK[row.criticality],
        "in_use": facts.in_use,
        "personal_data_mask": sum(PersonalData(code).bit for code in row.personal_data),
        "supplier_folded": fold(row.supplier) if row.supplier else None,
        "kle_text": "".join(f" {number}" for number in row.kle),
        "owner_position_id": owner and owner.position_id,
        "owner_person_id": owner and owner.holder and owner.holder.person_id,
        "owner_unit_id": owner and owner.unit_id,
        "owner_level": owner and owner.management_level,
        "ownership_state": ownership_state(verdicts).value,
        "funding_state": funding.operation.state.value,
        "estimated_dkk": funding.operation.estimated_dkk,
        "allocated_dkk": funding.operation.allocated_dkk,
        "development_state": funding.development.state.value,
        "development_estimated_dkk": funding.development.estimated_dkk,
        "development_allocated_dkk": funding.development.allocated_dkk,
        "decommission_state": funding.decommission.state.value,
        "decommission_estimated_dkk": funding.decommission.estimated_dkk,
        "decommission_allocated_dkk": funding.decommission.allocated_dkk,
        "finding_count": len(findings),
        "severity_rank": worst.severity_rank if worst else 0,
        "waived_count": len(waived),
        "verdicts": "".join([_LETTERS[verdict.kind] for verdict in verdicts.values()]),
        "flagged_rules": _spaced(standing),
        "waived_rules": _spaced(waived),
        "names_text": search_text(row.name, *row.alternative_names),
        "search_text": search_text(row.name, *row.alternative_names, row.description, row.supplier),
        "created_at": row.created_at,
        "shape": CARD.newest,
    }
    body = {**_body(gathered, assessment), **assessment.answering}
    return DraftCard(columns, body, findings, row.created_at == at)


def card_holdings(card: dict[str, Any], held: Iterable[Holding]) -> list[dict[str, Any]]:
    """The rows of the table `card_holding` that go with a card."""
    return [
        {
            "system_id": card["system_id"],
            "revision": card["revision"],
            "duty": holding.duty.value,
            "basis": holding.basis.value,
            "position_id": holding.holder.position_id,
            "person_id": holding.holder.person_id,
        }
        for holding in held
    ]


def _spaced(rules: Sequence[str]) -> str:
    """` FUN001 OWN003 `: each with a blank around it, so that a part of the text finds it."""
    return f" {' '.join(rules)} " if rules else ""


def _recorded(gathered: Gathered) -> dict[str, Any]:
    """What is recorded of the system itself; the units that use it stand beside its main user."""
    values = [*_get_shown(gathered.row)]
    values.insert(_USERS_AT, gathered.using_unit_ids)
    return dict(zip(_KEYS, values, strict=True))


def _body(gathered: Gathered, assessment: Assessment) -> dict[str, Any]:
    """What stands here as None is said last, in its place."""
    row, facts, findings = gathered.row, gathered.facts, assessment.findings
    return {
        "id": row.id,
        **_recorded(gathered),
        "attestation": _attestation(facts.attestation, sealed=assessment.sealed),
        "openHandovers": [_offer(offer) for offer in gathered.practice.offers],
        "declinedHandovers": gathered.practice.declined,
        "disputes": [_dispute(dispute, facts.today) for dispute in facts.disputes],
        "funding": _funding(assessment.funding),
        "findings": None,
        "findingCount": len(findings),
        "worstSeverity": findings[0].severity if findings else None,
        "severityRank": findings[0].severity_rank if findings else 0,
        "revision": None,
        "createdAt": instant(row.created_at),
        "updatedAt": None,
    }


def answering(organisation: Organisation, held: Sequence[Holding]) -> dict[str, Any]:
    """The part of a card that says who answers, on the day of the organisation."""
    formal_owner = next((one for one in held if one.duty is Duty.OWNER and one.basis is Basis.FORMAL), None)
    holders = holders_by_duty(held)

    def of(duty: Duty, basis: Basis) -> list[dict[str, Any]]:
        return [_holder(holder) for holder in holders(duty, basis)]

    return {
        "owner": formal_owner and _owner(organisation, formal_owner),
        "duties": [
            {"duty": duty.value, "formal": of(duty, Basis.FORMAL), "practice": of(duty, Basis.PRACTICE)}
            for duty in DUTIES
        ],
        "ownerInPractice": of(Duty.OWNER, Basis.PRACTICE),
    }


def finding_body(finding: Any) -> dict[str, Any]:  # noqa: ANN401 - a finding, or a row with its columns
    """A finding as cards and lists show it."""
    return {
        "id": finding.id,
        "rule": finding.rule,
        "severity": finding.severity,
        "severityRank": finding.severity_rank,
        "verdict": VerdictKind.FLAGGED.value,
        "message": finding.message,
        "field": finding.field,
        "openedAt": instant(finding.opened_at),
        "waived": finding.waived,
        "evidence": finding.evidence,
    }


def _owner(organisation: Organisation, owning: Holding) -> dict[str, Any]:
    position = organisation.positions[owning.holder.position_id]
    return {
        **_holder(owning.holder),
        "managementLevel": position.management_level,
        "unitId": position.unit_id,
        "unitName": organisation.units[position.unit_id].name,
        "since": owning.since,
    }


def _holder(holder: DutyHolder) -> dict[str, Any]:
    return {
        "positionId": holder.position_id,
        "title": holder.title,
        "personId": holder.person_id,
        "personName": holder.person_name,
    }


def _funding(funding: FundingSummary) -> dict[str, Any]:
    """The operation's, and the other purposes beside it."""
    return {
        "fiscalYear": funding.fiscal_year,
        **_purpose(funding.operation),
        "development": _purpose(funding.development),
        "decommission": _purpose(funding.decommission),
    }


def _purpose(funding: PurposeFunding) -> dict[str, Any]:
    return {
        "estimatedDkk": funding.estimated_dkk,
        "allocatedDkk": funding.allocated_dkk,
        "state": funding.state.value,
    }


def _attestation(attested: AttestationFacts | None, *, sealed: bool) -> dict[str, Any] | None:
    if attested is None:
        return None
    return {
        "attestedOn": attested.attested_on,
        "confirmsOwnership": attested.confirms_ownership,
        "insight": attested.insight.value,
        "time": attested.time.value,
        "money": attested.money.value,
        "valid": sealed,
    }


def _offer(offer: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of handovers
    return {
        "id": offer.id,
        "duty": offer.duty,
        "toPositionId": offer.to_position_id,
        "toTitle": offer.to_title,
        "expiresOn": offer.expires_on,
    }


def _dispute(dispute: DisputeFacts, today: date) -> dict[str, Any]:
    overdue = dispute.deadline < today
    return {
        "id": dispute.id,
        "duty": dispute.duty.value,
        "positionId": dispute.holder.id,
        "namesPositionId": dispute.named.id,
        "deadline": dispute.deadline,
        "overdue": overdue,
        "interimPositionId": dispute.interim.id if overdue and dispute.interim else None,
    }
