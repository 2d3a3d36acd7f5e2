"""A login provider, and browsers at pages that trust it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.core.clock import Clock
from app.core.config import Settings
from tests.support.api import UNLIMITED, ZONE, Api
from tests.support.client import Client
from tests.support.provider import AUDIENCE, private_key, publishing
from tests.support.warm import make_application
from tests.web.signing_in.browsers import HERE, Browser
from tests.web.signing_in.login_provider import CLIENT, LoginProvider


@pytest.fixture
def provider() -> Iterator[LoginProvider]:
    private_key("RSA")
    found = LoginProvider()
    with publishing(found):
        found.open()
        yield found


@pytest.fixture
def open_browser(sqlite_api: Api, provider: LoginProvider) -> Iterator[Callable[..., Browser]]:
    """A browser at pages of a process of their own, on the register that the builders fill."""
    opened: list[Any] = []

    def make(base_url: str = HERE, **settings: Any) -> Browser:
        trusted = {"oidc_issuer": provider.issuer, "oidc_audience": AUDIENCE, "oidc_roles": '{"readers": "reader"}'}
        url = sqlite_api.register.database.engine.url.render_as_string(hide_password=False)
        chosen = Settings(**{"database_url": url, **UNLIMITED, **trusted, "oidc_client_id": CLIENT, **settings})
        application = make_application(chosen, Clock(ZONE, sqlite_api.time.now), in_background=False)
        opened.append(application)
        return Browser(sqlite_api, provider, Client(application, base_url=base_url))

    yield make
    for application in opened:
        application.state.register.database.dispose()


@pytest.fixture
def browser(open_browser: Callable[..., Browser]) -> Browser:
    return open_browser()
