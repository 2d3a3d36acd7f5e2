"""KITOS is asked patiently, read to the end, and what is wrong with it is said plainly; nothing is written then."""

import logging
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from app.core.errors import InvalidInput
from app.kitos.client import TRIES, Credentials, Kitos
from app.kitos.faults import KitosFault
from tests.kitos.conftest import Followed
from tests.support.imports import revision
from tests.support.kitos import ORGANISATION, PASSWORD, TOKEN, USER, StandIn, give


def busy(handler: BaseHTTPRequestHandler) -> None:
    give(handler, 429, {}, Retry_After="7")


def broken(handler: BaseHTTPRequestHandler) -> None:
    give(handler, 500, {})


def closed(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True
    handler.connection.close()


def half(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'[{"uuid"')
    handler.close_connection = True


def login_page(handler: BaseHTTPRequestHandler) -> None:
    give(handler, 200, b"<!doctype html><title>Log ind</title>", "text/html; charset=utf-8")


def elsewhere(handler: BaseHTTPRequestHandler) -> None:
    give(handler, 302, {}, Location="https://login.example/")


def an_object(handler: BaseHTTPRequestHandler) -> None:
    give(handler, 200, {"message": "no"})


def no_json(handler: BaseHTTPRequestHandler) -> None:
    give(handler, 200, b"[{]")


def without_uuid(handler: BaseHTTPRequestHandler) -> None:
    give(handler, 200, [{"name": "Kommunen"}])


def refusing(status: int) -> Any:
    return lambda handler: give(handler, status, {})


@pytest.mark.parametrize("fault", [busy, broken, closed, half])
def test_what_passes_is_asked_again(followed: Followed, fault: Any) -> None:
    usage = followed.kitos.usage("Omsorg", followed.kitos.unit("Kommunen"))
    followed.kitos.faults = [None, fault, None, fault, fault]
    followed.run()
    assert followed.system(usage)["name"] == "Omsorg"
    assert followed.waits[0] == (7.0 if fault is busy else 1.0)
    assert len(followed.waits) == 3


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (login_page, "gives a web page, not data"),
        (elsewhere, "gives a web page, not data"),
        (an_object, "data of another shape"),
        (no_json, "data of another shape"),
        (without_uuid, "data of another shape"),
        (refusing(401), "does not know the token"),
        (refusing(403), "does not let this user read"),
        (refusing(404), "has no such organisation"),
        (refusing(400), "with status 400"),
    ],
)
def test_what_does_not_pass_is_said_and_nothing_is_written(followed: Followed, fault: Any, said: str) -> None:
    followed.kitos.usage("Omsorg", followed.kitos.unit("Kommunen"))
    before = revision(followed.api)
    # In the middle: the units and the users have been read.
    followed.kitos.faults = [None] * 6 + [fault]
    with pytest.raises(KitosFault, match=said):
        followed.run()
    assert (revision(followed.api), followed.waits) == (before, [])


def test_it_gives_up_in_the_end(followed: Followed) -> None:
    followed.kitos.faults = [closed] * TRIES
    with pytest.raises(KitosFault, match=f"could not be read in {TRIES} tries"):
        followed.run()
    assert followed.waits == [1.0, 2.0, 4.0, 8.0]


@pytest.mark.parametrize("largest", [100, 7])
def test_every_page_is_read_however_short_they_are(kitos: StandIn, largest: int) -> None:
    for number in range(230):
        kitos.unit(f"Enhed {number}")
    kitos.largest_page = largest
    source = Kitos(kitos.address, Credentials(TOKEN))
    units = list(source.pages(f"/api/v2/organizations/{ORGANISATION}/organization-units"))
    assert len({unit["uuid"] for unit in units}) == len(units) == 230


def test_a_password_becomes_a_token_and_another_one_when_that_has_run_out(followed: Followed) -> None:
    usage = followed.kitos.usage("Omsorg", followed.kitos.unit("Kommunen"))
    followed.kitos.tokens = set()
    followed.kitos.faults = [None, None, None, refusing(401)]
    followed.run(credentials=Credentials(None, USER, PASSWORD))
    assert followed.system(usage)["name"] == "Omsorg"
    assert followed.kitos.asked.count("/api/authorize/GetToken") == 2


def test_a_wrong_password_is_tried_once(followed: Followed) -> None:
    with pytest.raises(KitosFault, match="KITOS_PASSWORD"):
        followed.run(credentials=Credentials(None, USER, "forkert"))
    assert len(followed.kitos.asked) == 1


def test_several_organisations_have_to_be_told_apart(followed: Followed) -> None:
    followed.kitos.organisations.append({"uuid": "1b2", "name": "En anden"})
    with pytest.raises(InvalidInput, match=r"sees 2 organisations in KITOS\. .* En anden: 1b2"):
        followed.run()


def test_an_empty_organisation_is_not_taken_for_one_where_all_was_deleted(followed: Followed) -> None:
    with pytest.raises(Exception, match="shows no unit"):
        followed.run()


@pytest.mark.parametrize(
    "address", ["http://kitos.example", "ftp://kitos.example", "https://" + "name:word@kitos.example", "kitos"]
)
def test_a_token_is_not_sent_where_others_can_read_it(address: str) -> None:
    with pytest.raises(InvalidInput, match="has to begin with https"):
        Kitos(address, Credentials(TOKEN))


def test_nothing_shows_the_token(followed: Followed, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    followed.kitos.faults = [refusing(403)]
    with pytest.raises(KitosFault) as caught:
        followed.run()
    assert TOKEN not in f"{caught.value!r} {caught.value.detail} {Credentials(TOKEN, USER, PASSWORD)} {caplog.text}"
