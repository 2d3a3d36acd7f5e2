"""A login provider's tokens at the door: who the caller is, for how long, and what the answers say."""

import threading
from collections.abc import Callable

import pytest

from app.access.issuing import issue_token
from app.core.errors import InvalidInput, Unauthenticated
from app.security.oidc.provider import THREAD
from app.vocabulary import Role
from tests.support.api import TESTER, Api
from tests.support.login import Login
from tests.support.provider import Published, public_jwk, publishing, signed
from tests.support.warm import make_client


def test_account_is_shown_with_its_roles_and_one_id_for_all_its_tokens(login: Login) -> None:
    me = login.me("readers", "editors", "others")
    assert (me["name"], me["role"], me["roles"]) == ("oidc:kirsten", "registrar", ["reader", "registrar"])
    assert (me["personId"], me["unitId"]) == (None, None)
    assert login.me("readers", jti="2")["tokenId"] == me["tokenId"]
    assert login.me("readers", sub="account-2")["tokenId"] != me["tokenId"]


def test_older_token_of_an_account_does_not_get_the_answers_of_another(login: Login) -> None:
    login.api.make("/v1/tokens", {"name": "T", "role": "reader"})
    assert login.get(login.token("admins"), "/v1/tokens").status_code == 200
    assert login.get(login.token("readers"), "/v1/tokens").status_code == 403


def test_tokens_of_the_register_go_on_beside_it(login: Login) -> None:
    assert login.api.read("/v1/me")["role"] == "admin"


def test_without_a_provider_its_tokens_are_nothing(api: Api) -> None:
    response = make_client(api.app, signed({"sub": "a"})).get("/v1/me")
    assert (response.status_code, "error=" in response.headers["www-authenticate"]) == (401, False)


def test_account_without_a_role_is_told_so(login: Login) -> None:
    refused = login.get(login.token("others"))
    assert refused.status_code == 403
    assert "`roles`" in refused.json()["detail"]


def test_token_ends_when_it_says_though_its_answers_are_remembered(login: Login) -> None:
    token = login.token("readers", exp=int(login.api.time.now().timestamp()) + 100)
    assert login.get(token).status_code == 200
    login.api.time.advance(seconds=159)
    assert login.get(token).status_code == 200, "the provider's clock may be off by a minute"
    login.api.time.advance(seconds=1)
    ended = login.get(token)
    assert ended.status_code == 401
    assert 'error="invalid_token"' in ended.headers["www-authenticate"]


def test_wrong_tokens_of_a_provider_are_counted_as_wrong_tokens(make_login: Callable[..., Login]) -> None:
    login = make_login(wrong_tokens_per_minute=2)
    statuses = [login.get(login.token("readers", aud=f"other-{n}")).status_code for n in range(4)]
    assert statuses == [401, 401, 429, 429]
    assert login.get(login.token("readers")).status_code == 429, "it was not right before"


def test_token_of_the_register_that_is_unknown_is_told_as_invalid(login: Login) -> None:
    refused = login.get("ansvar_unknown")
    assert 'error="invalid_token"' in refused.headers["www-authenticate"]


def test_person_is_found_by_the_address_and_named_in_the_journal_by_id(login: Login) -> None:
    person = login.api.person("Kirsten", email="Kirsten@Example.dk")
    steward = login.acting("stewards", email="kirsten@example.DK")
    assert steward.read("/v1/me")["personId"] == person["id"]
    steward.make("/v1/systems", {"name": "S", "description": "D"})
    assert login.api.read("/v1/changes", limit=200)["items"][-1]["actor"] == "Kirsten"


