"""Exports are streamed: chunk by chunk, from one snapshot, which is given back whatever happens."""

from itertools import islice

import pytest

from app.exports import queries
from app.exports.choices import DatasetName, Format
from app.exports.service import write_export
from tests.support.api import Api
from tests.support.exports import DATASETS, FORMATS, lines
from tests.support.imports import run
from tests.support.statements import counted

NAMES = [DatasetName(dataset) for dataset in DATASETS]


def fill(api: Api, count: int, first: int = 0) -> None:
    """Systems with an owner and a budget line each."""
    numbers = range(first, first + count)
    if first == 0:
        api.position(2, title="Chef")
    run(api, "systems", "System;Beskrivelse;Systemejer", *(f"S{number:04};x;Chef" for number in numbers))
    run(api, "budgets", "System;År;Art;Skøn", *(f"S{number:04};2026;drift;1000" for number in numbers))


def queries_of(api: Api, name: DatasetName, format: Format) -> int:
    with counted(api) as seen:
        b"".join(write_export(api.register, name, format))
    return len(seen)


@pytest.mark.parametrize("format", [Format(suffix) for suffix in FORMATS])
def test_an_export_takes_as_many_statements_however_many_rows(api: Api, format: Format) -> None:
    fill(api, 2)
    few = {name: queries_of(api, name, format) for name in NAMES}
    fill(api, 20, first=2)
    assert {name: queries_of(api, name, format) for name in NAMES} == few


@pytest.mark.parametrize("format", [Format(suffix) for suffix in FORMATS])
def test_chunks_lose_and_repeat_nothing(api: Api, format: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(api, 23)
    whole = {name: b"".join(write_export(api.register, name, format)) for name in NAMES}
    monkeypatch.setattr(queries, "CHUNK", 4)
    for name, file in whole.items():
        pieces = b"".join(write_export(api.register, name, format))
        assert (lines(pieces) == lines(file)) if format == "xlsx" else (pieces == file), name


def test_a_write_meanwhile_does_not_show(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "CHUNK", 2)
    fill(api, 6)
    pieces = write_export(api.register, DatasetName.SYSTEMS, Format.JSON)
    begun = list(islice(pieces, 2))
    fill(api, 3, first=100)
    content = b"".join([*begun, *pieces])
    assert content.count(b'"name":"S') == 6
    assert content.endswith(b'"total":6}')


def test_an_export_that_is_broken_off_gives_its_connection_back(api: Api) -> None:
    fill(api, 3)
    pool = api.register.database.engine.pool
    pieces = write_export(api.register, DatasetName.SYSTEMS, Format.JSON)
    next(pieces)
    assert pool.checkedout() == 1  # type: ignore[attr-defined]
    pieces.close()  # type: ignore[attr-defined]
    assert pool.checkedout() == 0  # type: ignore[attr-defined]


def test_exports_hold_no_connection_when_they_are_done(api: Api) -> None:
    for dataset in DATASETS:
        for suffix in FORMATS:
            assert api.get(f"/v1/exports/{dataset}.{suffix}").status_code == 200
            assert api.get(f"/v1/exports/{dataset}.{suffix}?sort=colour").status_code == 400
    assert api.register.database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_an_export_shows_what_holds_today(api: Api) -> None:
    api.system("Gammel", phasedOutOn="2026-03-02")
    before = api.get("/v1/exports/findings.csv").content
    api.time.advance(days=1)
    after = api.get("/v1/exports/findings.csv").content
    assert (b"LIF001" in before, b"LIF001" in after) == (False, True)
