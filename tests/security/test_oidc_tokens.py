"""What a provider's token has to be before anything that it says is believed."""

import base64
import hashlib
import hmac
import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.core.errors import ApplicationError, Forbidden, Unauthenticated
from app.security.account import Account, account_from
from app.security.oidc.configuration import Configuration
from app.security.oidc.keys import Key, find_keys, read_keys
from app.security.oidc.tokens import account_of, read_header, verify
from app.vocabulary import Role
from tests.support.api import MONDAY
from tests.support.provider import AUDIENCE, private_key, public_jwk, signed

ISSUER = "https://login.example.dk/municipality/v2.0"
NOW = MONDAY
CONFIGURATION = Configuration(ISSUER, AUDIENCE, "roles", {"readers": Role.READER, "editors": Role.REGISTRAR})
CLAIMS: dict[str, Any] = {
    "iss": ISSUER,
    "aud": AUDIENCE,
    "sub": "account-1",
    "exp": int(NOW.timestamp()) + 600,
    "iat": int(NOW.timestamp()),
    "roles": ["readers"],
    "preferred_username": "kirsten@example.dk",
    "email": "kirsten@example.dk",
}
KEYS = read_keys({"keys": [public_jwk("RSA"), public_jwk("EC"), public_jwk("OKP")]})


def account(token: str, configuration: Configuration = CONFIGURATION, published: tuple[Key, ...] = KEYS) -> Account:
    header = read_header(token)
    keys = find_keys(published, header.key, header.algorithm)
    if not keys:
        raise LookupError(header.key)
    return account_of(verify(token, header, keys, configuration, NOW), configuration)


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(("kind", "algorithm"), [("RSA", "RS256"), ("RSA", "PS256"), ("EC", "ES256"), ("OKP", "EdDSA")])
def test_good_token_gives_its_account(kind: str, algorithm: str) -> None:
    found = account(signed(CLAIMS, kind, algorithm, typ="at+jwt"))
    assert (found.subject, found.name, found.roles) == ("account-1", "kirsten@example.dk", frozenset({Role.READER}))
    assert (found.person, found.unit, found.expires_at) == ("kirsten@example.dk", None, CLAIMS["exp"])


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": NOW.timestamp() - 60},
        {"exp": None},
        {"exp": "soon"},
        {"exp": True},
        {"exp": float("nan")},
        {"exp": 10**400},
        {"nbf": NOW.timestamp() + 61},
        {"iat": NOW.timestamp() + 61},
        {"aud": "api://another"},
        {"aud": []},
        {"aud": None},
        {"iss": ISSUER + "/"},
        {"iss": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"nonce": "n"},
        {"typ": "Refresh"},
    ],
    ids=str,
)
def test_token_that_says_the_wrong_thing_is_refused(changes: dict[str, Any]) -> None:
    claims = {name: value for name, value in {**CLAIMS, **changes}.items() if value is not None}
    with pytest.raises(Unauthenticated) as refused:
        account(signed(claims))
    assert 'error="invalid_token"' in refused.value.headers["WWW-Authenticate"]


@pytest.mark.parametrize("changes", [{"exp": NOW.timestamp() - 59}, {"nbf": NOW.timestamp() + 59}], ids=str)
def test_clocks_may_be_off_by_a_minute(changes: dict[str, Any]) -> None:
    assert account(signed({**CLAIMS, **changes})).subject == "account-1"


def test_several_audiences_with_ours_among_them_will_do() -> None:
    assert account(signed({**CLAIMS, "aud": ["other", AUDIENCE]})).subject == "account-1"


def test_unsigned_token_is_refused() -> None:
    for name in ("none", "None", "NONE", ""):
        with pytest.raises(Unauthenticated):
            account(f"{part({'alg': name, 'kid': 'RSA'})}.{part(CLAIMS)}.")


def test_public_key_is_no_shared_secret() -> None:
    text = private_key("RSA").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    told = f"{part({'alg': 'HS256', 'kid': 'RSA', 'typ': 'JWT'})}.{part(CLAIMS)}"
    mac = base64.urlsafe_b64encode(hmac.digest(text, told.encode(), hashlib.sha256)).rstrip(b"=").decode()
    with pytest.raises(Unauthenticated):
        account(f"{told}.{mac}")


def test_key_that_the_token_brings_along_is_not_read() -> None:
    brought: dict[str, Any] = {
        "jwk": public_jwk("RSA-2"),
        "jku": "https://evil.example/keys",
        "x5u": "https://evil.example/x",
    }
    with pytest.raises(Unauthenticated):
        account(signed(CLAIMS, "RSA-2", kid="RSA", **brought))


