"""Reports: dry runs, all or nothing, and what is left behind."""

from typing import Any

import pytest
from sqlmodel import col, func, select

from app.models import CardVersion, IdempotentAnswer, JournalEntry, StoredReport, System
from app.vocabulary import Role
from tests.support.api import Api
from tests.support.imports import codes, counts, csv, revision, run, upload

pytestmark = pytest.mark.one_database("what a report says of a file")

MIXED = ("System;Beskrivelse;Kritikalitet", "KSD;x;ukendt", "Aula;;", "KY;x;vildt kritisk")


def trace(api: Api) -> dict[str, int]:
    """How many rows there are of everything that an import could leave behind."""
    with api.register.database.reading() as session:
        return {
            table.__name__: session.exec(select(func.count(col(key)))).one()
            for table, key in (
                (System, System.id),
                (JournalEntry, JournalEntry.revision),
                (CardVersion, CardVersion.revision),
                (StoredReport, StoredReport.id),
            )
        }


def test_one_bad_row_keeps_all_out(api: Api) -> None:
    before = trace(api)
    report = run(api, "systems", *MIXED)
    assert counts(report) == {"created": 2, "rejected": 1}
    assert report["applied"] is False
    assert trace(api) == {**before, "StoredReport": before["StoredReport"] + 1}
    assert api.read("/v1/systems")["total"] == 0


def test_partial_keeps_the_good_rows(api: Api) -> None:
    report = run(api, "systems", *MIXED, partial=True)
    assert counts(report) == {"created": 2, "rejected": 1}
    assert report["applied"] is True
    assert {system["name"] for system in api.read("/v1/systems")["items"]} == {"KSD", "Aula"}


def test_a_file_of_bad_rows_alone_stores_nothing(api: Api) -> None:
    report = run(api, "systems", MIXED[0], MIXED[3], partial=True)
    assert counts(report) == {"rejected": 1}
    assert api.read("/v1/systems")["total"] == 0


@pytest.mark.parametrize("partial", [True, False])
def test_a_dry_run_says_what_the_real_run_does_and_leaves_only_its_report(api: Api, partial: bool) -> None:
    api.system("Aula", description="y")
    before = trace(api)
    rehearsed = run(api, "systems", *MIXED, dryRun=True, partial=partial)
    assert trace(api) == {**before, "StoredReport": before["StoredReport"] + 1}
    carried_out = run(api, "systems", *MIXED, partial=partial)
    differing = {name for name in rehearsed if rehearsed[name] != carried_out[name]}
    assert differing == {"id", "dryRun"} | ({"applied"} if partial else set())


def test_a_report_can_be_read_again(api: Api) -> None:
    response = upload(api, "systems", csv(*MIXED), dryRun=True)
    assert response.headers["location"] == f"/v1/imports/{response.json()['id']}"
    again = api.get(response.headers["location"])
    assert again.json() == response.json()
    assert again.headers["etag"] == response.headers["etag"]
    assert api.get("/v1/imports/01890a5d-ac96-774b-bcce-b302099a8057").status_code == 404


def test_a_report_has_the_promised_keys(api: Api) -> None:
    report = run(api, "systems", *MIXED)
    promised = {"id", "kind", "dryRun", "rows", "created", "updated", "unchanged", "rejected", "warnings", "problems"}
    assert promised <= report.keys()
    assert (report["kind"], report["rows"], report["warnings"]) == ("systems", 3, 1)
    assert [set(problem) for problem in report["problems"]] == [
        {"row", "cell", "column", "value", "registerValue", "code", "detail", "severity"}
    ] * 2


def test_the_list_of_problems_is_bounded(api: Api) -> None:
    report = run(api, "systems", "System;Beskrivelse", *(f"System {number};" for number in range(1100)), dryRun=True)
    assert len(report["problems"]) == 1000
    assert (report["problemsTotal"], report["warnings"]) == (1100, 1100)


def test_headers_that_are_not_read_are_warned_of(api: Api) -> None:
    report = run(api, "systems", "System;Beskrivelse;Farve;Ejers navn", "KSD;x;blå;Ida")
    assert codes(report) == [(1, "unread-column")]
    assert (report["problems"][0]["column"], report["problems"][0]["severity"]) == ("Farve", "warning")


def test_a_file_of_headers_alone_is_an_import_of_nothing(api: Api) -> None:
    report = run(api, "systems", "System;Beskrivelse")
    assert (report["rows"], report["applied"]) == (0, True)


def test_the_reason_and_the_author_are_in_the_journal(api: Api) -> None:
    upload(api, "systems", csv("System", "KSD"), headers={"Change-Reason": "Fra regnearket"})
    with api.register.database.reading() as session:
        entry = session.exec(select(JournalEntry).order_by(col(JournalEntry.revision).desc()).limit(1)).one()
    assert (entry.resource, entry.reason) == ("system", "Fra regnearket")


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_retry_gets_the_first_report_again(api: Api, dry_run: bool) -> None:
    def send(content: bytes) -> Any:
        return upload(api, "systems", content, dryRun=dry_run, headers={"Idempotency-Key": "nat-7"})

    first, second = send(csv("System", "KSD")), send(csv("System", "KSD"))
    assert second.status_code == (200 if dry_run else 201)
    assert second.json() == first.json()
    assert second.headers["idempotent-replayed"] == "true"
    assert send(csv("System", "Aula")).status_code == 409
    with api.register.database.reading() as session:
        assert len(session.exec(select(IdempotentAnswer)).all()) == 1


def test_a_registrar_imports_systems_but_not_the_organisation(api: Api) -> None:
    registrar = api.as_role(Role.REGISTRAR)
    assert counts(run(registrar, "systems", "System", "KSD")) == {"created": 1}
    before = trace(api)
    for dry_run in (True, False):
        response = upload(registrar, "units", csv("Enhed", "Ydelser"), dryRun=dry_run)
        assert response.status_code == 403
    assert trace(api) == before


def test_a_registrar_of_a_unit_imports_within_it(api: Api) -> None:
    run(api, "units", "Enhed", "Ydelser", "Skoler")
    unit = next(unit for unit in api.read("/v1/units")["items"] if unit["name"] == "Ydelser")
    registrar = api.as_role(Role.REGISTRAR, unit["id"])
    assert counts(run(registrar, "systems", "System;Enhed", "KSD;Ydelser")) == {"created": 1}
    outside = run(registrar, "systems", "System;Enhed", "Aula;Skoler")
    assert (outside["applied"], codes(outside)[0]) == (False, (2, "outside-unit"))


def test_readers_do_not_import(api: Api) -> None:
    reader = api.as_role(Role.READER)
    assert upload(reader, "systems", csv("System", "KSD")).status_code == 403


def test_the_last_import_stands_as_the_register_moves_on(api: Api) -> None:
    report = run(api, "systems", "System", "KSD")
    before = revision(api)
    api.system("Aula")
    assert revision(api) > before
    assert api.read(f"/v1/imports/{report['id']}") == report
