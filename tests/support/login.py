"""A register that trusts the tests' login provider."""

from collections.abc import Callable
from typing import Any

import pytest
from httpx2 import Response

from tests.support.api import Api
from tests.support.provider import AUDIENCE, Published, signed
from tests.support.warm import make_client

ROLES = '{"readers": "reader", "editors": "registrar", "owners": "owner", "stewards": "steward", "admins": "admin"}'


class Login:
    """A register that trusts the provider, and what its accounts see."""

    def __init__(self, api: Api, published: Published) -> None:
        self.api, self.published = api, published

    def token(self, *roles: str, kind: str = "RSA", **claims: Any) -> str:
        now = int(self.api.time.now().timestamp())
        said = {
            "iss": self.published.issuer,
            "aud": AUDIENCE,
            "sub": "account-1",
            "iat": now,
            "exp": now + 3600,
            "roles": list(roles),
            "preferred_username": "kirsten",
            **claims,
        }
        return signed(said, kind)

    def get(self, token: str, path: str = "/v1/me") -> Response:
        return make_client(self.api.app, token).get(path)

    def me(self, *roles: str, **claims: Any) -> dict[str, Any]:
        response = self.get(self.token(*roles, **claims))
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found

    def acting(self, *roles: str, **claims: Any) -> Api:
        return Api(self.api.app, self.api.time, make_client(self.api.app, self.token(*roles, **claims)))


@pytest.fixture
def make_login(make_api: Callable[..., Api], published: Published) -> Callable[..., Login]:
    def make(**settings: Any) -> Login:
        chosen = {"oidc_issuer": published.issuer, "oidc_audience": AUDIENCE, "oidc_roles": ROLES, **settings}
        return Login(make_api(**chosen), published)

    return make


@pytest.fixture
def login(make_login: Callable[..., Login]) -> Login:
    return make_login()
