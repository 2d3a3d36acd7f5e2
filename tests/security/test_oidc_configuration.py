"""Settings of the login provider that cannot be used keep the register from starting, with a sentence."""

from typing import Any

import pytest
from pydantic import SecretStr

from app.core.config import Settings
from app.main import create_app
from app.security.oidc.configuration import configuration_of, is_safe_address
from app.vocabulary import Role

GOOD: dict[str, Any] = {
    "oidc_issuer": "https://login.example.dk",
    "oidc_audience": "api://ansvarsregister",
    "oidc_roles": '{"readers": "reader", "editors": "registrar"}',
}


def test_no_provider_is_asked_for_by_default() -> None:
    assert configuration_of(Settings()) is None


def test_roles_are_read_from_json() -> None:
    found = configuration_of(Settings(**GOOD))
    assert found is not None
    assert found.roles == {"readers": Role.READER, "editors": Role.REGISTRAR}


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"oidc_issuer": "http://login.example.dk"}, "OIDC_ISSUER"),
        ({"oidc_issuer": "login.example.dk"}, "OIDC_ISSUER"),
        ({"oidc_audience": None}, "OIDC_AUDIENCE"),
        ({"oidc_roles": ""}, "OIDC_ROLES has to be"),
        ({"oidc_roles": "[]"}, "OIDC_ROLES has to be"),
        ({"oidc_roles": '{"a": "king"}'}, "'king', which is no role"),
        ({"oidc_roles": '{"a": ["reader"]}'}, "which is no role"),
        ({"oidc_roles_claim": ""}, "OIDC_ROLES_CLAIM"),
        ({"oidc_unit_claim": "department"}, "OIDC_UNIT_SOURCE"),
        ({"oidc_person_claim": "", "oidc_person_source": "lon"}, "OIDC_PERSON_CLAIM"),
        ({"oidc_client_id": "pages", "oidc_issuer": None}, "OIDC_ISSUER is not"),
        ({"oidc_client_secret": "made-up"}, "OIDC_CLIENT_ID is not"),
        ({"oidc_client_id": "pages", "oidc_scopes": "profile"}, "lacks `openid`"),
    ],
    ids=str,
)
def test_what_cannot_be_used_is_said_at_the_start(changes: dict[str, Any], complaint: str) -> None:
    settings = Settings(**{**GOOD, **changes})
    with pytest.raises(ValueError, match=complaint):
        create_app(settings)


def test_empty_variables_of_a_client_name_none() -> None:
    found = configuration_of(Settings(**GOOD, oidc_client_id="", oidc_client_secret=SecretStr("")))
    assert found is not None
    assert found.client is None


def test_secret_of_the_client_is_not_shown() -> None:
    found = configuration_of(Settings(**GOOD, oidc_client_id="pages", oidc_client_secret=SecretStr("made-up")))
    assert found is not None
    assert found.client is not None
    assert (found.client.secret, "made-up" in repr(found)) == ("made-up", False)


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://login.example.dk/realms/x", True),
        ("http://127.0.0.1:8080/realms/x", True),
        ("http://[::1]:8080", True),
        ("http://localhost:8080", True),
        ("http://localhost.evil.example", False),
        ("http://10.0.0.1", False),
        ("file:///etc/passwd", False),
        ("https://user@login.example.dk", False),
        ("https://login.example.dk?a=b", False),
        ("https://[", False),
        ("https://", False),
    ],
)
def test_keys_come_over_tls_or_from_this_machine(address: str, safe: bool) -> None:
    assert is_safe_address(address) is safe
