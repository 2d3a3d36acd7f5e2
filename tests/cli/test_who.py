"""`python -m app who`: the chain of a system in the terminal, and of many as a booklet."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from tests.support.api import Api, open_api
from tests.support.commands import command
from tests.support.refusals import no_trace

pytestmark = pytest.mark.one_database("the command asks what the route asks, which is tried on both")

#: The command asks the real clock, so what is registered here lies in its near past.
NOW = datetime.now(UTC).replace(microsecond=0)
MADE, CHANGED = NOW - timedelta(days=40), NOW - timedelta(days=20)
BETWEEN = NOW - timedelta(days=30)


def text(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def day(at: datetime) -> str:
    return at.date().isoformat()


@dataclass
class World:
    api: Api
    run: Callable[..., Result]
    system: dict[str, Any]
    mayor: dict[str, Any]
    chief: dict[str, Any]
    clerk: dict[str, Any]

    def chain(self, *words: str) -> dict[str, Any]:
        """The JSON of a call in which someone is there to act."""
        done = self.run("who", *words, "--json")
        assert done.exit_code == 0, done.output
        found: dict[str, Any] = json.loads(done.stdout)
        return found


def fill(api: Api, run: Callable[..., Result]) -> World:
    """A mayor, a chief who owns the system, a clerk who fixes it; the clerk left it twenty days ago."""
    api.time.instant = MADE
    council = api.unit("Byrådet")
    office = api.unit("Ydelser", parentId=council["id"])
    mayor = api.position(0, council, title="Borgmester", leadsUnit=True)
    chief = api.position(2, office, title="Chef", leadsUnit=True)
    clerk = api.position(5, office, title="Medarbejder")
    api.hold(mayor, api.person("Person 1", phone="11 11 11 11"))
    api.hold(chief, api.person("Person 2", email="person2@example.dk", phone="22 22 22 22"))
    api.hold(clerk, api.person("Person 3", phone="33 33 33 33"))
    system = api.system(
        "Sygedagpengesystem (KSD)",
        alternativeNames=["Den røde knap"],
        unitId=office["id"],
        source="cmdb",
        externalId="4711",
    )
    api.assign(system, chief)
    fixing = api.assign(system, clerk, "fix")
    api.assign(system, clerk, "monitor")
    api.system("Aula", unitId=office["id"], supplier="Leverandør")
    api.system("Aula Basis", unitId=office["id"], supplier="Leverandør")
    api.time.instant = CHANGED
    assert api.patch(f"/v1/responsibilities/{fixing['id']}", {"validUntil": day(CHANGED)}).status_code == 200
    api.time.instant = NOW
    # The command evaluates the day if nobody did; here that is done.
    assert api.read("/v1/systems")["total"] == 3
    return World(api, run, system, mayor, chief, clerk)


def runner(monkeypatch: pytest.MonkeyPatch, url: str) -> Callable[..., Result]:
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("COLUMNS", "250")
    return lambda *words: CliRunner().invoke(app, list(words))


@pytest.fixture
def world(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """On each database in turn."""
    api = open_api(database_url)
    yield fill(api, runner(monkeypatch, database_url))
    api.register.database.dispose()


@pytest.fixture
def local(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """On SQLite alone."""
    api = open_api(sqlite_url)
    yield fill(api, runner(monkeypatch, sqlite_url))
    api.register.database.dispose()


def asked(chain: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(step["title"], step["personName"]) for step in chain["steps"]]


def test_system_is_found_by_id_key_name_and_words(world: World) -> None:
    expected = [("Chef", "Person 2"), ("Borgmester", "Person 1")]
    for words in (
        world.system["id"],
        "4711",
        "Sygedagpengesystem (KSD)",
        "sygedagpengesystem (ksd)",
        "sygedagpenge",
        "KSD",
        "roede knap",
        "knap ksd",
    ):
        chain = world.chain(words)
        assert (chain["systemId"], chain["systemName"]) == (world.system["id"], "Sygedagpengesystem (KSD)"), words
        assert asked(chain) == expected


def test_whole_name_goes_before_its_beginning(local: World) -> None:
    assert local.chain("aula")["systemName"] == "Aula"
    assert local.chain("aula basis")["systemName"] == "Aula Basis"
    assert local.chain("basis")["systemName"] == "Aula Basis"


def test_key_goes_before_names(local: World) -> None:
    local.api.system("4711")
    assert local.chain("4711")["systemId"] == local.system["id"]


def test_ambiguous_system_is_refused_with_the_names_that_may_be_meant(world: World) -> None:
    refused = world.run("who", "aul")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "several systems: Aula, Aula Basis." in refused.stderr
    assert "Sygedagpenge" not in refused.stderr


def test_unknown_system_is_refused_and_says_where_to_look(world: World) -> None:
    with no_trace(world.api):
        refused = world.run("who", "findes ikke", "--json")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "No system is called 'findes ikke'" in refused.stderr
    assert "python -m app export systems" in refused.stderr


def test_percent_and_underscore_are_letters_like_others(local: World) -> None:
    for words in ("%", "_", "a%a"):
        assert local.run("who", words).exit_code == 2


def test_text_is_for_people_and_marks_who_acts(world: World) -> None:
    done = world.run("who", "ksd", "--at", "2099-11-25T01:04:00Z")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (
        "Sygedagpengesystem (KSD)\n"
        "Hvem skal fejlrette systemet? 25. november 2099 kl. 02.04\n"
        "Ingen har ansvaret for at fejlrette systemet; derfor begynder listen med ejeren.\n"
        "\n"
        "→ 1. Person 2\n"
        "     22 22 22 22\n"
        "     person2@example.dk\n"
        "     Chef, Ydelser\n"
        "     Ejer systemet.\n"
        "\n"
        "  2. Person 1\n"
        "     11 11 11 11\n"
        "     Borgmester, Byrådet\n"
        "     Nærmeste overordnede til stillingen »Chef«.\n"
    )


def test_narrow_screen_cuts_neither_numbers_nor_addresses(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    long = "en.meget.lang.adresse.som.ikke.kan.brydes@eksempelkommune.example.dk"
    (person,) = world.api.read("/v1/people", q="Person 2")["items"]
    assert world.api.patch(f"/v1/people/{person['id']}", {"email": long}).status_code == 200
    lines = [line.strip() for line in world.run("who", "ksd").stdout.splitlines()]
    assert {"22 22 22 22", long, "11 11 11 11"} <= set(lines)
    assert all(len(line) <= 24 for line in lines if line != long)


def test_json_is_the_answer_of_the_service_with_contact_details(world: World) -> None:
    at = text(NOW + timedelta(hours=1))
    done = world.run("who", "ksd", "--json", "--at", at)
    assert (done.exit_code, done.stderr) == (0, "")
    answered = world.api.read(f"/v1/systems/{world.system['id']}/escalation", at=at)
    assert json.loads(done.stdout) == answered
    assert answered["steps"][0]["email"] == "person2@example.dk"
    assert (answered["actingOrder"], answered["at"], answered["knownAt"]) == (1, at, None)


def test_duty_chooses_whom_to_call(world: World) -> None:
    assert asked(world.chain("ksd", "--duty", "monitor"))[0] == ("Medarbejder", "Person 3")
    assert asked(world.chain("ksd", "--duty", "fix"))[0] == ("Chef", "Person 2")
    assert asked(world.chain("ksd", "--duty", "owner"))[0] == ("Chef", "Person 2")
    wrong = world.run("who", "ksd", "--duty", "celebrate")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "monitor" in wrong.stderr


def test_at_is_the_instant_at_which_someone_has_to_act(world: World) -> None:
    past = world.chain("ksd", "--at", text(BETWEEN))
    assert asked(past)[0] == ("Medarbejder", "Person 3")
    assert (past["at"], past["knownAt"]) == (text(BETWEEN), None)
    days = timedelta(days=10)
    people = f"/v1/people/{world.api.read('/v1/people', q='Person 2')['items'][0]['id']}"
    world.api.make(f"{people}/absences", {"from": day(NOW + days), "until": day(NOW + 2 * days)})
    assert world.chain("ksd", "--at", text(NOW + timedelta(days=5)))["actingOrder"] == 1
    away = world.chain("ksd", "--at", text(NOW + timedelta(days=15)))
    assert [step["absent"] for step in away["steps"]] == [True, False]
    assert away["actingOrder"] == 2
    shown = world.run("who", "ksd", "--at", text(NOW + timedelta(days=15)))
    until = (NOW + 2 * days).strftime("%d-%m-%Y")
    assert f"Person 2 (fraværende til og med {until})" in " ".join(shown.stdout.split())
    assert next(line for line in shown.stdout.splitlines() if "→" in line).startswith("→ 2. Person 1")


def test_known_at_is_what_the_register_said_then(world: World) -> None:
    api = world.api
    for item in api.read("/v1/people", q="Person 3")["items"]:
        assert api.patch(f"/v1/people/{item['id']}", {"name": "Person 3 Ny", "phone": None}).status_code == 200
    assert api.patch(f"/v1/systems/{world.system['id']}", {"name": "KSD 2"}).status_code == 200
    known = world.chain("4711", "--known-at", text(BETWEEN))
    assert (known["systemName"], known["at"], known["knownAt"]) == (
        "Sygedagpengesystem (KSD)",
        text(BETWEEN),
        text(BETWEEN),
    )
    first = known["steps"][0]
    assert (first["personName"], first["phone"]) == ("Person 3", "33 33 33 33")
    # Known on that day for a later one: nobody had ended the duty yet.
    both = world.chain("4711", "--known-at", text(BETWEEN), "--at", text(NOW))
    assert asked(both)[0] == ("Medarbejder", "Person 3")
    assert asked(world.chain("4711", "--at", text(NOW)))[0] == ("Chef", "Person 2")


@pytest.mark.parametrize("option", ["--at", "--known-at"])
def test_what_is_no_instant_is_refused_by_the_name_of_the_option(local: World, option: str) -> None:
    for wrong in ("yesterday", "2026-02-30", "2026-03-02T02:00:00", "", "2026-02-30T02:00:00Z", "0.5"):
        refused = local.run("who", "ksd", option, wrong)
        assert (refused.exit_code, refused.stdout) == (2, ""), wrong
        assert f"{option} {wrong!r} is neither a day nor an instant." in refused.stderr
        assert "2026-03-02T02:00:00Z" in refused.stderr


def test_nobody_there_makes_it_exit_1_and_says_what_to_do(world: World) -> None:
    for number in (1, 2):
        (person,) = world.api.read("/v1/people", q=f"Person {number}")["items"]
        absence = {"from": day(NOW - timedelta(days=1)), "until": day(NOW + timedelta(days=9))}
        world.api.make(f"/v1/people/{person['id']}/absences", absence)
    shown = world.run("who", "ksd")
    assert shown.exit_code == 1
    assert "Borgmester, Byrådet" in shown.stdout
    assert "Ingen i kæden er til stede." in shown.stdout
    assert "→" not in shown.stdout
    assert "Nobody in the chain can be reached." in shown.stderr
    told = world.run("who", "ksd", "--json")
    assert told.exit_code == 1
    assert json.loads(told.stdout)["actingOrder"] is None
    assert world.run("who", "ksd", "--at", text(NOW + timedelta(days=15))).exit_code == 0


def test_vacant_position_is_shown_and_passed_over(local: World) -> None:
    empty = local.api.position(5, unitId=local.chief["unitId"], title="Ledig stilling")
    local.api.assign(local.system, empty, "develop")
    done = local.run("who", "ksd", "--duty", "develop")
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    assert done.exit_code == 0
    assert lines[2:4] == ["  1. (ubesat)", "     Ledig stilling, Ydelser"]
    assert "→ 2. Person 2" in lines


def test_program_says_in_one_line_what_the_register_cannot_answer(local: World, sqlite_url: str) -> None:
    for instant, said in (
        (MADE - timedelta(days=3000), "The register begins at"),
        (NOW + timedelta(days=1), "not known"),
    ):
        refused = command("who", "ksd", "--known-at", text(instant), DATABASE_URL=sqlite_url)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert said in refused.stderr
        assert len(refused.stderr.splitlines()) == 1
    assert local.api.read("/v1/systems")["total"] == 3


def test_program_says_that_the_organisation_is_missing(sqlite_api: Api, sqlite_url: str) -> None:
    sqlite_api.system("Alfa")
    refused = command("who", "alfa", DATABASE_URL=sqlite_url)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "Register the organisation first." in refused.stderr


# -------------------------------------------------------------------- booklet
def test_booklet_has_a_page_for_each_system_in_use(world: World, tmp_path: Path) -> None:
    world.api.system("Gammelt", lifecycle="retired")
    for kind, page in (
        ("txt", "\f{}\nHvem skal fejlrette systemet?"),
        ("html", '<h2>{}</h2>\n<p class="quiet">Hvem skal fejlrette systemet?'),
    ):
        file = tmp_path / f"akut.{kind}"
        done = world.run("who", "--all", "--format", kind, "--output", str(file))
        assert (done.exit_code, done.stdout) == (0, ""), done.output
        assert str(file) in done.stderr
        made = file.read_text(encoding="utf-8")
        places = [made.index(page.format(name)) for name in ("Aula", "Aula Basis", "Sygedagpengesystem (KSD)")]
        assert places == sorted(places)
        assert "Gammelt" not in made
        assert "22 22 22 22" in made
        assert "Dannet " in made
        assert not list(tmp_path.glob("*.part"))


def test_booklet_may_hold_the_critical_ones_alone(world: World) -> None:
    assert world.api.patch(f"/v1/systems/{world.system['id']}", {"criticality": "societyCritical"}).status_code == 200
    done = world.run("who", "--all", "--criticality", "societyCritical", "--criticality", "businessCritical")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == (
        "Hvem skal fejlrette systemet? Systemer i brug (kritikalitet: samfundskritisk, forretningskritisk)"
    )
    assert done.stdout.count("\f") == 1


def test_a_booklet_of_nothing_leaves_the_good_one_alone(local: World, tmp_path: Path) -> None:
    file = tmp_path / "akut.html"
    file.write_text("i går")
    refused = local.run("who", "--all", "--criticality", "notCritical", "--output", str(file))
    assert refused.exit_code == 2
    assert "nothing is written" in refused.stderr
    assert [path.read_text() for path in tmp_path.iterdir()] == ["i går"]


def test_what_does_not_go_together_is_refused(local: World, tmp_path: Path) -> None:
    for words in (
        (),
        ("ksd", "--all"),
        ("--all", "--json"),
        ("ksd", "--criticality", "societyCritical"),
        ("ksd", "--output", str(tmp_path / "x.txt")),
        ("ksd", "--format", "html"),
        ("--all", "--output", str(tmp_path / "nowhere" / "x.txt")),
        ("--all", "--format", "pdf"),
    ):
        refused = local.run("who", *words)
        assert (refused.exit_code, refused.stdout) == (2, ""), words
        assert refused.stderr
    assert list(tmp_path.iterdir()) == []
