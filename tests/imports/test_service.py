"""Importing without HTTP, as the command line and the demonstration do."""

import pytest

from app.core.errors import Forbidden, InvalidInput, TooLarge
from app.core.languages import Text
from app.imports.choices import ImportKind
from app.imports.request import ImportRequest, Sender
from app.imports.schemas import ImportOptions
from app.imports.service import run_import
from app.journal.append import Author
from app.tabular.limits import Limits
from tests.support.api import Api
from tests.support.imports import csv, revision

AUTHOR = Author("cli")
CONTENT = csv("System;Beskrivelse", *(f"System {number};x" for number in range(450)))


def request(content: bytes = CONTENT, *, dry_run: bool = False) -> ImportRequest:
    return ImportRequest(content, ImportOptions(kind=ImportKind.SYSTEMS, dry_run=dry_run), "systemer.csv")


def test_progress_is_told_from_nothing_to_all(api: Api) -> None:
    heard: list[tuple[int, int]] = []
    report = run_import(
        api.register, Sender(AUTHOR), request(), progress=lambda done, total: heard.append((done, total))
    )
    assert (report.created, report.file_name, report.applied) == (450, "systemer.csv", True)
    assert {total for _, total in heard} == {900}
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)
    assert heard[-1][0] == 900


def test_a_dry_run_stores_its_report_alone(api: Api) -> None:
    before = revision(api)
    report = run_import(api.register, Sender(AUTHOR), request(dry_run=True))
    assert (report.created, report.applied) == (450, False)
    assert revision(api) == before
    assert api.read(f"/v1/imports/{report.id}")["created"] == 450


def test_rows_follow_the_same_limits(api: Api) -> None:
    with pytest.raises(TooLarge) as caught:
        run_import(api.register, Sender(AUTHOR), request(), limits=Limits(max_rows=100))
    assert caught.value.errors[0].code == "too-many-rows"


def test_an_unusable_file_says_why(api: Api) -> None:
    with pytest.raises(InvalidInput, match=r"The file cannot be used: It is empty\."):
        run_import(api.register, Sender(AUTHOR), request(b""))


@pytest.mark.parametrize("dry_run", [True, False])
def test_what_the_guard_refuses_leaves_nothing(api: Api, dry_run: bool) -> None:
    def guard(*_: object) -> None:
        raise Forbidden(Text("No.", da="Nej."))

    with pytest.raises(Forbidden):
        run_import(api.register, Sender(AUTHOR, guard), request(dry_run=dry_run))
    assert api.read("/v1/systems")["total"] == 0
