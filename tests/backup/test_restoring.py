"""Where a backup goes, what it brings back and what not, on both databases."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from app.backup.manifest import BackupUnusable, Manifest
from app.backup.row_queries import tables_of
from app.core.config import Settings
from app.core.database import Database
from app.core.engines import normalise_url, open_engine
from app.core.errors import DatabaseUnusable
from app.core.migrate import bring_to, current_revision, is_register, known_revisions
from app.models import JournalEntry, JournalPersonalValue
from app.register.audit.verification import audit
from app.register.erasure_list import Erasure, read_erasures
from app.register.register import Register
from tests.backup.rehearsing import backed_up, clock_at, restored
from tests.backup.test_archive import change_manifest, rewrite
from tests.support.api import MONDAY, Api, TestTime, open_api
from tests.support.databases import Databases
from tests.upgrade.databases import cases, insert, read


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "b.zip"


def url_of(api: Api) -> str:
    return api.register.database.url.render_as_string(hide_password=False)


def texts_in(url: str) -> str:
    """Everything that the database holds."""
    database = Database(Settings(database_url=url))
    with database.reading() as session:
        found = repr([session.execute(table.select()).all() for table in tables_of(session.connection())])
    database.dispose()
    return found


def test_who_was_erased_or_deleted_after_the_backup_is_erased_again(
    make_api: Any, databases: Databases, path: Path, tmp_path: Path
) -> None:
    api = make_api(erasure_list=tmp_path / "erasures.jsonl")
    left, stays = api.person("Agnete Borte", leavesOn="2026-01-31"), api.person("Bodil Bliver")
    holder, gone = api.person("Carl Gaaet", email="carl@example.dk"), api.person("Dagny Slettet")
    system, position = api.system(), api.position()
    api.hold(position, holder)
    api.assign(system, position)
    backed_up(url_of(api), path, api.time)
    api.time.advance(days=3)
    api.delete(f"/v1/people/{gone['id']}")
    api.patch(f"/v1/people/{holder['id']}", {"leavesOn": "2026-03-03"})
    for person in (left, holder):
        assert api.post(f"/v1/people/{person['id']}/erasure").status_code == 200
    listed = read_erasures(tmp_path / "erasures.jsonl")
    assert [each.person_id for each in listed] == [gone["id"], left["id"], holder["id"]]
    assert (tmp_path / "erasures.jsonl").stat().st_mode & 0o777 == 0o600

    with databases.empty() as place:
        assert restored(path, place, time=api.time, erasures=listed).erased == 3
        held = texts_in(place)
        for name in ("Agnete Borte", "Carl Gaaet", "carl@example.dk", "Dagny Slettet"):
            assert name not in held, name
        assert "Bodil Bliver" in held
        again = open_api(place, api.time.instant)
        assert again.read(f"/v1/people/{stays['id']}")["name"] == "Bodil Bliver"
        assert again.read(f"/v1/people/{holder['id']}")["name"].startswith("Tidligere")
        assert again.card(system)["owner"]["personName"] is None
        with again.register.database.reading() as session:
            assert audit(again.register, session).valid
            assert reasons(session)[left["id"]] == "Slettet igen efter gendannelse"
        assert again.register.evaluate().cards == 0
        again.register.database.dispose()


def reasons(session: Session) -> dict[str, str | None]:
    """The reason of each resource's last entry."""
    return {entry.resource_id: entry.reason for entry in session.exec(select(JournalEntry))}


def test_without_a_list_everything_is_as_it_was(api: Api, databases: Databases, path: Path) -> None:
    person = api.person("Agnete Borte", leavesOn="2026-01-31")
    taken = backed_up(url_of(api), path, api.time)
    with databases.empty() as place:
        assert restored(path, place).erased == 0
        again = open_api(place)
        assert again.read(f"/v1/people/{person['id']}")["name"] == "Agnete Borte"
        with again.register.database.reading() as session:
            assert session.exec(select(JournalPersonalValue)).first() is not None
            assert session.get_one(JournalEntry, taken.manifest.revision).hash == taken.manifest.head_hash
        again.register.database.dispose()


