"""Imports at the same time follow each other."""

from concurrent.futures import ThreadPoolExecutor

from app.journal.verification import verify
from tests.support.api import Api
from tests.support.imports import counts, csv, upload

ROWS = ["System;Beskrivelse", *(f"System {number};x" for number in range(40))]


def test_two_imports_of_the_same_file_make_each_row_once(api: Api) -> None:
    with ThreadPoolExecutor(4) as pool:
        responses = list(pool.map(lambda _: upload(api, "systems", csv(*ROWS)), range(4)))
    assert [response.status_code for response in responses] == [201] * 4
    outcomes = sorted(str(counts(response.json())) for response in responses)
    assert outcomes == ["{'created': 40}", *["{'unchanged': 40}"] * 3]
    assert api.read("/v1/systems")["total"] == 40
    with api.register.database.reading() as session:
        assert verify(session).valid