@pytest.mark.parametrize("kid", ["unknown", "../../dev/null", "' OR 1=1 --", "", "x" * 5000])
def test_key_is_found_by_its_exact_name_or_not_at_all(kid: str) -> None:
    with pytest.raises(LookupError):
        account(signed(CLAIMS, "RSA", kid=kid))


@pytest.mark.parametrize("header", [{"kid": 7}, {"kid": {"a": 1}}, {"typ": "logout+jwt"}, {"typ": 7}], ids=str)
def test_header_of_the_wrong_kind_is_refused(header: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated):
        account(f"{part({'alg': 'RS256', 'kid': 'RSA', **header})}.{part(CLAIMS)}.AAAA")


def test_critical_header_that_is_not_understood_is_refused() -> None:
    with pytest.raises(Unauthenticated):
        account(signed(CLAIMS, crit=["policy"], policy="strict"))


def test_token_without_a_key_name_takes_the_only_key_that_fits() -> None:
    assert account(signed(CLAIMS, kid=None)).subject == "account-1"
    two = read_keys({"keys": [public_jwk("RSA"), public_jwk("RSA-2")]})
    assert find_keys(two, None, "RS256") == ()


@pytest.mark.parametrize("order", [("RSA-2", "RSA"), ("RSA", "RSA-2")])
def test_of_two_keys_with_one_name_the_one_that_signed_counts(order: tuple[str, str]) -> None:
    same = read_keys({"keys": [public_jwk(kind, kid="same") for kind in order]})
    assert account(signed(CLAIMS, "RSA", kid="same"), published=same).subject == "account-1"
    with pytest.raises(Unauthenticated):
        account(signed(CLAIMS, "RSA", kid="same"), published=same[:1] if order[0] == "RSA-2" else same[1:])


def test_key_for_another_algorithm_does_not_fit() -> None:
    keys = read_keys({"keys": [public_jwk("RSA", alg="PS256"), public_jwk("EC")]})
    assert find_keys(keys, "RSA", "RS256") == ()
    assert find_keys(keys, "EC", "RS256") == ()
    assert find_keys(keys, "EC", "ES384") == ()


@pytest.mark.parametrize(
    "jwk",
    # Their own texts would be other names in each process: the keys are made anew.
    [
        {"kty": "oct", "k": "c2VjcmV0", "kid": "a", "alg": "HS256"},
        public_jwk("RSA", use="enc"),
        public_jwk("RSA-short"),
        public_jwk("RSA", kid=7),
        public_jwk("RSA", n="!"),
        public_jwk("EC", crv="secp256k1"),
        public_jwk("EC", x="AAAA"),
        public_jwk("RSA", n=None),
        public_jwk("EC", crv=["P-256"]),
        public_jwk("EC", crv={"P-256": 1}),
        public_jwk("RSA", kty=["RSA"]),
        public_jwk("RSA", use=["sig"]),
        "text",
    ],
    ids=lambda _jwk: "key",
)
def test_key_that_cannot_be_used_is_passed_over(jwk: Any) -> None:
    assert [key.identifier for key in read_keys({"keys": [jwk, public_jwk("OKP")]})] == ["OKP"]


@pytest.mark.parametrize("document", [None, [], {}, {"keys": "x"}])
def test_document_that_is_no_set_of_keys_has_none(document: Any) -> None:
    assert read_keys(document) == ()


def test_changed_claims_break_the_signature() -> None:
    head, _, mark = signed(CLAIMS).split(".")
    with pytest.raises(Unauthenticated):
        account(f"{head}.{part({**CLAIMS, 'roles': ['editors']})}.{mark}")


@pytest.mark.parametrize(
    "token",
    ["..", "a.b.c", "x" * 20_000 + "..", f"{part('text')}.{part(CLAIMS)}.", "é.é.é"],
    ids=lambda token: token[:8],
)
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(Unauthenticated):
        account(token)


def test_nested_header_is_refused() -> None:
    deep = base64.urlsafe_b64encode(b"[" * 8000).rstrip(b"=").decode()
    with pytest.raises(Unauthenticated):
        account(f"{deep}.{part(CLAIMS)}.AAAA")


def test_roles_of_several_groups_unite_and_unknown_ones_give_none() -> None:
    assert account(signed({**CLAIMS, "roles": ["readers", "editors", "others"]})).roles == {Role.READER, Role.REGISTRAR}