def test_guards_are_there_again(api: Api, databases: Databases, path: Path) -> None:
    api.system()
    backed_up(url_of(api), path, api.time)
    with databases.empty() as place:
        restored(path, place)
        database = Database(Settings(database_url=place))
        with pytest.raises(DBAPIError, match="journal_append_only"), database.engine.begin() as connection:
            connection.execute(text("DELETE FROM journal_entry"))
        database.dispose()


def test_a_place_that_is_not_empty_is_left_as_it_is(api: Api, path: Path) -> None:
    api.system("Står her")
    backed_up(url_of(api), path, api.time)
    with pytest.raises(BackupUnusable, match="left as it is"):
        restored(path, url_of(api))
    assert len(api.read("/v1/systems")["items"]) == 1


def test_what_breaks_on_the_way_is_not_in_the_way_of_the_next_try(api: Api, databases: Databases, path: Path) -> None:
    backed_up(url_of(api), path, api.time)

    def power_cut(_session: Session, _manifest: Manifest) -> str | None:
        raise KeyboardInterrupt

    with databases.empty() as place:
        with pytest.raises(KeyboardInterrupt):
            restored(path, place, agrees=power_cut)
        assert not is_register(place)
        with pytest.raises(BackupUnusable, match=r"not restored: line 3. Nothing was written"):
            restored(path, place, agrees=lambda _session, _manifest: "line 3")
        assert not is_register(place)
        restored(path, place)
        assert is_register(place)


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("UPDATE access_token SET role = 'admin' WHERE role = 'reader'", "not what its journal says: access_token"),
        ("DELETE FROM card", "not what its journal says: card"),
        ("UPDATE register_state SET revision = revision - 1", "the journal is broken at entry"),
    ],
)
def test_a_register_that_was_tampered_with_before_the_backup_is_refused_by_name(
    api: Api, databases: Databases, path: Path, deed: str, said: str
) -> None:
    api.system()
    api.make("/v1/tokens", {"name": "IT", "role": "reader"})
    with api.register.database.engine.begin() as connection:
        connection.execute(text(deed))
    backed_up(url_of(api), path, api.time)
    with databases.empty() as place:
        with pytest.raises(BackupUnusable, match=said):
            restored(path, place, time=api.time)
        assert not is_register(place)


def test_an_erasure_that_fails_takes_the_restore_back(
    api: Api, databases: Databases, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = api.person(leavesOn="2026-01-31")
    backed_up(url_of(api), path, api.time)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.backup.erasing.erase_person", fail)
    erasures = [Erasure(datetime(2026, 3, 1, tzinfo=UTC), person["id"])]
    with databases.empty() as place:
        with pytest.raises(OSError, match="No space"):
            restored(path, place, erasures=erasures)
        assert not is_register(place)


@pytest.mark.parametrize("revision", cases())
def test_a_backup_of_an_earlier_schema_is_restored_and_migrated(
    revision: str, databases: Databases, path: Path
) -> None:
    # The day that the newest file was evaluated on: its cards are compared too.
    time = TestTime(MONDAY + timedelta(days=7))
    with databases.empty() as url:
        written = read(revision)
        bring_to(revision, url)
        engine = open_engine(normalise_url(url))
        with engine.begin() as connection:
            insert(connection, written)
        engine.dispose()
        taken = backed_up(url, path)
        assert taken.manifest.schema_revision == revision
        assert {part.table: part.rows for part in taken.manifest.parts} == {
            name: len(rows) for name, rows in written.tables.items()
        }
    with databases.empty() as place:
        restored(path, place, time=time)
        database = Database(Settings(database_url=place))
        assert current_revision(database.engine) == known_revisions()[-1]
        with database.reading() as session:
            assert audit(Register(database, clock_at(time)), session).journal.entries == taken.manifest.revision
        database.dispose()


def test_a_backup_of_a_later_schema_names_the_release(api: Api, databases: Databases, path: Path) -> None:
    backed_up(url_of(api), path, api.time)
    rewrite(path, change_manifest(schema_revision="9999"))
    with databases.empty() as place:
        with pytest.raises(BackupUnusable, match=r"its schema is 9999, .*Restore it with release"):
            restored(path, place)
        engine = open_engine(normalise_url(place))
        assert inspect(engine).get_table_names() == []
        engine.dispose()


def test_a_later_schema_is_not_backed_up_under_the_name_of_this_release(api: Api, path: Path) -> None:
    with api.register.database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseUnusable, match=r"its schema is 9999, .* Start that release"):
        backed_up(url_of(api), path, api.time)
    assert list(path.parent.iterdir()) == []


