from tests.support.api import Api


def test_contract_that_ends_is_seen_on_its_systems(api: Api) -> None:
    first, second = api.system(), api.system()
    contract = api.make("/v1/contracts", {"name": "K", "endsOn": "2026-04-01", "systemIds": [first["id"]]})
    path = f"/v1/contracts/{contract['id']}"
    assert "LIF004" in api.flagged(first)
    api.patch(path, {"systemIds": [second["id"]]})
    assert ("LIF004" in api.flagged(first), "LIF004" in api.flagged(second)) == (False, True)
    api.patch(path, {"endsOn": None})
    assert "LIF004" not in api.flagged(second)
    api.patch(path, {"endsOn": "2026-02-01"})
    severity = next(finding for finding in api.card(second)["findings"] if finding["rule"] == "LIF004")["severity"]
    assert severity == "high"
    assert api.delete(path).status_code == 204
    assert "LIF004" not in api.flagged(second)
    assert api.register.evaluate().cards == 0


def test_list_filters(api: Api) -> None:
    system = api.system()
    body = {"name": "Alfa", "supplier": "KMD", "endsOn": "2026-05-01", "systemIds": [system["id"]], "source": "s"}
    api.make("/v1/contracts", {**body, "externalId": "1", "startsOn": "2025-01-01", "noticeMonths": 3})
    api.make("/v1/contracts", {"name": "Beta"})
    assert [item["name"] for item in api.read("/v1/contracts", sort="-endsOn")["items"]] == ["Beta", "Alfa"]
    for query in (
        {"q": "alf"},
        {"supplier": "KMD"},
        {"systemId": system["id"]},
        {"endsBefore": "2026-05-02"},
        {"source": "s", "externalId": "1"},
    ):
        assert [item["name"] for item in api.read("/v1/contracts", **query)["items"]] == ["Alfa"], query


def test_bad_contract_is_refused(api: Api) -> None:
    assert api.post("/v1/contracts", {"name": "K", "startsOn": "2026-02-01", "endsOn": "2026-01-01"}).status_code == 400
    unknown = api.post("/v1/contracts", {"name": "K", "systemIds": ["01890a5d-ac96-774b-bcce-b302099a8057"]})
    assert unknown.json()["errors"][0]["pointer"] == "/systemIds/0"
    assert api.post("/v1/contracts", {"name": "K", "noticeMonths": -1}).status_code == 400
