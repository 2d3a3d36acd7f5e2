"""Whatever a list can be asked of today, it can be asked of a past day as well."""

from datetime import timedelta
from typing import Any

import pytest

from tests.support.api import Api
from tests.support.document import DOCUMENT

#: What a key is asked with, by its schema, or by its name where that does not say what it stands for.
TYPED = {"integer": "1", "boolean": "true", "number": "1"}
NAMED = {"rule": "OWN001", "kle": "17.01", "fields": "id", "limit": "2", "cursor": None, "knownAt": None}
DAY, SOMEBODY = "2026-03-01", "01890a5d-ac96-774b-bcce-000000000001"


def asked_with(parameter: dict[str, Any]) -> str | None:
    """A value of the key; None for those that are asked otherwise."""
    if parameter["in"] != "query" or parameter["name"] in NAMED:
        return NAMED.get(parameter["name"])
    schema = parameter["schema"]
    for inner in (schema, *schema.get("anyOf", ())):
        found = inner.get("items", inner)
        if "$ref" in found:
            found = DOCUMENT["components"]["schemas"][found["$ref"].rpartition("/")[2]]
        if "enum" in found:
            return str(found["enum"][0])
        if found.get("type") in TYPED:
            return TYPED[found["type"]]
        if found.get("format") in {"date", "date-time"}:
            return DAY
        if found.get("type") == "string":
            return SOMEBODY if parameter["name"].endswith("Id") else "a"
    return None


#: Of a file that comes in several forms, one will do: the rows are the same.
OTHER_FORMS = (".json", ".parquet", ".ttl", ".xlsx")
#: Every list that knows the past, with each of its keys.
QUESTIONS = [
    (path, parameter["name"], value)
    for path, item in DOCUMENT["paths"].items()
    if not path.endswith(OTHER_FORMS)
    and "{" not in path
    and any(each["name"] == "knownAt" for each in item.get("get", {}).get("parameters", ()))
    for parameter in item["get"]["parameters"]
    if (value := asked_with(parameter)) is not None
]


@pytest.fixture
def later(api: Api) -> Api:
    """A system with an owner, which is another one by now."""
    unit = api.unit()
    first, second = api.position(2, unit), api.position(2, unit)
    held = api.assign(api.system(unitId=unit["id"], lifecycle="inOperation"), first)
    api.time.advance(days=30)
    api.patch(f"/v1/responsibilities/{held['id']}", {"positionId": second["id"]})
    return api


def test_no_filter_of_a_past_day_fails(later: Api) -> None:
    known_at = (later.time.now() - timedelta(days=10)).date().isoformat()
    answers = {
        question: later.client.get(question[0], params={question[1]: question[2], "knownAt": known_at})
        for question in QUESTIONS
    }
    told = {question: answer.text for question, answer in answers.items() if answer.status_code not in {200, 400, 404}}
    assert told == {}
    refused = [question for question, answer in answers.items() if answer.status_code == 400]
    assert len(refused) * 5 < len(answers), refused
