"""A former colleague is forgotten: in what stands, in what was known, in what is kept in memory, in the journal."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Table
from sqlmodel import col, select

from app.core.folding import search_text, sort_key
from app.models import JournalEntry, JournalPersonalValue, metadata
from app.vocabulary import Role
from tests.support.api import Api
from tests.support.imports import csv, upload
from tests.support.refusals import feed_since, no_trace, refusal

Json = dict[str, Any]
NAME, MAIL, PHONE = "Person Forhen", "forhen@kommune.example", "55 66 77 88"
#: What she was called before.
MAIDEN = "Person Ungpige"
FORGOTTEN = (NAME, MAIDEN, MAIL, PHONE)
#: What is kept to sort and to search by.
DERIVED = tuple(make(name) for name in (NAME, MAIDEN) for make in (sort_key, search_text))
#: While she owned the system, and was called by either name.
MAIDEN_KNOWN, KNOWN = "2026-03-02T09:30:00Z", "2026-03-02T11:00:00Z"


@dataclass
class Colleague:
    """She led a team that owns a system, deputised for the head, and has left; asked for on two workers."""

    api: Api
    other: Api
    person: Json
    leader: Json
    head: Json
    system: Json

    @property
    def path(self) -> str:
        return f"/v1/people/{self.person['id']}"

    def erase(self) -> Json:
        answer = self.api.post(f"{self.path}/erasure")
        assert answer.status_code == 200, answer.text
        erased: Json = answer.json()
        return erased

    def pages(self) -> list[str]:
        """Where the names were to be read."""
        system = f"/v1/systems/{self.system['id']}"
        return [
            page
            for known in (MAIDEN_KNOWN, KNOWN)
            for page in (
                f"{system}?knownAt={known}",
                f"/v1/systems?knownAt={known}",
                f"{system}/escalation?duty=fix&knownAt={known}",
                f"/v1/exports/systems.json?knownAt={known}",
                f"/v1/exports/systems.csv?knownAt={known}",
                f"/v1/exports/responsibilities.json?knownAt={known}",
                f"/v1/exports/responsibilities.csv?knownAt={known}",
                f"/v1/exports/findings.csv?knownAt={known}",
            )
        ]


@pytest.fixture
def colleague(make_api: Callable[..., Api]) -> Colleague:
    api, other = make_api(), make_api()
    # One time for both, as the workers of one machine have it.
    other.time, other.register.clock = api.time, api.register.clock
    top = api.unit("Direktion")
    unit = api.unit("Ydelser", parentId=top["id"])
    head = api.position(2, top, title="Chef", leadsUnit=True)
    leader = api.position(4, unit, title="Teamleder", leadsUnit=True)
    person = api.person(MAIDEN, email=MAIL, phone=PHONE, source="hr", externalId="7")
    absent = api.person("Person 1")
    api.hold(head, absent)
    api.make(f"/v1/people/{absent['id']}/absences", {})
    api.hold(head, person, role="deputy")
    api.hold(leader, person)
    system = api.system("KSD", criticality="societyCritical", lifecycle="inOperation", unitId=unit["id"])
    api.assign(system, leader)
    api.assign(system, leader, "fix")
    api.assign(system, leader, "fix", basis="practice")
    api.time.advance(hours=1)
    assert api.patch(f"/v1/people/{person['id']}", {"name": NAME}).status_code == 200
    api.time.advance(hours=2)
    assert api.post(f"/v1/people/{person['id']}/departure", {"on": "2026-03-02"}).status_code == 200
    api.time.advance(days=1)
    return Colleague(api, other, person, leader, head, system)


def forgotten_in(text: str) -> bool:
    return not any(value in text for value in FORGOTTEN)


def tables_with(api: Api, values: tuple[str, ...]) -> list[str]:
    """The tables that hold any of the values in any row, sorted."""
    with api.register.database.reading() as session:
        # As tuples: a row as text leaves out the middle of what is long.
        rows = {table.name: [str(tuple(row)) for row in session.execute(table.select())] for table in tables()}
    return sorted(table for table, found in rows.items() if any(value in row for row in found for value in values))


def tables() -> list[Table]:
    return metadata.sorted_tables


# ---------------------------------------------------------------- what becomes of the person
def test_erased_person_is_called_by_the_last_position(colleague: Colleague) -> None:
    before = colleague.api.read(colleague.path)
    assert (before["name"], before["former"], before["erasedOn"]) == (NAME, True, None)
    erased = colleague.erase()
    assert erased == {
        **before,
        "name": "Tidligere Teamleder",
        "email": None,
        "phone": None,
        "erasedOn": "2026-03-03",
        "updatedAt": "2026-03-03T12:00:00Z",
        "remains": [],
    }
    for worker in (colleague.api, colleague.other):
        assert {**worker.read(colleague.path), "remains": []} == erased
        assert [item["name"] for item in worker.read("/v1/people")["items"]] == ["Person 1", "Tidligere Teamleder"]
        assert worker.read("/v1/people", q="Forhen")["total"] == 0


def test_the_last_of_several_positions_gives_the_name(api: Api) -> None:
    person = api.person(NAME)
    for title, begins, ends in (
        ("Første", "2020-01-01", "2023-12-31"),
        ("Korteste", "2025-06-01", "2026-01-31"),
        ("Længste", "2024-01-01", "2026-01-31"),
    ):
        api.hold(api.position(title=title), person, validFrom=begins, validUntil=ends)
    api.hold(api.position(title="Afløst"), person, role="deputy", validFrom="2020-01-01", validUntil="2026-02-28")
    api.post(f"/v1/people/{person['id']}/departure", {"on": "2026-02-28"})
    assert api.post(f"/v1/people/{person['id']}/erasure").json()["name"] == "Tidligere Længste"


def test_person_who_never_held_a_position_is_a_former_colleague(sqlite_api: Api) -> None:
    person = sqlite_api.person(NAME, leavesOn="2026-03-01")
    assert sqlite_api.post(f"/v1/people/{person['id']}/erasure").json()["name"] == "Tidligere medarbejder"
    assert tables_with(sqlite_api, FORGOTTEN) == []


@pytest.mark.parametrize("forget", ["erasure", "deletion"])
def test_a_name_that_is_too_short_to_be_looked_for_is_forgotten_as_well(sqlite_api: Api, forget: str) -> None:
    person = sqlite_api.person("Øå", phone=None, leavesOn="2026-02-01")
    path = f"/v1/people/{person['id']}"
    answer = sqlite_api.post(f"{path}/erasure") if forget == "erasure" else sqlite_api.delete(path)
    assert answer.status_code in {200, 204}, answer.text
    assert tables_with(sqlite_api, ("Øå",)) == []


def test_only_someone_who_has_left_is_erased(api: Api) -> None:
    staying, leaving = api.person(NAME), api.person(NAME, leavesOn="2026-03-02")
    with no_trace(api):
        for person in (staying, leaving):
            refusal(api.post(f"/v1/people/{person['id']}/erasure"), 409, "/leavesOn", "not-former")
        assert api.post("/v1/people/019590f0-0000-7000-8000-000000000000/erasure").status_code == 404
    api.time.advance(days=1)
    assert api.post(f"/v1/people/{leaving['id']}/erasure").status_code == 200


def test_only_who_keeps_the_organisation_may_erase(sqlite_api: Api) -> None:
    api = sqlite_api
    person = api.person(NAME, leavesOn="2026-03-01")
    path = f"/v1/people/{person['id']}/erasure"
    others = [api.as_role(role) for role in (Role.READER, Role.OWNER, Role.REGISTRAR, Role.COORDINATOR)]
    steward = api.as_role(Role.STEWARD)
    with no_trace(api):
        assert [other.post(path).status_code for other in others] == [403] * 4
    assert steward.post(path).status_code == 200


def test_erasing_again_changes_nothing(colleague: Colleague) -> None:
    first = colleague.erase()
    with no_trace(colleague.api):
        assert colleague.erase() == first


# ---------------------------------------------------------------- what was known
def test_the_title_stands_where_the_name_stood(colleague: Colleague) -> None:
    api, system = colleague.api, f"/v1/systems/{colleague.system['id']}"
    colleague.erase()
    for known in (MAIDEN_KNOWN, KNOWN):
        card = api.read(system, knownAt=known)
        assert (card["owner"]["personId"], card["owner"]["personName"]) == (colleague.person["id"], "Teamleder")
        fixing = next(duty for duty in card["duties"] if duty["duty"] == "fix")
        assert [holder["personName"] for holder in fixing["formal"] + fixing["practice"]] == ["Teamleder"] * 2
        assert api.read("/v1/systems", knownAt=known)["items"] == [card]
        steps = api.read(f"{system}/escalation", duty="fix", knownAt=known)["steps"]
        assert [(step["title"], step["role"], step["personName"]) for step in steps] == [
            ("Teamleder", "holder", "Teamleder"),
            ("Chef", "holder", "Person 1"),
            ("Chef", "deputy", "Chef"),
        ]
        hers = [step for step in steps if step["personId"] == colleague.person["id"]]
        assert [(step["email"], step["phone"]) for step in hers] == [(None, None)] * 2
        (held,) = [
            row
            for row in api.read("/v1/exports/responsibilities.json", knownAt=known)["items"]
            if (row["duty"], row["basis"]) == ("owner", "formal")
        ]
        assert held["personName"] == "Teamleder"


def test_what_was_asked_before_is_forgotten_on_every_worker(colleague: Colleague) -> None:
    workers = (colleague.api, colleague.other)
    pages = colleague.pages()
    tags: list[str] = []
    for worker in workers:
        for page in pages:
            answer = worker.get(page)
            assert answer.status_code == 200, answer.text
            assert not forgotten_in(answer.text), page
            tags.append(answer.headers.get("etag", '""'))
    colleague.erase()
    for worker in workers:
        for page in pages:
            # Whoever kept an answer is told of the new one.
            answer = worker.get(page, headers={"If-None-Match": ", ".join(tags)})
            assert answer.status_code == 200, page
            assert forgotten_in(answer.text), page


def test_history_tells_what_changed_and_no_name(colleague: Colleague) -> None:
    path = f"/v1/systems/{colleague.system['id']}/history"
    before = colleague.other.read(path)
    colleague.erase()
    for worker in (colleague.api, colleague.other):
        answer = worker.get(path)
        assert forgotten_in(answer.text)
        # What differed by the name alone does not differ any more.
        assert [item["revision"] for item in answer.json()["items"]] == [item["revision"] for item in before["items"]]


def test_namesake_keeps_the_name(api: Api) -> None:
    position = api.position(title="Leder")
    stays, leaves = api.person(NAME, email="bliver@kommune.example"), api.person(NAME, leavesOn="2026-03-01")
    api.hold(position, stays)
    system = api.system()
    api.assign(system, position)
    api.time.advance(hours=1)
    api.post(f"/v1/people/{leaves['id']}/erasure")
    assert api.card(system)["owner"]["personName"] == NAME
    then = api.read(f"/v1/systems/{system['id']}", knownAt="2026-03-02T09:30:00Z")
    assert then["owner"]["personName"] == NAME
    steps = api.read(f"/v1/systems/{system['id']}/escalation", knownAt="2026-03-02T09:30:00Z")["steps"]
    assert (steps[0]["personName"], steps[0]["email"]) == (NAME, "bliver@kommune.example")


# ---------------------------------------------------------------- what is kept aside
def test_reports_of_imports_lose_the_name(colleague: Colleague) -> None:
    api = colleague.api
    # The cells have slipped to the right, so the report quotes what stands under the wrong header.
    slipped = csv("Navn;E-mail;Telefon;Nøgle", f"7;{NAME};x;{MAIL}", f"7;a@b.dk;{MAIDEN};1", f"8;{PHONE};x;2")
    unknown = csv("Stilling;Enhed;Ledelsesniveau;Indehaver", f"Ny;Ydelser;høj;{NAME}", f"Ny;Ydelser;3;{MAIDEN}")
    reports = [upload(api, "people", slipped), upload(api, "positions", unknown, dryRun=True)]
    paths = [f"/v1/imports/{report.json()['id']}" for report in reports]
    before = [api.read(path) for path in paths]
    quoted = [problem["value"] for report in before for problem in report["problems"]]
    assert {NAME, MAIDEN, PHONE} <= set(quoted)
    # The second worker has it in memory as well.
    assert [colleague.other.read(path) for path in paths] == before
    assert api.get(f"{paths[0]}/annotated.xlsx").status_code == 200
    colleague.erase()
    for path in paths:
        for way in ({}, {"groupBy": "problem"}):
            assert forgotten_in(api.get(f"{path}/problems", params=way).text)
        # What the file said besides nobody knows.
        assert api.get(f"{path}/annotated.xlsx").status_code == 404
    for worker in (api, colleague.other):
        for path, report in zip(paths, before, strict=True):
            answer = worker.get(path)
            assert forgotten_in(answer.text)
            after = answer.json()
            assert [(problem["row"], problem["code"]) for problem in after["problems"]] == [
                (problem["row"], problem["code"]) for problem in report["problems"]
            ]
            assert {**after, "problems": []} == {**report, "problems": []}
    kept = [problem["value"] for problem in api.read(paths[0])["problems"]]
    assert kept.count("(slettet)") == 3
    assert "x" in kept


def test_kept_answers_to_retries_are_dropped(colleague: Colleague) -> None:
    api = colleague.api
    path, body = f"{colleague.path}/departure", {"on": "2026-03-02"}
    key = {"Idempotency-Key": "rejse-1"}
    first = api.post(path, body, headers=key)
    assert first.json()["personName"] == NAME
    replayed = api.post(path, body, headers=key)
    assert (replayed.headers["idempotent-replayed"], replayed.json()) == ("true", first.json())
    assert "idempotent_answer" in tables_with(api, FORGOTTEN)
    colleague.erase()
    assert "idempotent_answer" not in tables_with(api, FORGOTTEN)
    anew = api.post(path, body, headers=key)
    assert "idempotent-replayed" not in anew.headers
    assert anew.json()["personName"] == "Tidligere Teamleder"


# ---------------------------------------------------------------- the journal, and all tables
def test_no_table_holds_the_name_and_the_journal_still_holds(colleague: Colleague) -> None:
    api = colleague.api
    # The new day has its own entry.
    api.register.follow_the_day()
    before = api.register.edition().revision
    assert {"person", "journal_personal_value", "card_version"} <= set(tables_with(api, FORGOTTEN))
    assert {"person", "holder_stretch"} == set(tables_with(api, DERIVED))
    entries = api.read("/v1/journal/verification")["entries"]
    answer = api.post(f"{colleague.path}/erasure", headers={"Change-Reason": "Bedt om det"})
    assert answer.status_code == 200
    assert tables_with(api, FORGOTTEN + DERIVED) == []
    (entry,) = feed_since(api, before)
    assert (entry["action"], entry["resource"], entry["reason"]) == ("update", "person", "Bedt om det")
    assert entry["changed"] == ["email", "erasedOn", "name", "phone"]
    for worker in (api, colleague.other):
        found = worker.read("/v1/journal/verification")
        assert (found["valid"], found["problem"], found["entries"]) == (True, None, entries + 1)
    api.register.evaluate()
    assert api.register.edition().revision == entry["revision"]


def test_others_keep_their_values_in_the_journal(colleague: Colleague) -> None:
    colleague.erase()
    with colleague.api.register.database.reading() as session:
        rows = session.exec(
            select(JournalEntry.resource_id, JournalPersonalValue.personal_values).join(
                JournalPersonalValue, col(JournalPersonalValue.revision) == col(JournalEntry.revision)
            )
        ).all()
    assert [values["after"]["name"] for _, values in rows] == ["Person 1"]
    assert colleague.person["id"] not in {resource_id for resource_id, _ in rows}


def test_erased_person_stays_erased(colleague: Colleague) -> None:
    api = colleague.api
    colleague.erase()
    with no_trace(api):
        answer = api.patch(colleague.path, {"name": "Person Igen", "email": "igen@kommune.example"})
        assert (answer.status_code, answer.json()["code"]) == (409, "erased")
    report = upload(api, "people", csv("Navn;Telefon;Nøgle", f"{NAME};{PHONE};7"), source="hr").json()
    assert (report["updated"], report["unchanged"], report["problems"][0]["code"]) == (0, 1, "erased")
    assert api.read(colleague.path)["name"] == "Tidligere Teamleder"


def test_report_loses_the_name_and_nothing_else(api: Api) -> None:
    person = api.person("row", phone="2026", leavesOn="2026-03-01")
    report = upload(api, "people", csv("Navn;Telefon;Fratræder", "row;2026;i morgen"), source="hr").json()
    assert api.post(f"/v1/people/{person['id']}/erasure").status_code == 200
    kept = api.read(f"/v1/imports/{report['id']}")
    assert {key: kept[key] for key in kept.keys() - {"problems"}} == {
        key: report[key] for key in report.keys() - {"problems"}
    }
    assert [problem["row"] for problem in kept["problems"]] == [problem["row"] for problem in report["problems"]]


def test_person_who_holds_or_held_a_position_is_not_deleted(colleague: Colleague) -> None:
    api = colleague.api
    holder = api.read("/v1/people", q="Person 1")["items"][0]
    with no_trace(api):
        refusal(api.delete(f"/v1/people/{holder['id']}"), 409, "", "in-use")
        refusal(api.delete(colleague.path), 409, "", "in-use")
    colleague.erase()
    with no_trace(api):
        refusal(api.delete(colleague.path), 409, "", "in-use")