def test_a_person_who_is_listed_twice_is_erased_once(sqlite_api: Api, tmp_path: Path) -> None:
    listed = sqlite_api.register.erasures
    assert listed.file is None
    at = datetime(2026, 3, 2, tzinfo=UTC)
    file = tmp_path / "list"
    file.write_text("".join(f'{{"at": "{at + timedelta(days=n):%FT%TZ}", "personId": "a"}}\n' for n in range(2)))
    assert read_erasures(file) == [Erasure(at, "a")]


def test_nobody_who_was_signed_in_is_signed_in_again(api: Api, databases: Databases, path: Path) -> None:
    secret = api.make("/v1/tokens", {"name": "IT", "role": "reader"})["secret"]
    session = api.app.state.web_sessions.sign_in(secret)
    assert api.app.state.web_sessions.find(session) is not None
    backed_up(url_of(api), path, api.time)
    with databases.empty() as place:
        restored(path, place)
        again = open_api(place)
        assert again.app.state.web_sessions.find(session) is None
        again.register.database.dispose()


def test_tokens_that_work_again_are_named(api: Api, databases: Databases, path: Path) -> None:
    made = {name: api.make("/v1/tokens", {"name": name, "role": "admin"}) for name in ("Lækket", "Spærret", "Udløbet")}
    api.client.delete(f"/v1/tokens/{made['Spærret']['id']}")
    api.post(f"/v1/tokens/{made['Udløbet']['id']}/rotation", {"overlapDays": 0})
    backed_up(url_of(api), path, api.time)
    api.client.delete(f"/v1/tokens/{made['Lækket']['id']}")
    api.time.advance(days=1)
    with databases.empty() as place:
        named = restored(path, place, time=api.time).tokens
    assert f"Lækket (admin, {made['Lækket']['id']})" in named
    assert not [each for name in ("Spærret", "Udløbet") for each in named if made[name]["id"] in each]


@pytest.mark.parametrize("listed_before", [True, False])
def test_an_erasure_whose_line_was_lost_is_listed_with_the_next_day(
    make_api: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, listed_before: bool
) -> None:
    file = tmp_path / "erasures.jsonl"
    api = make_api(erasure_list=file)
    first, lost = (api.person(leavesOn="2026-01-31") for _ in range(2))
    deleted, stays = api.person(), api.person(leavesOn="2026-01-31")
    if listed_before:
        api.post(f"/v1/people/{first['id']}/erasure")
    # The process ends between the commit and the line.
    with monkeypatch.context() as broken:
        broken.setattr(api.register.erasures, "file", None)
        if not listed_before:
            api.post(f"/v1/people/{first['id']}/erasure")
        api.time.advance(minutes=1)
        api.post(f"/v1/people/{lost['id']}/erasure")
        at = api.time.now()
        api.delete(f"/v1/people/{deleted['id']}")
    assert file.exists() is listed_before
    api.time.advance(days=1)
    api.register.evaluate()
    # Nothing is listed a second time.
    api.register.evaluate()
    found = read_erasures(file)
    assert [each.person_id for each in found] == [first["id"], *sorted([lost["id"], deleted["id"]])]
    assert len(file.read_text().splitlines()) == 3
    assert {each.at for each in found if each.person_id != first["id"]} == {at}
    assert stays["id"] not in file.read_text()


def test_a_list_that_cannot_be_read_stops_no_day(
    make_api: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "erasures.jsonl"
    file.write_text("{\n")
    api = make_api(erasure_list=file)
    api.time.advance(days=1)
    api.register.evaluate()
    assert "cannot be told" in caplog.text
    assert file.read_text() == "{\n"
