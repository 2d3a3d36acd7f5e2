"""What every answer tells a browser, which pages may read it, and that no request writes headers or log lines."""

import logging
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from app.core.config import Settings
from tests.support.api import Api

INTRANET = "https://intranet.example.dk"
#: As the lines of a forged header would be written.
FORGED = "a\r\nX-Forged: yes"
ESCAPED = "a%0d%0aX-Forged:%20yes"


@pytest.mark.one_database("what is said about an answer, not what is in it")
@pytest.mark.parametrize(
    ("path", "status", "kept"),
    [
        ("/v1/systems", 200, "private, no-cache"),
        ("/v1/systems?x=1", 400, "no-store"),
        ("/v1/nothing", 404, "no-store"),
        ("/health/live", 200, "no-store"),
        ("/openapi.json", 200, "no-store"),
        ("/v1/exports/systems.csv", 200, "private, no-cache"),
    ],
)
def test_every_answer_says_what_a_browser_may_do(sqlite_api: Api, path: str, status: int, kept: str) -> None:
    answer = sqlite_api.get(path)
    said = answer.headers
    assert answer.status_code == status
    assert said["x-content-type-options"] == "nosniff"
    assert said["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert said["x-frame-options"] == "DENY"
    assert said["referrer-policy"] == "no-referrer"
    assert said["cross-origin-resource-policy"] == "same-origin"
    assert said["cache-control"] == kept
    assert "strict-transport-security" not in said
    assert "access-control-allow-origin" not in said


def test_tls_is_asked_for_over_tls_alone(sqlite_api: Api) -> None:
    over_tls = TestClient(sqlite_api.app, base_url="https://testserver")
    assert over_tls.get("/health/live").headers["strict-transport-security"].startswith("max-age=")


def test_docs_keep_their_own_policy(sqlite_api: Api) -> None:
    said = sqlite_api.get("/docs").headers
    assert "script-src 'self'" in said["content-security-policy"]
    assert len(said.get_list("content-security-policy")) == 1
    assert len(said.get_list("x-frame-options")) == 1
    assert said["cache-control"] == "no-cache"


def preflight(api: Api, origin: str, method: str = "GET") -> dict[str, str]:
    """Asked as a browser does: without a token."""
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization,if-none-match",
    }
    answer = TestClient(api.app).options("/v1/systems", headers=asked)
    return {"status": str(answer.status_code), **answer.headers}


@pytest.mark.one_database("headers")
def test_no_page_reads_unless_a_setting_names_it(make_api: Callable[..., Api]) -> None:
    closed = make_api()
    assert "access-control-allow-origin" not in preflight(closed, INTRANET)
    assert preflight(closed, INTRANET)["status"] == "204"
    api = make_api(cors_origins=f"{INTRANET}, https://other.example.dk:8443")
    allowed = preflight(api, INTRANET)
    assert (allowed["status"], allowed["access-control-allow-origin"]) == ("200", INTRANET)
    assert "Authorization" in allowed["access-control-allow-headers"]
    assert allowed["x-content-type-options"] == "nosniff"
    assert preflight(api, INTRANET, "DELETE")["status"] == "400"
    assert "access-control-allow-origin" not in preflight(api, "https://evil.example")
    for path, status in (("/v1/systems", 200), ("/v1/nothing", 404)):
        answer = api.get(path, headers={"Origin": INTRANET})
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (status, INTRANET)
        assert "ETag" in answer.headers["access-control-expose-headers"]
        assert "Origin" in answer.headers["vary"]
    assert "access-control-allow-credentials" not in api.get("/v1/systems", headers={"Origin": INTRANET}).headers
    # A plain OPTIONS is the application's own.
    assert "GET" in TestClient(api.app).options("/v1/systems", headers={"Origin": INTRANET}).headers["allow"]


@pytest.mark.parametrize("origins", ["*", "intranet", "https://a.dk/path", "null", "https://A.dk", "https://*.a.dk"])
def test_an_origin_is_named_in_full(origins: str) -> None:
    with pytest.raises(ValidationError, match="no origin"):
        Settings(cors_origins=origins)


@pytest.mark.parametrize("name", ["Change-Reason", "Idempotency-Key"])
def test_a_header_with_line_breaks_makes_no_other(api: Api, name: str) -> None:
    body = {"name": "A", "description": "B"}
    answer = api.post("/v1/systems", body, headers={name: FORGED})
    assert "x-forged" not in answer.headers
    # A reason may have lines, and is told in bodies alone; no client sends them over a connection.
    assert answer.status_code == (201 if name == "Change-Reason" else 400)
    assert api.post("/v1/systems", body, headers={name: ESCAPED}).status_code == 201


def test_names_with_line_breaks_are_refused(api: Api) -> None:
    assert api.post("/v1/tokens", {"name": FORGED, "role": "reader"}).status_code == 400
    assert api.post("/v1/systems", {"name": FORGED, "description": "B"}).status_code == 400
    key = {"name": "A", "description": "B"}
    assert api.client.put(f"/v1/systems/by-key/s/{ESCAPED}", json=key).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        f"/v1/systems?limit=1&q={ESCAPED}",
        f"/v1/systems?limit=1&name={ESCAPED}",
        f"/v1/exports/systems.csv?q={ESCAPED}",
        f"/v1/{ESCAPED}",
        f"/v1/systems/{ESCAPED}",
    ],
)
def test_no_answer_has_a_header_that_the_request_wrote(api: Api, path: str) -> None:
    for name in ("a", "a b"):
        api.system(f"{name} X-Forged: yes")
    answer = api.get(path)
    assert answer.status_code in {200, 400, 404}
    for key, value in answer.headers.raw:
        assert b"forged" not in key.lower()
        assert not set(value) & {10, 13}


def test_a_line_of_the_log_stays_one_line(sqlite_api: Api, caplog: pytest.LogCaptureFixture) -> None:
    @sqlite_api.app.get("/boom/{key}", include_in_schema=False)
    async def boom(key: str) -> None:
        raise RuntimeError

    with caplog.at_level(logging.ERROR):
        assert sqlite_api.get(f"/boom/{ESCAPED}").status_code == 500
    (record,) = [record for record in caplog.records if record.name == "app.http.protocol"]
    assert "\n" not in record.getMessage()


def test_a_name_of_a_file_stays_in_its_part(api: Api) -> None:
    for name in ('a"\r\nX-Forged: yes.csv', "../../etc/passwd", "æ\u2028.csv"):
        answer = api.client.post(
            "/v1/imports", data={"kind": "units", "dryRun": "true"}, files={"file": (name, b"Navn\nA\n", "text/csv")}
        )
        assert answer.status_code in {200, 400}
        assert "x-forged" not in answer.headers
