"""What the document says of answers that `fields` narrows."""

from typing import Any

from tests.support.api import Api


def test_a_key_that_was_not_asked_for_has_no_default(sqlite_api: Api) -> None:
    schemas: dict[str, Any] = sqlite_api.app.openapi()["components"]["schemas"]
    parts = {name: schema["properties"] for name, schema in schemas.items() if name.endswith("Part")}
    assert len(parts) > 15
    assert [
        (name, key) for name, keys in parts.items() for key, described in keys.items() if "default" in described
    ] == []


def test_unknown_field_is_told_which_there_are(sqlite_api: Api) -> None:
    refused = sqlite_api.get("/v1/units", params={"fields": "nope"})
    assert refused.status_code == 400
    assert all(name in refused.json()["detail"] for name in ("externalId", "name", "parentId"))