@pytest.mark.parametrize("roles", [None, [], "others", ["Readers"], 7, {"readers": True}, [["readers"]]], ids=str)
def test_account_without_a_role_is_told_which_claim_to_look_at(roles: Any) -> None:
    with pytest.raises(Forbidden, match="`roles`"):
        account(signed({**CLAIMS, "roles": roles}))


@pytest.mark.parametrize(
    ("path", "claims"),
    [
        ("realm_access.roles", {"realm_access": {"roles": ["readers"]}}),
        ("https://example.dk/roles", {"https://example.dk/roles": "readers"}),
        ("scope", {"scope": "openid readers"}),
    ],
)
def test_roles_are_found_where_the_provider_puts_them(path: str, claims: dict[str, Any]) -> None:
    configuration = Configuration(ISSUER, AUDIENCE, path, CONFIGURATION.roles)
    assert account(signed({**CLAIMS, "roles": [], **claims}), configuration).roles == {Role.READER}


@pytest.mark.parametrize("overage", [{"_claim_names": {"groups": "src1"}}, {"hasgroups": True}], ids=str)
def test_too_many_groups_in_entra_id_are_told_as_what_they_are(overage: dict[str, Any]) -> None:
    configuration = Configuration(ISSUER, AUDIENCE, "groups", CONFIGURATION.roles)
    with pytest.raises(Forbidden, match="so many groups"):
        account(signed({**CLAIMS, **overage}), configuration)


def test_address_that_is_not_proven_is_nobodys() -> None:
    found = account(signed({**CLAIMS, "email_verified": False}))
    assert (found.person, found.unproven) == (None, "kirsten@example.dk")
    assert account_from(found.as_json()).unproven == found.unproven
    assert account(signed({**CLAIMS, "email_verified": True})).person == "kirsten@example.dk"


@pytest.mark.parametrize(
    ("name", "called"),
    [("person:1", "person:1"), (None, "account-1"), (7, "account-1"), ("a\n\x00b  c", "a c"), ("x" * 999, "x" * 200)],
)
def test_name_is_one_line(name: Any, called: str) -> None:
    assert account(signed({**CLAIMS, "preferred_username": name})).name == called


def test_tokens_of_the_library_are_what_is_tested() -> None:
    assert jwt.get_unverified_header(signed(CLAIMS)) == {"alg": "RS256", "kid": "RSA", "typ": "JWT"}
    assert issubclass(Unauthenticated, ApplicationError)


@pytest.mark.parametrize("claim", ["exp", "iss", "aud", "sub"])
def test_claim_that_is_missing_is_named(claim: str) -> None:
    with pytest.raises(Unauthenticated) as refused:
        account(signed({name: value for name, value in CLAIMS.items() if name != claim}))
    assert f"`{claim}`" in str(refused.value.detail)


@pytest.mark.parametrize(("claim", "value"), [("sub", 7), ("sub", ""), ("exp", "soon"), ("nbf", True)])
def test_claim_that_cannot_be_used_is_named(claim: str, value: Any) -> None:
    with pytest.raises(Unauthenticated) as refused:
        account(signed({**CLAIMS, claim: value}))
    assert f"`{claim}`" in str(refused.value.detail)


@pytest.mark.parametrize("name", ["010190-1234", "kirsten 0101901234", "010190\u200b1234"])
def test_name_with_a_personal_number_gives_way_to_the_subject(name: str) -> None:
    found = account(signed({**CLAIMS, "preferred_username": name, "email": f"{name}@example.dk"}))
    assert (found.name, found.person) == ("account-1", None)


def test_subject_that_is_a_personal_number_lets_nobody_in() -> None:
    with pytest.raises(Forbidden) as refused:
        account(signed({**CLAIMS, "sub": "010190-1234"}))
    assert "CPR" in str(refused.value.detail)
    assert "010190" not in str(refused.value.detail)


WITH_UNIT = Configuration(
    ISSUER,
    AUDIENCE,
    "roles",
    {"readers": Role.READER, "editors": Role.REGISTRAR},
    unit_claim="dept",
    unit_source="sd",
)


def test_list_of_one_unit_is_that_unit_and_of_several_is_refused_as_that() -> None:
    limited = {**CLAIMS, "roles": ["editors"]}
    assert account(signed({**limited, "dept": ["SK1"]}), WITH_UNIT).unit == "SK1"
    with pytest.raises(Forbidden) as refused:
        account(signed({**limited, "dept": ["SK1", "BES"]}), WITH_UNIT)
    assert "names several" in str(refused.value.detail)
    assert account(signed({**CLAIMS, "dept": ["SK1", "BES"]}), WITH_UNIT).unit is None, "readers are not limited"
