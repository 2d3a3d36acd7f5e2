"""A token's secret is replaced without a moment in which neither works."""

from datetime import date

import pytest

from app.access.issuing import rotate
from app.core.errors import InvalidInput
from app.vocabulary import Role
from tests.support.api import TESTER, Api


def status(api: Api, secret: str) -> int:
    return api.client.get("/v1/me", headers={"Authorization": f"Bearer {secret}"}).status_code


def test_successor_and_predecessor_work_side_by_side_until_the_overlap_ends(api: Api) -> None:
    unit, person = api.unit(), api.person()
    asked = {"name": "Servicedesk", "role": "registrar", "unitId": unit["id"], "personId": person["id"]}
    old = api.make("/v1/tokens", {**asked, "expiresOn": "2026-05-31"})
    new = api.make(f"/v1/tokens/{old['id']}/rotation", {"overlapDays": 3, "expiresOn": "2026-08-31"})
    assert {key: new[key] for key in asked} == asked
    assert new["expiresOn"] == "2026-08-31"
    assert new["secret"] != old["secret"]
    assert api.read(f"/v1/tokens/{old['id']}")["expiresOn"] == "2026-03-05"
    api.time.advance(days=3)
    assert (status(api, old["secret"]), status(api, new["secret"])) == (200, 200)
    api.time.advance(days=1)
    assert (status(api, old["secret"]), status(api, new["secret"])) == (401, 200)
    assert api.post(f"/v1/tokens/{old['id']}/rotation", {}).status_code == 409
    endless = api.post(f"/v1/tokens/{new['id']}/rotation", {})
    assert endless.json()["errors"][0]["pointer"] == "/expiresOn", "an end is not lost silently"


def test_the_old_tokens_own_end_is_not_put_off(api: Api) -> None:
    old = api.make("/v1/tokens", {"name": "Kort", "role": "reader", "expiresOn": "2026-03-04"})
    api.make(f"/v1/tokens/{old['id']}/rotation", {"overlapDays": 30, "expiresOn": "2026-12-31"})
    assert api.read(f"/v1/tokens/{old['id']}")["expiresOn"] == "2026-03-04"


def test_a_token_without_an_end_gets_one_and_a_revoked_one_no_successor(api: Api) -> None:
    old = api.make("/v1/tokens", {"name": "Uden slut", "role": "reader"})
    new = api.make(f"/v1/tokens/{old['id']}/rotation", {})
    assert new["expiresOn"] is None
    assert api.read(f"/v1/tokens/{old['id']}")["expiresOn"] == "2026-03-09"
    api.client.delete(f"/v1/tokens/{new['id']}")
    refused = api.post(f"/v1/tokens/{new['id']}/rotation", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")


@pytest.mark.parametrize(
    "body", [{"overlapDays": 91}, {"overlapDays": False}, {"overlapDays": -1}, {"expiresOn": "2020-01-01"}]
)
def test_a_bad_rotation_leaves_everything_as_it_was(api: Api, body: dict[str, object]) -> None:
    old = api.make("/v1/tokens", {"name": "Fast", "role": "reader"})
    before = api.read("/v1/tokens")
    assert api.post(f"/v1/tokens/{old['id']}/rotation", body).status_code == 400
    assert api.read("/v1/tokens") == before


def test_the_operator_rotates_within_what_the_policy_allows(api: Api) -> None:
    old = api.make("/v1/tokens", {"name": "Drift", "role": Role.STEWARD})
    secret = rotate(api.register, TESTER, old["id"], expires_on=date(2026, 4, 1), overlap_days=5, max_days=30)
    assert status(api, secret) == 200
    with pytest.raises(InvalidInput):
        rotate(api.register, TESTER, old["id"], expires_on=date(2026, 4, 2), overlap_days=5, max_days=30)
