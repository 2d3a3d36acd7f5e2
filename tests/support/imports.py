"""Uploading files in tests."""

import json
from typing import Any

from httpx2 import Response

from app.register.edition import read_edition
from tests.support.api import Api


def csv(*rows: str) -> bytes:
    """Rows as Excel writes them in Denmark: semicolons, CRLF, a BOM."""
    return ("\ufeff" + "\r\n".join(rows) + "\r\n").encode()


def upload(api: Api, kind: str, content: bytes, *, name: str = "fil.csv", headers: Any = None, **form: Any) -> Response:
    """POST of a file; mappings are sent as JSON, flags as true and false."""
    fields = {
        key: value if isinstance(value, str) else json.dumps(value) for key, value in {"kind": kind, **form}.items()
    }
    return api.client.post("/v1/imports", data=fields, files={"file": (name, content)}, headers=headers)


def run(api: Api, kind: str, *rows: str, **form: Any) -> dict[str, Any]:
    """The report of an import that is answered with one."""
    response = upload(api, kind, csv(*rows), **form)
    report: dict[str, Any] = response.json()
    assert response.status_code == (201 if report.get("applied") else 200), response.text
    return report


def counts(report: dict[str, Any]) -> dict[str, int]:
    """How many rows came to what, those that there were."""
    return {name: report[name] for name in ("created", "updated", "unchanged", "rejected") if report[name]}


def codes(report: dict[str, Any]) -> list[tuple[int, str]]:
    """Row and code of each problem."""
    return [(problem["row"], problem["code"]) for problem in report["problems"]]


def revision(api: Api) -> int:
    with api.register.database.reading() as session:
        return read_edition(session).revision


def by_name(api: Api, path: str, name: str, label: str = "name") -> dict[str, Any]:
    """The one item of a list that is called so."""
    items = [item for item in api.read(path, limit=200)["items"] if item[label] == name]
    assert len(items) == 1, items
    found: dict[str, Any] = items[0]
    return found
