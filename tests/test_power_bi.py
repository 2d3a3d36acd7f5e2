"""What Power BI is given asks for addresses and fields that there are."""

import json
import re
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[1] / "docs"
DOCUMENT: dict[str, Any] = json.loads((DOCS / "openapi.json").read_text("utf-8"))
QUERIES = (DOCS / "power-bi" / "ansvarsregister.pq").read_text("utf-8")
CONNECTION: dict[str, Any] = json.loads((DOCS / "power-bi" / "ansvarsregister.pbids").read_text("utf-8"))
#: Path and fields of each table.
TABLES = re.findall(r'Rows\("(v1/[^"]+)", \{([^}]*)\}', QUERIES)


def fields_of(path: str) -> set[str]:
    schema: Any = DOCUMENT["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    for step in ("items", None):
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        if step:
            schema = schema["properties"][step]["items"]
    return set(schema["properties"])


def test_every_table_asks_for_fields_of_an_export() -> None:
    assert len(TABLES) == len(re.findall(r"\.json", QUERIES)) == 4
    for path, fields in TABLES:
        wanted = set(re.findall(r'"(\w+)"', fields))
        assert len(wanted) > 5
        assert wanted - fields_of(f"/{path}") == set(), path


def test_every_column_that_gets_a_type_is_asked_for() -> None:
    asked = {field for _, fields in TABLES for field in re.findall(r'"(\w+)"', fields)}
    typed = set(re.findall(r'\{"(\w+)", (?:type|Int64|each)', QUERIES))
    assert len(typed) > 10
    assert typed - asked == set()


def test_parts_of_owner_and_funding_are_those_of_a_card() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    for of, field in re.findall(r'Named\(\[(\w+)\], "(\w+)"\)', QUERIES):
        assert field in schemas[f"Card{of.capitalize()}"]["properties"], (of, field)


def test_brackets_of_the_queries_are_closed() -> None:
    # Nobody here can run them.
    bare = re.sub(r'"[^"]*"|//[^\n]*', "", QUERIES)
    assert [bare.count(sign) for sign in "({["] == [bare.count(sign) for sign in ")}]"]
    assert bare.split()[0] == "let"


def test_the_connection_names_an_address_of_the_interface() -> None:
    (connection,) = CONNECTION["connections"]
    address = connection["details"]["address"]["url"]
    assert "/" + address.split("/", 3)[3] in DOCUMENT["paths"]


def test_the_page_names_paths_and_files_that_there_are() -> None:
    page = (DOCS / "power-bi.md").read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", page):
        assert (DOCS / target).exists(), target
    for path in re.findall(r"v1/exports/[a-z]+\.[a-z]+", page):
        assert f"/{path}" in DOCUMENT["paths"], path
