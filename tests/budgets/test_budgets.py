import pytest

from tests.support.api import Api


@pytest.mark.parametrize(
    ("estimated", "allocated", "state", "rules"),
    [
        (900, 0, "unfunded", {"FUN001"}),
        (900, 800, "underfunded", {"FUN002"}),
        (900, 860, "funded", set()),
        (900, None, "unknown", {"FUN000"}),
        (None, 900, "unknown", set()),
        (0, 0, "funded", set()),
    ],
)
def test_funding_follows_the_lines(
    api: Api, estimated: int | None, allocated: int | None, state: str, rules: set[str]
) -> None:
    system = api.system()
    api.budget(system, estimatedDkk=estimated, allocatedDkk=allocated)
    card = api.card(system)
    nothing = {"estimatedDkk": None, "allocatedDkk": None, "state": "unknown"}
    assert card["funding"] == {
        "fiscalYear": 2026,
        "estimatedDkk": estimated,
        "allocatedDkk": allocated,
        "state": state,
        "development": nothing,
        "decommission": nothing,
    }
    assert {rule for rule in api.flagged(system) if rule in {"FUN000", "FUN001", "FUN002"}} == rules


def test_money_for_phasing_out_funds_no_operation(api: Api) -> None:
    system = api.system()
    api.budget(system, estimatedDkk=500_000, allocatedDkk=0)
    api.budget(system, kind="decommission", estimatedDkk=900_000, allocatedDkk=900_000)
    api.budget(system, kind="development", estimatedDkk=100, allocatedDkk=50)
    funding = api.card(system)["funding"]
    assert (funding["state"], funding["estimatedDkk"], funding["allocatedDkk"]) == ("unfunded", 500_000, 0)
    assert funding["decommission"] == {"estimatedDkk": 900_000, "allocatedDkk": 900_000, "state": "funded"}
    assert funding["development"] == {"estimatedDkk": 100, "allocatedDkk": 50, "state": "underfunded"}
    assert api.flagged(system) & {"FUN000", "FUN001", "FUN002"} == {"FUN001", "FUN002"}
    assert api.read("/v1/systems", fundingState="unfunded")["total"] == 1
    assert api.read("/v1/systems", fundingState="funded")["total"] == 0


def test_line_is_changed_and_deleted_and_the_card_follows(api: Api) -> None:
    system = api.system()
    line = api.budget(system, estimatedDkk=10, allocatedDkk=10)
    path = f"/v1/budget-lines/{line['id']}"
    assert api.patch(path, {"allocatedDkk": None, "allocatedUnknownReason": "Afventer budget"}).status_code == 200
    assert api.card(system)["funding"]["state"] == "unknown"
    assert api.patch(path, {"allocatedDkk": 5}).status_code == 400
    assert api.patch(path, {"allocatedDkk": 10, "allocatedUnknownReason": None}).status_code == 200
    assert api.card(system)["funding"]["state"] == "funded"
    assert api.delete(path).status_code == 204
    assert "FUN000" in api.flagged(system)


def test_money_outside_the_owners_line_is_flagged(api: Api) -> None:
    top = api.unit()
    own = api.unit(parentId=top["id"])
    director = api.position(1, unit=top, leadsUnit=True, budgetAuthority="yes")
    owner = api.position(2, unit=own, leadsUnit=True, budgetAuthority="yes", budgetLimitDkk=50)
    below = api.position(4, unit=own, budgetAuthority="yes")
    stranger = api.position(1, budgetAuthority="yes")
    system = api.system()
    api.assign(system, owner)
    line = api.budget(system, estimatedDkk=100, allocatedDkk=100)
    assert "FUN006" in api.flagged(system)
    for holder, outside in ((owner, False), (director, False), (below, False), (stranger, True)):
        api.patch(f"/v1/budget-lines/{line['id']}", {"holderPositionId": holder["id"]})
        assert ("FUN003" in api.flagged(system)) == outside
    api.patch(f"/v1/budget-lines/{line['id']}", {"holderPositionId": owner["id"]})
    api.patch(f"/v1/positions/{owner['id']}", {"budgetAuthority": "no"})
    assert "FUN003" in api.flagged(system)


def test_list_filters(api: Api) -> None:
    system = api.system()
    api.budget(system, fiscalYear=2025, kind="licence")
    api.budget(system)
    path = f"/v1/systems/{system['id']}/budget-lines"
    assert api.read(path, sort="-fiscalYear")["items"][0]["fiscalYear"] == 2026
    assert api.read(path, fiscalYear=2025, kind="licence")["total"] == 1
    unknown = api.post(path, {"fiscalYear": 2026, "holderPositionId": "01890a5d-ac96-774b-bcce-b302099a8057"})
    assert unknown.json()["errors"][0]["pointer"] == "/holderPositionId"
    assert api.post(path, {"fiscalYear": 1900}).status_code == 400
