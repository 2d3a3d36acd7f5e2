"""What cannot be moved in: clear words that name the place, and nothing written."""

from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest

from app.core.errors import ApplicationError, Conflict, InvalidInput
from app.moving.manifest import MANIFEST
from app.moving.queries import tables_with_rows
from app.register.register import Register
from tests.moving.moves import Lines, changed, empty_register, files_in, moved_in, packed, taken_out
from tests.support.api import Api
from tests.support.databases import SqliteDatabases
from tests.support.furnishing import furnished

pytestmark = pytest.mark.one_database("files are read in memory; what a register refuses is asked of both elsewhere")


@pytest.fixture
def content(sqlite_api: Api) -> bytes:
    return furnished(sqlite_api, make_content)


def make_content(api: Api) -> bytes:
    """A register with two of what must not be two."""
    top = api.unit("Top", source="hr", externalId="1")
    unit = api.unit("Under", parentId=top["id"])
    position = api.position(1, unit, source="hr", externalId="p")
    other = api.position(2, unit)
    api.hold(position)
    api.hold(other)
    system = api.system("A", unitId=unit["id"])
    api.assign(system, position)
    api.assign(system, other, "monitor")
    api.assign(api.system("B"), position)
    api.budget(system, estimatedDkk=100)
    api.put("/v1/policy", {"kitosRoles": {"Dataejer": "monitor"}})
    return taken_out(api.register)


@pytest.fixture
def other(sqlite_databases: SqliteDatabases) -> Iterator[Register]:
    with empty_register(sqlite_databases) as register:
        yield register


def refused(register: Register, content: bytes, *words: str, kind: type[ApplicationError] = InvalidInput) -> None:
    """Refused in both languages, and the register is as empty as before."""
    before = stands(register)
    with pytest.raises(kind) as caught:
        moved_in(register, content)
    said = caught.value.detail
    assert "Nothing was written." in said.en
    assert "Der er ikke gemt noget." in said.da
    for word in words:
        assert word in said.en, said.en
    assert stands(register) == before


def stands(register: Register) -> tuple[int, list[str]]:
    with register.database.reading() as session:
        return register.edition().revision, tables_with_rows(session)


def test_a_register_that_holds_something_is_left_as_it_is(sqlite_api: Api, content: bytes) -> None:
    refused(sqlite_api.register, content, "not empty", "budget-line", kind=Conflict)


def test_what_is_no_archive(other: Register, content: bytes) -> None:
    refused(other, b"", "no ZIP archive")
    refused(other, b"name;kind\nA;other\n", "no ZIP archive")
    refused(other, content[: len(content) // 2], "cut off")


def test_no_flipped_bit_goes_unnoticed(other: Register, content: bytes) -> None:
    """In the file's directory it may do no harm: then what is moved in is what was taken out."""
    for at in range(10, len(content) // 2, 97):
        flipped = bytearray(content)
        flipped[at] ^= 1
        try:
            moved_in(other, bytes(flipped), dry_run=True)
        except InvalidInput as error:
            assert "Nothing was written." in error.detail.en  # noqa: PT017 - either is right
        else:
            assert files_in(bytes(flipped)) == files_in(content)


def test_an_archive_that_unpacks_to_more_than_a_register_is(other: Register, content: bytes) -> None:
    refused(other, packed({**files_in(content), "unit.jsonl": b" " * (250 << 20)}), "far more")


def test_a_manifest_that_promises_less_than_there_is(other: Register, content: bytes) -> None:
    refused(other, packed({**files_in(content), "unit.jsonl": b" " * (50 << 20)}), "unit.jsonl", "checksum")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda files: files.pop(MANIFEST), ("no manifest.json",)),
        (lambda files: files.pop("tenure.jsonl"), ("tenure.jsonl is missing",)),
        (lambda files: files.update({"../x": b""}), ("'../x'", "which no register has")),
        (lambda files: files.update({"unit.jsonl": files["unit.jsonl"] + b"{}\n"}), ("unit.jsonl", "checksum")),
        (lambda files: files.update({MANIFEST: b"{"}), ("manifest.json is no JSON",)),
        (lambda files: files.update({MANIFEST: b"{}"}), ("manifest.json", "/format")),
        (
            lambda files: files.update({MANIFEST: orjson.dumps({"format": 2, "release": "9.0.0"})}),
            ("format 2", "release 9.0.0", "Update this one first"),
        ),
    ],
)
def test_files_that_are_not_those_of_a_register(
    other: Register, content: bytes, change: Callable[[dict[str, bytes]], object], words: tuple[str, ...]
) -> None:
    files = files_in(content)
    change(files)
    refused(other, packed(files), *words)


