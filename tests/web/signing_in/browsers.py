"""Somebody who signs in to the pages with a login provider, and the form that they are shown where they may not."""

import httpx2
from httpx2 import Response

from app.web.signing_in.provider import CALLBACK
from tests.support.api import Api
from tests.support.client import Client
from tests.web.signing_in.login_provider import LoginProvider

#: Pages, which are not sent as a proxy of the municipality would: without TLS, and under this name.
HERE = "http://register.example"


class Browser:
    """Somebody in front of the register and of the provider, who follows where they are sent."""

    def __init__(self, api: Api, provider: LoginProvider, client: Client) -> None:
        self.api, self.provider, self.client = api, provider, client

    def get(self, address: str) -> Response:
        return self.client.get(address, follow_redirects=False)

    def leaves(self, onward: str = "/") -> str:
        """To the provider and from there; the address to come back to."""
        sent = self.get(f"/log-ind/udbyder?naeste={onward}")
        assert sent.status_code == 303, sent.text
        back = httpx2.get(sent.headers["location"]).headers["location"]
        assert back.startswith(f"{HERE}{CALLBACK}?"), back
        return str(back)

    def signs_in(self, onward: str = "/") -> Response:
        return self.get(self.leaves(onward))

    def is_inside(self) -> bool:
        return self.get("/").status_code == 200


def refused(answer: Response, status: int, *words: str) -> None:
    """The form again, with plain words, and no session."""
    assert answer.status_code == status, answer.text
    assert "Log ind med din arbejdskonto" in answer.text
    for said in words:
        assert said in answer.text
    assert "ansvarsregister=" not in answer.headers.get("set-cookie", "")
