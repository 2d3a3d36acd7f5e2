"""A problem is told in the language that the request asks for; what programs read of it is the same in both."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.support.api import Api

SHORT = "Teksten er for kort. Den skal have mindst 1 tegn."
ELSEWHERE = (
    "Systemer vises, som registret kendte dem: brug knownAt. "
    "Hvem der havde ansvaret en bestemt dag, står på /v1/responsibilities?at=ÅÅÅÅ-MM-DD."
)
Ask = Callable[[Api, dict[str, str]], Response]
NOBODY = "01890a5d-ac96-774b-bcce-b302099a8057"


def unknown(api: Api, headers: dict[str, str]) -> Response:
    return api.client.get(f"/v1/systems/{NOBODY}", headers=headers)


def no_such_path(api: Api, headers: dict[str, str]) -> Response:
    return api.client.get("/v1/nothing", headers=headers)


def bad_body(api: Api, headers: dict[str, str]) -> Response:
    return api.client.post("/v1/units", json={"name": "", "colour": "red"}, headers=headers)


def bad_json(api: Api, headers: dict[str, str]) -> Response:
    return api.client.post("/v1/units", content=b"{", headers={**headers, "Content-Type": "application/json"})


def bad_query(api: Api, headers: dict[str, str]) -> Response:
    return api.client.get("/v1/systems?at=2026-03-02", headers=headers)


def without_token(api: Api, headers: dict[str, str]) -> Response:
    return TestClient(api.app, headers=headers).get("/v1/systems")


def bad_method(api: Api, headers: dict[str, str]) -> Response:
    return api.client.delete("/v1/systems", headers=headers)


def taken_key(api: Api, headers: dict[str, str]) -> Response:
    body = {"name": "Ydelser", "source": "løn", "externalId": "1"}
    api.client.post("/v1/units", json=body)
    return api.client.post("/v1/units", json=body, headers=headers)


def without_match(api: Api, headers: dict[str, str]) -> Response:
    return api.client.patch(f"/v1/units/{api.unit()['id']}", json={"name": "B"}, headers=headers)


def stale(api: Api, headers: dict[str, str]) -> Response:
    sent = {**headers, "If-Match": '"old"'}
    return api.client.patch(f"/v1/units/{api.unit()['id']}", json={"name": "B"}, headers=sent)


CASES: list[tuple[Ask, int, str, str]] = [
    (unknown, 404, "Findes ikke", f"Der findes intet system med id'et {NOBODY}."),
    (no_such_path, 404, "Findes ikke", "Findes ikke."),
    (bad_body, 400, "Ugyldige oplysninger", f"/name: {SHORT} (og 1 fejl mere)"),
    (bad_json, 400, "Ugyldige oplysninger", "Indholdet er ikke gyldig JSON. Se på linje 1, kolonne 2."),
    (
        bad_query,
        400,
        "Ugyldige oplysninger",
        f"?at: {ELSEWHERE}",
    ),
    (without_token, 401, "Adgangsnøgle mangler", "Send Authorization: Bearer <adgangsnøgle>."),
    (bad_method, 405, "Metoden kan ikke bruges her", "DELETE kan ikke bruges her. Brug GET, HEAD, OPTIONS, POST."),
    (taken_key, 409, "Strider mod registret", ""),
    (without_match, 428, "En betingelse mangler", "Send If-Match med den ETag, du læste."),
    (
        stale,
        412,
        "Ændret i mellemtiden",
        "Nogen har ændret det, siden du læste det. Læs det igen, og tag så stilling.",
    ),
]


def told(answer: Response) -> dict[str, Any]:
    """The problem, without what it says to people."""
    problem = answer.json()
    fields = [(fault["pointer"], fault["code"]) for fault in problem["errors"]]
    return {**{key: problem[key] for key in ("type", "status", "code")}, "errors": fields}


@pytest.mark.parametrize(("ask", "status", "title", "detail"), CASES, ids=[case[0].__name__ for case in CASES])
def test_problem_is_told_in_danish_unless_english_is_asked_for(
    sqlite_api: Api, ask: Ask, status: int, title: str, detail: str
) -> None:
    # The client of the tests asks for English; a header that is empty asks for nothing.
    danish, english = ask(sqlite_api, {"Accept-Language": ""}), ask(sqlite_api, {"Accept-Language": "en"})
    for answer, language in ((danish, "da"), (english, "en")):
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["content-language"] == language
        assert "Accept-Language" in [name.strip() for name in answer.headers["vary"].split(",")]
    assert danish.json()["title"] == title
    assert danish.json()["detail"] == detail or (not detail and "har allerede nøglen »1«" in danish.json()["detail"])
    assert danish.json()["title"] != english.json()["title"]
    assert danish.json()["detail"] != english.json()["detail"]
    for one, other in zip(danish.json()["errors"], english.json()["errors"], strict=True):
        assert one["detail"] != other["detail"]
    assert told(danish) == told(english)


@pytest.mark.parametrize(
    ("header", "language"),
    [(None, "da"), ("*", "da"), ("fr", "da"), ("da-DK, en;q=0.5", "da"), ("da;q=0.1, en", "en"), ("en-GB", "en")],
)
def test_header_decides(sqlite_api: Api, header: str | None, language: str) -> None:
    client = TestClient(sqlite_api.app)
    answer = client.get("/v1/systems", headers={} if header is None else {"Accept-Language": header})
    assert (answer.status_code, answer.headers["content-language"]) == (401, language)


def test_header_may_come_in_parts(sqlite_api: Api) -> None:
    answer = TestClient(sqlite_api.app).get(
        "/v1/systems", headers=[("Accept-Language", "fr"), ("Accept-Language", "en")]
    )
    assert answer.headers["content-language"] == "en"


def test_answer_that_is_no_problem_names_no_language(sqlite_api: Api) -> None:
    answer = sqlite_api.get("/v1/systems")
    assert answer.status_code == 200
    assert "content-language" not in answer.headers