def _set(file: str, line: int, /, **values: Any) -> Callable[[Lines], object]:
    return lambda lines: lines[f"{file}.jsonl"][line - 1].update(values)


def _copy(file: str, line: int, /, **values: Any) -> Callable[[Lines], object]:
    rows = f"{file}.jsonl"
    return lambda lines: lines[rows].append({**lines[rows][line - 1], **values})


_NEW = {"id": "01a223cb-4a93-7257-a791-23239adbcd8b", "key": "new"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_set("unit", 2, colour="red"), ("unit.jsonl, line 2", "/colour")),
        (_set("unit", 2, kind="planet"), ("unit.jsonl, line 2", "/kind")),
        (_set("unit", 2, name="010203-1234"), ("unit.jsonl, line 2", "/name", "CPR")),
        (
            _set("policy", 1, settings={"kitosRoles": {"010203-1234": None}}),
            ("policy.jsonl, line 1", "/kitosRoles/", "CPR"),
        ),
        (_set("unit", 2, id="7"), ("unit.jsonl, line 2", "/id")),
        (_set("unit", 1, externalId=None), ("unit.jsonl, line 1", "source and externalId")),
        (_set("unit", 2, createdAt="2126-01-01T00:00:00Z"), ("unit.jsonl, line 2", "after now")),
        (_set("unit", 2, createdAt="2026-01-01T00:00:00"), ("unit.jsonl, line 2", "/createdAt")),
        (_set("unit", 2, key="hr/1"), ("unit.jsonl, line 2", "line 1 has the same key")),
        (_set("unit", 2, parent="nobody"), ("unit.jsonl, line 2", "parent", "'nobody'")),
        (_set("unit", 1, parent="unit-2"), ("unit.jsonl, line", "parent leads back")),
        (_copy("unit", 1, **_NEW), ("unit.jsonl, line 3", "line 1 says the same of source, external")),
        (_copy("unit", 1, key="new"), ("unit.jsonl, line 3", "line 1 has the same id")),
        (_set("position", 1, managementLevel="1"), ("position.jsonl, line 1", "/managementLevel")),
        (_copy("tenure", 1, **_NEW), ("tenure.jsonl, line 3", "line 1", "position in that time")),
        (_set("tenure", 1, validFrom=None), ("tenure.jsonl, line 1", "/validFrom")),
        (_set("tenure", 1, validUntil="2020-01-01"), ("tenure.jsonl, line 1", "/validUntil")),
        (_set("system", 1, successor="system-1"), ("system.jsonl, line 1", "successor leads back")),
        (_set("system", 1, usingUnits=["hr/2"]), ("system.jsonl, line 1", "usingUnits", "'hr/2'")),
        (
            _set("system", 1, takenIntoUseOn="2026-01-02", phasedOutOn="2026-01-01"),
            ("system.jsonl, line 1", "phasedOutOn is before"),
        ),
        (_set("system", 1, description=7), ("system.jsonl, line 1", "/description")),
        (_copy("responsibility", 1, **_NEW), ("responsibility.jsonl, line 4", "line 1", "system in that time")),
        (_set("budget-line", 1, estimatedDkk=-1), ("budget-line.jsonl, line 1", "/estimatedDkk")),
        (_set("budget-line", 1, estimatedDkk=1.5), ("budget-line.jsonl, line 1", "/estimatedDkk")),
        (_set("finding", 1, evidence=None), ("finding.jsonl, line 1", "/evidence")),
        (_copy("finding", 1, **_NEW), ("finding.jsonl, line", "line 1 says the same of system, rule")),
    ],
)
def test_a_row_that_cannot_be(
    other: Register, content: bytes, change: Callable[[Lines], object], words: tuple[str, ...]
) -> None:
    refused(other, changed(content, change), *words)


def test_a_line_that_is_no_json(other: Register, content: bytes) -> None:
    broken = changed(content, lambda lines: lines["unit.jsonl"].append({"key": "x"}))
    refused(other, broken, "unit.jsonl, line 3", "/id")


def test_lines_of_reporting_in_a_circle_are_refused(other: Register, content: bytes) -> None:
    """Some circles only close through the units: the register itself finds those, as in any other write."""
    circle = changed(content, _set("position", 1, reportsTo="hr/p"))
    with pytest.raises(InvalidInput, match="leads back"):
        moved_in(other, circle)
    assert other.edition().revision == 0
