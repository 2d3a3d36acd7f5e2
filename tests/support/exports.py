"""Reading exported files in tests."""

from typing import Any

from app.tabular.reading import read_table
from tests.support.api import Api

FORMATS = ("csv", "xlsx", "json", "parquet")
#: Those that can be asked about the past.
REMEMBERED = ("systems", "findings", "responsibilities", "budgets")
DATASETS = (*REMEMBERED, "units", "positions", "people", "contracts")


def download(api: Api, file: str, **params: Any) -> bytes:
    """The bytes of an export that must succeed, such as `systems.csv`."""
    response = api.get(f"/v1/exports/{file}", params=params)
    assert response.status_code == 200, response.text
    return response.content


def lines(content: bytes) -> list[dict[str, Any]]:
    """The rows of a CSV or XLSX file by their headers, empty cells left out."""
    table = read_table(content)
    return [
        {header: cell for header, cell in zip(table.headers, row.cells, strict=True) if cell is not None}
        for row in table.rows
    ]