def test_account_of_nobody_is_named_in_the_journal_as_the_providers(login: Login) -> None:
    steward = login.acting("stewards", preferred_username="person:01890a5d-ac96-774b-bcce-b302099a8057")
    steward.make("/v1/systems", {"name": "S", "description": "D"})
    actor = login.api.read("/v1/changes", limit=200)["items"][-1]["actor"]
    assert actor == "oidc:person:01890a5d-ac96-774b-bcce-b302099a8057"
    refused = login.api.post("/v1/tokens", {"name": "oidc:kirsten", "role": "reader"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/name")


def test_address_that_two_share_is_nobodys_and_who_works_here_comes_first(login: Login) -> None:
    gone = login.api.person("Gået", email="k@example.dk")
    day = login.api.time.today().isoformat()
    assert login.api.patch(f"/v1/people/{gone['id']}", {"leavesOn": day}).status_code == 200
    login.api.time.advance(days=2)
    left = login.get(login.token("readers", email="k@example.dk"))
    assert (left.status_code, "has left" in left.json()["detail"]) == (401, True), left.text
    here = login.api.person("Ny", email="k@example.dk")
    assert login.me("readers", email="k@example.dk")["personId"] == here["id"]
    login.api.person("Tredje", email="k@example.dk")
    assert login.me("readers", email="k@example.dk")["personId"] is None


def test_owner_ends_with_the_last_tenure_and_every_role_with_the_last_day(login: Login) -> None:
    position, person = login.api.position(), login.api.person(email="k@example.dk")
    tenure = login.api.hold(position, person)
    day = login.api.time.today().isoformat()
    token = login.token("owners", "readers", email="k@example.dk", exp=login.api.time.now().timestamp() + 9e5)
    assert login.get(token).json()["roles"] == ["owner", "reader"]
    assert login.api.patch(f"/v1/tenures/{tenure['id']}", {"validUntil": day}).status_code == 200
    login.api.time.advance(days=1)
    assert login.get(token).json()["roles"] == ["reader"]
    assert login.api.patch(f"/v1/people/{person['id']}", {"leavesOn": day}).status_code == 200
    assert login.get(token).status_code == 401


def test_person_is_found_by_a_key_where_its_source_is_named(make_login: Callable[..., Login]) -> None:
    login = make_login(oidc_person_claim="employee", oidc_person_source="lon")
    person = login.api.person(source="lon", externalId="4711", email="k@example.dk")
    assert login.me("readers", employee="4711")["personId"] == person["id"]
    assert login.me("readers", employee="4712", email="k@example.dk")["personId"] is None


def test_registrar_writes_within_the_unit_that_the_claim_names(make_login: Callable[..., Login]) -> None:
    login = make_login(oidc_unit_claim="org.department", oidc_unit_source="sd")
    inside = login.api.unit("A", source="sd", externalId="A1")
    outside = login.api.unit("B")
    registrar = login.acting("editors", org={"department": "A1"})
    assert registrar.read("/v1/me")["unitId"] == inside["id"]
    body = {"name": "S", "description": "D"}
    assert registrar.post("/v1/systems", {**body, "unitId": inside["id"]}).status_code == 201
    assert registrar.post("/v1/systems", {**body, "unitId": outside["id"]}).status_code == 403
    for claims in ({"org": {"department": "A2"}}, {"org": None}, {}):
        refused = login.get(login.token("editors", **claims))
        assert (refused.status_code, "`org.department`" in refused.json()["detail"]) == (403, True)
    assert login.me("stewards", "editors")["unitId"] is None, "who keeps the whole register has no such limit"
    assert login.me("readers")["unitId"] is None


def test_register_starts_and_serves_while_the_provider_is_down(make_login: Callable[..., Login]) -> None:
    published = Published("RSA")
    with publishing(published):
        published.down = True
        login = make_login(oidc_issuer=published.issuer, oidc_keys_pause_seconds=3600)
        login.published = published
        refused = login.get(login.token("readers"))
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "3600")
        assert login.api.read("/v1/me")["role"] == "admin"


def test_withdrawn_key_ends_what_it_proved(make_login: Callable[..., Login], published: Published) -> None:
    login = make_login(oidc_keys_every_seconds=1, oidc_keys_pause_seconds=1)
    token = login.token("readers")
    assert login.get(token).status_code == 200
    published.keys[:] = [public_jwk("RSA-2")]
    for _ in range(100):
        if login.get(token).status_code == 401:
            break
        threading.Event().wait(0.05)
    assert login.get(token).status_code == 401
    assert login.get(login.token("readers", kind="RSA-2")).status_code == 200
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join(10)


@pytest.mark.parametrize(
    ("expires_on", "status"), [(None, 400), ("2026-04-02", 400), ("2026-04-01", 201), ("2026-03-02", 201)]
)
def test_end_of_a_token_is_demanded_where_the_policy_says_so(
    make_api: Callable[..., Api], expires_on: str | None, status: int
) -> None:
    api = make_api(token_max_days=30)
    made = api.post("/v1/tokens", {"name": "T", "role": "reader", "expiresOn": expires_on})
    assert made.status_code == status
    if status == 400:
        assert made.json()["errors"][0]["pointer"] == "/expiresOn"


@pytest.mark.parametrize("expires_on", [None, "2027-12-31"])
def test_tokens_from_before_the_policy_end_with_it(make_api: Callable[..., Api], expires_on: str | None) -> None:
    before, api = make_api(), make_api(token_max_days=30)
    secret = before.make("/v1/tokens", {"name": "T", "role": "reader", "expiresOn": expires_on})["secret"]
    old = make_client(api.app, secret)

    def go_on(days: int) -> None:
        for each in (before, api):
            each.time.advance(days=days)

    go_on(30)
    assert old.get("/v1/me").status_code == 200
    assert api.app.state.web_sessions.sign_in(secret)
    go_on(1)
    refused = old.get("/v1/me", headers={"Accept-Language": "en"})
    assert (refused.status_code, "work for 30 days at most" in refused.json()["detail"]) == (401, True)
    with pytest.raises(Unauthenticated, match="30 days at most"):
        api.app.state.web_sessions.sign_in(secret)
    assert make_client(before.app, secret).get("/v1/me").status_code == 200, "no policy there"


def test_end_is_demanded_by_the_service_below_http_too(api: Api) -> None:
    with pytest.raises(InvalidInput):
        issue_token(api.register, TESTER, name="T", role=Role.READER, max_days=30)


def test_owner_who_never_had_a_position_is_told_so(login: Login) -> None:
    person, position = login.api.person(email="k@example.dk"), login.api.position()
    never = login.get(login.token("owners", email="k@example.dk"))
    assert (never.status_code, "has none" in never.json()["detail"]) == (401, True)
    day = login.api.time.today().isoformat()
    login.api.hold(position, person, validUntil=day)
    login.api.time.advance(days=1)
    ended = login.get(login.token("owners", email="k@example.dk"))
    assert (ended.status_code, "any more" in ended.json()["detail"]) == (401, True)


def test_owner_is_told_that_absences_of_others_are_theirs(login: Login) -> None:
    person, other = login.api.person(email="k@example.dk"), login.api.person()
    login.api.hold(login.api.position(), person)
    owner = login.acting("owners", email="k@example.dk")
    body = {"from": "2026-03-10", "until": "2026-03-11"}
    assert owner.post(f"/v1/people/{person['id']}/absences", body).status_code == 201
    refused = owner.post(f"/v1/people/{other['id']}/absences", body)
    assert (refused.status_code, "your own absences" in refused.json()["detail"]) == (403, True)
