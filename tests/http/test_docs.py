"""The page /docs is made of what this service serves, and of nothing else."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from fastapi.testclient import TestClient

from tests.support.api import Api

MEDIA_TYPES = {"html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8"}
MEDIA_TYPES |= {"css": "text/css; charset=utf-8", "png": "image/png", "json": "application/json"}


class References(HTMLParser):
    """What a page loads or leads to, and the code and style that lie in it."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.addresses += [value for name in ("src", "href") if (value := given.get(name))]
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        self._within = tag

    def handle_data(self, data: str) -> None:
        if self._within in {"script", "style"} and data.strip():
            self.inline.append(data)


@pytest.fixture
def stranger(sqlite_api: Api) -> TestClient:
    return TestClient(sqlite_api.app)


@pytest.fixture
def page(stranger: TestClient) -> References:
    answer = stranger.get("/docs")
    assert (answer.status_code, answer.headers["content-type"]) == (200, MEDIA_TYPES["html"])
    references = References()
    references.feed(answer.text)
    return references


def test_everything_that_the_page_refers_to_is_answered_here(stranger: TestClient, page: References) -> None:
    assert len(page.addresses) == 5
    for address in page.addresses:
        assert not re.match(r"[a-z]+:|//", address), address
        answer = stranger.get(urljoin("/docs", address))
        assert answer.status_code == 200, address
        assert answer.content
        assert answer.headers["content-type"] == MEDIA_TYPES[address.rpartition(".")[2]]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_style_refers_to_no_other_host(stranger: TestClient) -> None:
    addresses = re.findall(r"url\([\"']?([^\"')]+)|@import\s+[\"']([^\"']+)", stranger.get("/docs/swagger-ui.css").text)
    assert all("".join(found).startswith("data:image/") for found in addresses)


def test_start_asks_for_the_document_that_is_served_and_keeps_no_token(stranger: TestClient) -> None:
    start = stranger.get("/docs/start.js").text
    address = re.search(r'url: "([^"]+)"', start)
    assert address
    assert stranger.get(urljoin("/docs", address[1])).json()["openapi"].startswith("3.")
    assert "persistAuthorization: false" in start
    # Otherwise Swagger UI shows the document to a validator on the internet.
    assert "validatorUrl: null" in start


def test_policy_lets_in_nothing_from_elsewhere(stranger: TestClient, page: References) -> None:
    headers = stranger.get("/docs").headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["img-src"] == "'self' data:"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert (headers["x-frame-options"], headers["referrer-policy"]) == ("DENY", "no-referrer")
    # No exception is needed for script or style within the page: there is none.
    assert page.inline == []


def test_authorize_has_a_bearer_token_to_offer(stranger: TestClient) -> None:
    document = stranger.get("/openapi.json").json()
    (name, scheme), *others = document["components"]["securitySchemes"].items()
    assert (scheme["type"], scheme["scheme"], others) == ("http", "bearer", [])
    assert document["paths"]["/v1/me"]["get"]["security"] == [{name: []}]


def test_page_that_is_known_is_not_sent_again(stranger: TestClient) -> None:
    tag = stranger.get("/docs").headers["etag"]
    again = stranger.get("/docs", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert stranger.get("/docs", headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("path", "allow"),
    [
        ("/docs", "GET, HEAD, OPTIONS"),
        ("/openapi.json", "GET, HEAD, OPTIONS"),
        ("/systemer", "GET, HEAD, OPTIONS"),
        ("/log-ind", "GET, HEAD, OPTIONS, POST"),
    ],
)
def test_what_is_no_part_of_the_interface_says_how_it_may_be_asked_too(
    stranger: TestClient, path: str, allow: str
) -> None:
    asked = stranger.options(path)
    assert (asked.status_code, asked.headers["allow"]) == (204, allow)
    refused = stranger.delete(path)
    assert (refused.status_code, refused.headers["allow"]) == (405, allow)


def test_an_address_that_there_is_not_has_no_options(stranger: TestClient) -> None:
    assert stranger.options("/systemr").status_code == 404


def test_a_page_that_only_takes_forms_says_so_to_whoever_reads_it(stranger: TestClient) -> None:
    path = "/log-ud"
    for method in ("GET", "HEAD", "DELETE"):
        refused = stranger.request(method, path)
        assert (refused.status_code, refused.headers["allow"]) == (405, "OPTIONS, POST")
