import pytest

from tests.support.api import Api


def test_second_overlapping_owner_is_refused_and_the_first_named(api: Api) -> None:
    system, first, second = api.system(), api.position(title="Chef for ydelser"), api.position()
    held = api.assign(system, first)
    refused = api.post(f"/v1/systems/{system['id']}/responsibilities", {"duty": "owner", "positionId": second["id"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "owner-overlap")
    assert "Chef for ydelser" in refused.json()["detail"]
    assert held["id"] in refused.json()["detail"]


def test_replacing_ends_the_one_before_on_the_day_before(api: Api) -> None:
    system, first, second = api.system(), api.position(), api.position()
    held = api.assign(system, first, validFrom="2026-01-01")
    path = f"/v1/systems/{system['id']}/responsibilities?replace=true"
    api.make(path, {"duty": "owner", "positionId": second["id"], "validFrom": "2026-03-10"})
    assert api.read(f"/v1/responsibilities/{held['id']}")["validUntil"] == "2026-03-09"
    assert api.card(system)["owner"]["positionId"] == first["id"]
    api.time.advance(days=8)
    assert api.card(system)["owner"]["positionId"] == second["id"]


def test_replacing_what_began_the_same_day_takes_its_place(api: Api) -> None:
    system, first, second = api.system(), api.position(), api.position()
    held = api.assign(system, first)
    path = f"/v1/systems/{system['id']}/responsibilities?replace=true"
    api.make(path, {"duty": "owner", "positionId": second["id"]})
    assert api.get(f"/v1/responsibilities/{held['id']}").status_code == 404
    later = api.post(path, {"duty": "owner", "positionId": first["id"], "validFrom": "2026-01-01"})
    assert later.status_code == 409


def test_owner_shows_on_the_card_and_findings_follow(api: Api) -> None:
    system, position = api.system(criticality="businessCritical"), api.position(4, title="Teamleder")
    chief = api.position(2, title="Chef")
    api.patch(f"/v1/positions/{position['id']}", {"reportsToId": chief["id"]})
    held = api.assign(system, position)
    card = api.card(system)
    assert (card["owner"]["title"], card["owner"]["managementLevel"], card["owner"]["since"]) == (
        "Teamleder",
        4,
        "2026-03-02",
    )
    flagged = {finding["rule"]: finding for finding in card["findings"]}
    assert {"OWN002", "OWN003"} <= set(flagged)
    assert "OWN001" not in flagged
    evidence = flagged["OWN003"]["evidence"]
    assert (evidence["requiredLevel"], evidence["actualLevel"]) == (2, 4)
    assert (evidence["suggestedPositionId"], evidence["suggestedTitle"]) == (chief["id"], "Chef")
    assert api.delete(f"/v1/responsibilities/{held['id']}").status_code == 204
    assert "OWN001" in api.flagged(system)


def test_formal_and_practised_holders_are_kept_apart(api: Api) -> None:
    system, formal, practised = api.system(), api.position(), api.position()
    api.hold(practised, api.person("Bo"))
    for duty in ("monitor", "fix", "develop", "retire"):
        api.assign(system, formal, duty)
        api.assign(system, formal if duty != "fix" else practised, duty, basis="practice")
    fix = api.card(system)["duties"][1]
    assert [holder["positionId"] for holder in fix["formal"]] == [formal["id"]]
    assert [holder["personName"] for holder in fix["practice"]] == ["Bo"]
    assert {"DUT003"} <= api.flagged(system)
    # A vacant position holds nothing.
    assert "DUT001" in api.flagged(system)
    api.hold(formal)
    assert "DUT001" not in api.flagged(system)
    api.assign(system, practised, "fix")
    assert "DUT002" in api.flagged(system)


def test_too_many_systems_are_seen_on_all_of_them(api: Api) -> None:
    api.put("/v1/policy", {"maxSystemsPerPosition": 2})
    position = api.position()
    systems = [api.system() for _ in range(3)]
    for system in systems[:2]:
        api.assign(system, position)
    assert not any("OWN007" in api.flagged(system) for system in systems)
    third = api.assign(systems[2], position)
    assert all("OWN007" in api.flagged(system) for system in systems)
    api.patch(f"/v1/responsibilities/{third['id']}", {"validUntil": "2026-03-02"})
    api.time.advance(days=1)
    assert not any("OWN007" in api.flagged(system) for system in systems)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"duty": "sleep"}, "/duty"),
        ({"basis": "maybe"}, "/basis"),
        ({"positionId": "01890a5d-ac96-774b-bcce-b302099a8057"}, "/positionId"),
        ({"validFrom": "2026-02-02", "validUntil": "2026-02-01"}, "/validUntil"),
    ],
)
def test_bad_responsibility_leaves_no_trace(api: Api, body: dict[str, str], pointer: str) -> None:
    system, position = api.system(), api.position()
    before = api.register.edition()
    path = f"/v1/systems/{system['id']}/responsibilities"
    refused = api.post(path, {"duty": "owner", "positionId": position["id"], **body})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, pointer)
    assert api.register.edition() == before


def test_list_filters(api: Api) -> None:
    system, position = api.system(), api.position()
    api.assign(system, position, validUntil="2026-03-05")
    api.assign(system, position, "fix")
    path = f"/v1/systems/{system['id']}/responsibilities"
    assert api.read(path)["total"] == 2
    assert api.read(path, duty="fix")["total"] == 1
    assert api.read(path, basis="practice")["total"] == 0
    assert api.read(path, at="2026-03-06", positionId=position["id"])["total"] == 1
    same = api.post(path, {"duty": "fix", "positionId": position["id"]})
    assert same.json()["code"] == "responsibility-overlap"
    assert api.get("/v1/systems/01890a5d-ac96-774b-bcce-b302099a8057/responsibilities").status_code == 404
