import pytest

from app.access.issuing import issue_token
from app.core.errors import InvalidInput
from app.vocabulary import Role
from tests.support.api import TESTER, Api


def test_me_says_who_one_is(api: Api) -> None:
    me = api.as_role(Role.REGISTRAR).read("/v1/me")
    assert (me["role"], me["unitId"]) == ("registrar", None)
    assert "write_systems" in me["permissions"]
    assert "write_policy" not in me["permissions"]


def test_token_is_listed_without_its_secret_and_revoked(api: Api) -> None:
    made = api.make("/v1/tokens", {"name": "Power BI", "role": "reader", "expiresOn": "2026-12-31"})
    assert made["secret"].startswith("ansvar_")
    listed = {item["id"]: item for item in api.read("/v1/tokens")["items"]}[made["id"]]
    assert "secret" not in listed
    assert made["secret"] not in str(api.read("/v1/changes", limit=200))
    assert api.client.delete(f"/v1/tokens/{made['id']}").status_code == 204
    assert api.client.delete(f"/v1/tokens/{made['id']}").status_code == 204
    assert api.read(f"/v1/tokens/{made['id']}")["revokedAt"] == "2026-03-02T09:00:00Z"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": "t", "role": "reader", "expiresOn": "2020-01-01"}, "/expiresOn"),
        ({"name": "t", "role": "reader", "unitId": "01890a5d-ac96-774b-bcce-b302099a8057"}, "/unitId"),
        ({"name": "t", "role": "king"}, "/role"),
    ],
)
def test_bad_token_is_refused(api: Api, body: dict[str, str], pointer: str) -> None:
    refused = api.post("/v1/tokens", body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, pointer)


def test_token_from_the_command_line_is_checked_too(api: Api) -> None:
    with pytest.raises(InvalidInput):
        issue_token(api.register, TESTER, name="", role=Role.READER)


def test_token_that_is_limited_to_a_unit_writes_inside_only(api: Api) -> None:
    top = api.unit()
    inside = api.unit(parentId=top["id"])
    outside = api.unit()
    position = api.position(unit=inside)
    far, none = api.system(unitId=outside["id"]), api.system()
    limited = api.as_role(Role.REGISTRAR, unit_id=top["id"])
    near = limited.system(unitId=inside["id"])
    limited.assign(near, position)
    limited.budget(near)
    assert limited.patch(f"/v1/systems/{near['id']}", {"notes": "ok"}).status_code == 200
    assert limited.make("/v1/contracts", {"name": "K", "systemIds": [near["id"]]})
    refusals = [
        limited.post("/v1/systems", {"name": "A", "description": "B"}),
        limited.post("/v1/systems", {"name": "A", "description": "B", "unitId": outside["id"]}),
        limited.patch(f"/v1/systems/{far['id']}", {"notes": "no"}),
        limited.patch(f"/v1/systems/{near['id']}", {"unitId": outside["id"]}),
        limited.post(f"/v1/systems/{none['id']}/budget-lines", {"fiscalYear": 2026}),
        limited.post(f"/v1/systems/{far['id']}/responsibilities", {"duty": "owner", "positionId": position["id"]}),
        limited.post("/v1/contracts", {"name": "K", "systemIds": [near["id"], far["id"]]}),
    ]
    assert [refusal.status_code for refusal in refusals] == [403] * len(refusals)
    assert limited.read("/v1/systems")["total"] == 3
    # A contract without systems belongs to no unit.
    assert limited.post("/v1/contracts", {"name": "K"}).status_code == 403
    assert limited.post("/v1/contracts", {"name": "K", "systemIds": [far["id"]]}).status_code == 403
    steward = api.as_role(Role.STEWARD, unit_id=top["id"])
    assert steward.post("/v1/units", {"name": "U"}).status_code == 403


def test_registrar_imports_systems_and_not_the_organisation(api: Api) -> None:
    registrar = api.as_role(Role.REGISTRAR)

    def upload(kind: str, text: str) -> int:
        files = {"file": ("a.csv", text.encode())}
        return registrar.client.post("/v1/imports", data={"kind": kind}, files=files).status_code

    assert upload("systems", "System;Beskrivelse\nA;B\n") == 201
    assert upload("units", "Enhed;Type\nA;team\n") == 403


def test_revoking_takes_an_if_match_and_needs_none(api: Api) -> None:
    made = [api.post("/v1/tokens", {"name": name, "role": "reader"}).json()["id"] for name in ("A", "B")]
    first, second = (f"/v1/tokens/{token_id}" for token_id in made)
    tag = api.client.get(second).headers["ETag"]
    assert api.client.delete(first, headers={"If-Match": tag}).status_code == 412
    assert api.read(first)["revokedAt"] is None
    assert api.client.delete(second, headers={"If-Match": tag}).status_code == 204
    assert api.client.delete(first).status_code == 204
