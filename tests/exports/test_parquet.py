"""Parquet: columns with types, what the JSON says, in row groups, and only where pyarrow is there."""

import sys
from datetime import date
from io import BytesIO
from typing import Any

import orjson
import pyarrow as pa
import pytest
from pyarrow import parquet as files

from app.exports import parquet
from app.exports.parquet import types_of
from app.exports.service import DATASETS
from tests.exports.test_round_trip import full_register
from tests.support.api import Api
from tests.support.exports import DATASETS as NAMES
from tests.support.exports import download
from tests.support.headers import ADDED, IMPORTED

TEXT, WHOLE, DAY, YES_OR_NO, SEVERAL = pa.string(), pa.int64(), pa.date32(), pa.bool_(), pa.list_(pa.string())
#: All columns that hold no text.
TYPED: dict[str, dict[str, Any]] = {
    "systems": {
        "alternativeNames": SEVERAL,
        "takenIntoUseOn": DAY,
        "phasedOutOn": DAY,
        "personalData": SEVERAL,
        "kle": SEVERAL,
        "usingUnits": SEVERAL,
        "confirmedOn": DAY,
        "ownerLevel": WHOLE,
        "findingCount": WHOLE,
        "ownerSince": DAY,
        "usingUnitNames": SEVERAL,
    },
    "findings": {"openedOn": DAY, "closedOn": DAY, "waived": YES_OR_NO},
    "responsibilities": {
        "validFrom": DAY,
        "validUntil": DAY,
        "responsibilityFrom": DAY,
        "responsibilityUntil": DAY,
        "personalData": SEVERAL,
        "managementLevel": WHOLE,
    },
    "budgets": {
        "fiscalYear": WHOLE,
        "estimatedDkk": WHOLE,
        "allocatedDkk": WHOLE,
        "priceLevelYear": WHOLE,
        "recurring": YES_OR_NO,
    },
    "units": {},
    "positions": {
        "managementLevel": WHOLE,
        "leadsUnit": YES_OR_NO,
        "budgetLimitDkk": WHOLE,
        "holderSince": DAY,
    },
    "people": {"leavesOn": DAY, "positions": SEVERAL},
    "contracts": {
        "startsOn": DAY,
        "endsOn": DAY,
        "noticeMonths": WHOLE,
        "discontinued": YES_OR_NO,
        "systems": SEVERAL,
        "systemNames": SEVERAL,
    },
}


def table_of(content: bytes) -> Any:
    return files.read_table(BytesIO(content))


@pytest.mark.one_database("what a file looks like")
@pytest.mark.parametrize("name", NAMES)
def test_columns_are_those_of_the_other_files_with_types_even_where_there_is_nothing(api: Api, name: str) -> None:
    schema = table_of(download(api, f"{name}.parquet")).schema
    assert schema.names == [*IMPORTED.get(name, {}), *ADDED[name]]
    assert {field.name: field.type for field in schema if field.type != TEXT} == TYPED[name]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_says_what_the_json_says(api: Api, name: str) -> None:
    full_register(api)
    rows = table_of(download(api, f"{name}.parquet")).to_pylist()
    items = orjson.loads(download(api, f"{name}.json"))["items"]
    assert len(rows) == len(items) > 0
    compared = 0
    for row, item in zip(rows, items, strict=True):
        for field in row.keys() & item.keys():
            # What refers to another row is an object in the JSON of positions.
            if not isinstance(item[field], dict):
                assert _said(row[field]) == item[field], field
                compared += 1
    assert compared > len(rows)


def _said(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.one_database("what a file looks like")
def test_rows_are_written_in_groups(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS_AT_ONCE", 4)
    full_register(api)
    written = files.ParquetFile(BytesIO(download(api, "systems.parquet")))
    assert [written.metadata.row_group(number).num_rows for number in range(written.num_row_groups)] == [4, 4, 2]


@pytest.mark.one_database("what is installed")
def test_without_the_library_the_answer_says_what_is_missing(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    response = api.get("/v1/exports/systems.parquet")
    assert response.status_code == 406
    assert "ansvarsregister[parquet]" in response.json()["detail"]


def test_what_is_declared_is_a_column_and_no_text() -> None:
    for dataset in DATASETS.values():
        assert dataset.types.keys() <= dataset.headers.keys()
        assert {field: types_of(dataset)[field] for field in dataset.types} == dict(dataset.types)
