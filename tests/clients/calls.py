"""Ten typical calls with a generated client, in the client's own environment: `calls.py ADDRESS TOKEN`."""

import sys
from io import BytesIO
from typing import Any

from register_client import AuthenticatedClient
from register_client.api.dashboard import get_summary
from register_client.api.findings import list_findings
from register_client.api.imports import import_file
from register_client.api.organisation import create_position, create_unit
from register_client.api.responsibility import create_responsibility, get_escalation, list_stretches
from register_client.api.systems import change_system, create_system, get_system, list_systems
from register_client.models import (
    Criticality,
    Duty,
    ImportForm,
    ImportKind,
    PositionWrite,
    Problem,
    ResponsibilityWrite,
    SystemCard,
    SystemCardPart,
    SystemPatch,
    SystemWrite,
    UnitKind,
    UnitWrite,
)
from register_client.types import UNSET, File


def run(client: AuthenticatedClient) -> None:
    unit: Any = create_unit.sync(client=client, body=UnitWrite(name="Ydelser", kind=UnitKind.CENTRE))
    leader = PositionWrite(title="Centerchef", unit_id=unit.id, management_level=2, leads_unit=True)
    position: Any = create_position.sync(client=client, body=leader)

    written = SystemWrite(name="KSD", description="Sygedagpenge.", criticality=Criticality.BUSINESSCRITICAL)
    system: Any = create_system.sync(client=client, body=written)
    assert isinstance(system, SystemCard)
    assert system.owner is None

    found: Any = list_systems.sync(client=client, criticality=[Criticality.BUSINESSCRITICAL], has_owner=False)
    assert [type(item) for item in found.items] == [SystemCard]
    assert (found.total, found.next_cursor) == (1, None)
    narrow: Any = list_systems.sync(client=client, fields="id,name")
    assert isinstance(narrow.items[0], SystemCardPart)
    assert (narrow.items[0].name, narrow.items[0].owner) == ("KSD", UNSET)

    read = get_system.sync_detailed(system.id, client=client)
    assert read.headers["API-Version"]
    changed: Any = change_system.sync(
        system.id, client=client, body=SystemPatch(unit_id=unit.id), if_match=read.headers["ETag"]
    )
    assert changed.unit_id == unit.id

    owner = ResponsibilityWrite(duty=Duty.OWNER, position_id=position.id)
    create_responsibility.sync(system.id, client=client, body=owner)
    twice = create_responsibility.sync_detailed(system.id, client=client, body=owner)
    assert twice.status_code == 409
    assert isinstance(twice.parsed, Problem)
    assert twice.parsed.detail

    chain: Any = get_escalation.sync(system.id, client=client, duty=Duty.FIX)
    assert chain.steps[0].title == "Centerchef"
    findings: Any = list_findings.sync(client=client, system_id=[system.id])
    assert {item.rule for item in findings.items} >= {"OWN002"}
    summary: Any = get_summary.sync(client=client)
    answered: Any = list_stretches.sync(client=client, at=summary.as_of, duty=[Duty.OWNER])
    assert [item.position_title for item in answered.items] == ["Centerchef"]
    assert (summary.systems.total, summary.ownership.vacant) == (1, 1)

    sheet = File(payload=BytesIO(b"Navn;E-mail\nBo;bo@example.org\n"), file_name="personer.csv")
    report: Any = import_file.sync(client=client, body=ImportForm(kind=ImportKind.PEOPLE, file=sheet, dry_run=True))
    assert not isinstance(report, Problem), report
    assert (report.created, report.applied) == (1, False)


if __name__ == "__main__":
    run(AuthenticatedClient(base_url=sys.argv[1], token=sys.argv[2]))
