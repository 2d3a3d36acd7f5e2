"""Who may what: every route of the document, by role, and by whose the thing is that is asked about.

The rows repeat the table of the contract, on purpose in other words than the program's. A system may be the caller's
own (the person's position owns it, in the unit that registrars are limited to), lie inside that unit under another
position, or outside.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.vocabulary import Role
from tests.support.exports import DATASETS, FORMATS

PLACES = ("own", "inside", "outside")
EVERYWHERE, OWN, UNIT, NOWHERE = frozenset(PLACES), frozenset({"own"}), frozenset({"own", "inside"}), frozenset[str]()
ROLES = (Role.READER, Role.ON_CALL, Role.OWNER, Role.REGISTRAR, Role.COORDINATOR, Role.STEWARD, Role.ADMIN)
Row = Mapping[Role, frozenset[str]]
Json = dict[str, Any]
_SIGNS = {"R": EVERYWHERE, "·": NOWHERE, "own": OWN, "unit": UNIT}


def _row(signs: str) -> Row:
    """In the order of ROLES."""
    return {role: _SIGNS[sign] for role, sign in zip(ROLES, signs.split(), strict=True)}


#: reader, onCall, owner, registrar, coordinator, steward, admin
ANYONE = _row("R R R R R R R")
READING = _row("R · R R R R R")
HISTORY = _row("· · own unit R R R")
EXPORTING = _row("· · R R R R R")
IMPORTING = _row("· · · R · R R")
SYSTEMS = _row("· · · unit · R R")
ORGANISATION = _row("· · · · · R R")
ABSENCE = _row("· · own · · R R")
ANSWERING = _row("· · own unit · R R")
# What an administrator has changed; registrars undo what they have changed themselves.
UNDOING = _row("· · · · · R R")
VERIFYING = _row("· · · · R R R")
ADMINISTRATION = _row("· · · · · · R")


@dataclass(frozen=True)
class Case:
    """`of`: what the id in the path is of, if it has one. `body` is made of the town and the place."""

    row: Row
    of: str = ""
    body: Callable[[Any, str], Json] | None = None
    params: Json = field(default_factory=dict)
    form: Json | None = None


def _said(**body: Any) -> Callable[[Any, str], Json]:
    return lambda _town, _place: body


def _duty(town: Any, place: str) -> Json:
    return {"duty": "monitor", "positionId": town.position[place]["id"]}


def _contract(town: Any, place: str) -> Json:
    return {"name": "Ny kontrakt", "systemIds": [town.system[place]["id"]]}


def _system(town: Any, place: str) -> Json:
    return {"name": "Nyt", "description": "Et system.", "unitId": town.unit[place]["id"]}


def _tenure(town: Any, _place: str) -> Json:
    return {"personId": town.someone["id"], "role": "deputy"}


def _dispute(town: Any, place: str) -> Json:
    return {"duty": "owner", "namesPositionId": town.top["id"], "reason": "Ikke os.", "positionId": _id(town, place)}


def _id(town: Any, place: str) -> str:
    found: str = town.position[place]["id"]
    return found


def _handover(town: Any, _place: str) -> Json:
    return {"duty": "owner", "toPositionId": town.top["id"]}


def _transfer(town: Any, _place: str) -> Json:
    return {"toPositionId": town.top["id"]}


def _unit(town: Any, place: str) -> Json:
    return {"name": "Ny enhed", "parentId": town.unit[place]["id"]}


def _position(town: Any, place: str) -> Json:
    return {"title": "Ny", "unitId": town.unit[place]["id"], "managementLevel": 4}


def _policy(town: Any, _place: str) -> Json:
    policy: Json = town.policy
    return policy


_ATTESTED = _said(confirmsOwnership=True, insight="yes", time="yes", money="yes")
_NAMED = _said(name="Andet navn")
_FORM = {"kind": "systems", "dryRun": "true"}

MATRIX: dict[str, Case] = {
    **{f"GET /v1/{area}": Case(READING) for area in ("units", "positions", "people", "contracts", "findings", "rules")},
    **{f"GET /v1/{area}": Case(READING) for area in ("responsibilities", "handovers", "disputes", "changes", "policy")},
    **{f"GET /v1/{area}": Case(READING) for area in ("attestation-requests", "attestation-campaigns")},
    **{f"GET /v1/dashboard/{figures}": Case(READING) for figures in ("summary", "heatmap", "units", "findings-series")},
    "GET /v1/policy/versions": Case(READING),
    **{
        f"GET /v1/{area}/{{id}}": Case(READING, area)
        for area in (
            *("units", "positions", "people", "tenures", "absences", "systems", "responsibilities", "handovers"),
            *("disputes", "attestations", "attestation-requests", "attestation-campaigns", "budget-lines"),
            *("contracts", "findings", "rules"),
        )
    },
    **{
        f"GET /v1/systems/{{id}}/{part}": Case(READING, "systems")
        for part in ("verdicts", "mandate", "responsibilities", "duties", "attestations", "budget-lines")
    },
    "GET /v1/systems": Case(ANYONE),
    "GET /v1/systems/by-key/{source}/{externalId}": Case(READING, "keys"),
    "GET /v1/systems/{id}/escalation": Case(ANYONE, "systems"),
    "GET /v1/escalations": Case(ANYONE),
    "GET /v1/systems/by-key/{source}/{externalId}/escalation": Case(ANYONE, "keys"),
    "GET /v1/systems/{id}/history": Case(HISTORY, "systems"),
    "GET /v1/units/{id}/duties": Case(READING, "units"),
    "GET /v1/positions/{id}/tenures": Case(READING, "positions"),
    "GET /v1/positions/{id}/responsibilities": Case(READING, "positions"),
    **{
        f"GET /v1/people/{{id}}/{part}": Case(READING, "people") for part in ("tenures", "absences", "responsibilities")
    },
    # ------------------------------------------------------------ systems, and what belongs to them
    "POST /v1/systems": Case(SYSTEMS, body=_system),
    "PATCH /v1/systems/{id}": Case(SYSTEMS, "systems", _said(notes="Andet")),
    "DELETE /v1/systems/{id}": Case(SYSTEMS, "planned"),
    "PUT /v1/systems/by-key/{source}/{externalId}": Case(SYSTEMS, "keys", _said(notes="Andet")),
    "POST /v1/systems/{id}/retire": Case(SYSTEMS, "systems", _said()),
    "POST /v1/systems/{id}/responsibilities": Case(SYSTEMS, "systems", _duty),
    "PATCH /v1/responsibilities/{id}": Case(SYSTEMS, "responsibilities", _said(validUntil="2026-12-31")),
    "DELETE /v1/responsibilities/{id}": Case(SYSTEMS, "responsibilities"),
    "POST /v1/systems/{id}/budget-lines": Case(SYSTEMS, "systems", _said(fiscalYear=2027, kind="operation")),
    "PATCH /v1/budget-lines/{id}": Case(SYSTEMS, "budget-lines", _said(account="1")),
    "DELETE /v1/budget-lines/{id}": Case(SYSTEMS, "budget-lines"),
    "POST /v1/contracts": Case(SYSTEMS, body=_contract),
    "PATCH /v1/contracts/{id}": Case(SYSTEMS, "contracts", _NAMED),
    "DELETE /v1/contracts/{id}": Case(SYSTEMS, "contracts"),
    # ------------------------------------------------------------ the organisation
    "POST /v1/units": Case(ORGANISATION, body=_unit),
    "PATCH /v1/units/{id}": Case(ORGANISATION, "units", _NAMED),
    "DELETE /v1/units/{id}": Case(ORGANISATION, "units"),
    "POST /v1/positions": Case(ORGANISATION, body=_position),
    "PATCH /v1/positions/{id}": Case(ORGANISATION, "positions", _said(title="Anden")),
    "DELETE /v1/positions/{id}": Case(ORGANISATION, "positions"),
    "POST /v1/positions/{id}/tenures": Case(ORGANISATION, "positions", _tenure),
    "PATCH /v1/tenures/{id}": Case(ORGANISATION, "tenures", _said(validUntil="2026-12-31")),
    "POST /v1/people": Case(ORGANISATION, body=_said(name="Ny Person")),
    "PATCH /v1/people/{id}": Case(ORGANISATION, "people", _NAMED),
    "DELETE /v1/people/{id}": Case(ORGANISATION, "people"),
    "POST /v1/people/{id}/erasure": Case(ORGANISATION, "people"),
    "POST /v1/positions/{id}/transfer": Case(ORGANISATION, "positions", _transfer),
    "POST /v1/people/{id}/absences": Case(ABSENCE, "people", _said()),
    "PATCH /v1/absences/{id}": Case(ABSENCE, "absences", _said(until="2026-12-31")),
    "DELETE /v1/absences/{id}": Case(ABSENCE, "absences"),
    "POST /v1/people/{id}/departure": Case(ABSENCE, "people", _said(on="2026-06-30"), {"dryRun": "true"}),
    # ------------------------------------------------------------ answers
    "POST /v1/systems/{id}/handovers": Case(ANSWERING, "systems", _handover),
    "POST /v1/handovers/{id}/accept": Case(ANSWERING, "offered", _said()),
    "POST /v1/handovers/{id}/decline": Case(ANSWERING, "offered", _said()),
    # The offers come from the position at the top, so that the owner is the receiver.
    "POST /v1/handovers/{id}/withdraw": Case(_row("· · · unit · R R"), "offered", _said()),
    "POST /v1/systems/{id}/disputes": Case(ANSWERING, "undisputed", _dispute),
    # Those who keep the register, or stand above: never the party itself.
    "POST /v1/disputes/{id}/resolve": Case(_row("· · · unit · R R"), "disputes", _said(reason="Bliver")),
    "POST /v1/systems/{id}/attestations": Case(ANSWERING, "systems", _ATTESTED),
    "POST /v1/attestation-campaigns": Case(ORGANISATION, body=_said(due="2026-06-01")),
    "PUT /v1/policy": Case(ORGANISATION, body=_policy),
    # ------------------------------------------------------------ in and out, and who keeps watch
    "POST /v1/imports": Case(IMPORTING, form=_FORM),
    "GET /v1/imports/{id}": Case(ORGANISATION, "imports"),
    "GET /v1/imports/{id}/problems": Case(ORGANISATION, "imports"),
    "GET /v1/imports/{id}/annotated.xlsx": Case(ORGANISATION, "imports"),
    "POST /v1/imports/proposals": Case(IMPORTING, form={"kind": "systems"}),
    "GET /v1/jobs/{id}": Case(ORGANISATION, "jobs"),
    "DELETE /v1/jobs/{id}": Case(ORGANISATION, "jobs"),
    "GET /v1/kitos/differences": Case(ORGANISATION),
    "POST /v1/kitos/differences/{id}/resolution": Case(ORGANISATION, "differences", _said(take="register")),
    **{f"GET /v1/exports/{dataset}.{kind}": Case(EXPORTING) for dataset in DATASETS for kind in FORMATS},
    "GET /v1/exports/systems.ttl": Case(EXPORTING),
    "GET /v1/exports/register.zip": Case(ADMINISTRATION),
    "GET /v1/journal/verification": Case(VERIFYING),
    "POST /v1/changes/{revision}/revert": Case(UNDOING, "revisions"),
    "GET /v1/me": Case(ANYONE),
    "GET /v1/tokens": Case(ADMINISTRATION),
    "POST /v1/tokens": Case(ADMINISTRATION, body=_said(name="Ny", role="reader")),
    "GET /v1/tokens/{id}": Case(ADMINISTRATION, "tokens"),
    "POST /v1/tokens/{id}/rotation": Case(ADMINISTRATION, "tokens", _said()),
    "GET /v1/reads": Case(VERIFYING),
    "DELETE /v1/tokens/{id}": Case(ADMINISTRATION, "tokens"),
}
