"""What a test client cannot see: real connections to a served register, which has short deadlines.

Most requests here do not arrive. Whatever is done to it, the service says nothing of a fault in its log.
"""

import http.client
import json
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.http.connection import LARGEST_HEAD
from tests.support.commands import command
from tests.support.program import free_port, running, wait_for

HEAD = 1.0
IDLE = 0.5
TOTAL = 1.5


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, str]]:
    """Port, and an administrator's token."""
    folder: Path = tmp_path_factory.mktemp("served")
    environment = {
        "DATABASE_URL": f"sqlite:///{folder / 'register.db'}",
        "HEAD_TIMEOUT_SECONDS": str(HEAD),
        "BODY_IDLE_SECONDS": str(IDLE),
        "BODY_TOTAL_SECONDS": str(TOTAL),
    }
    made = command("token", "create", "--name", "test", "--role", "admin", **environment)
    found = re.search(r"ansvar_\S+", made.output)
    assert found, made
    port = free_port()
    with running("serve", "--port", str(port), **environment) as process:
        wait_for(port)
        # The first request has the interface read, which takes longer than the deadlines here.
        send(port, b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        yield port, found[0]
        process.terminate()
        assert process.stderr is not None
        said = process.stderr.read()
        assert "Traceback" not in said
        assert "ERROR" not in said


def send(port: int, *parts: bytes, pause: float = 0.2) -> tuple[bytes, float]:
    """What came back until the other side closed the connection, and after how many seconds."""
    since = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=15) as connection:
        connection.settimeout(pause)
        answer = b""
        waiting = list(parts)
        while time.monotonic() - since < 15:
            try:
                if waiting:
                    connection.sendall(waiting.pop(0))
                received = connection.recv(65536)
            except TimeoutError:
                continue
            except (ConnectionResetError, BrokenPipeError):
                received = b""
            if not received:
                return answer, time.monotonic() - since
            answer += received
    pytest.fail(f"still open; so far: {answer!r}")


def post(path: str, secret: str, length: int, media_type: str = "application/json") -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {secret}\r\nAccept-Language: en\r\n"
        f"Content-Type: {media_type}\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


def problem_in(answer: bytes) -> dict[str, object]:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"connection: close" in head.lower()
    problem: dict[str, object] = json.loads(body)
    return problem


def test_a_connection_that_says_nothing_is_closed(served: tuple[int, str]) -> None:
    answer, seconds = send(served[0])
    assert answer == b""
    assert HEAD * 0.9 < seconds < HEAD + 2


def test_half_a_head_is_408(served: tuple[int, str]) -> None:
    answer, seconds = send(served[0], b"GET /health/live HTTP/1.1\r\nHost: x\r\n")
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert seconds < HEAD + 2


def test_a_head_that_trickles_is_408_all_the_same(served: tuple[int, str]) -> None:
    trickle = [f"X-{number}: y\r\n".encode() for number in range(60)]
    answer, seconds = send(served[0], b"GET /health/live HTTP/1.1\r\n", *trickle)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert seconds < HEAD + 2


def test_blank_lines_between_requests_do_not_keep_a_connection(served: tuple[int, str]) -> None:
    whole = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
    answer, seconds = send(served[0], whole, *[b"\r\n"] * 60)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert seconds < HEAD + 2


def test_the_second_request_has_a_deadline_too(served: tuple[int, str]) -> None:
    whole = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
    answer, seconds = send(served[0], whole, whole, b"GET /health")
    assert answer.count(b"HTTP/1.1 200 ") == 2
    assert b"HTTP/1.1 408 " in answer
    assert seconds < HEAD + 3


def test_a_head_without_end_is_431(served: tuple[int, str]) -> None:
    answer, _ = send(served[0], b"GET /health/live HTTP/1.1\r\nX: " + b"y" * LARGEST_HEAD, b"y" * LARGEST_HEAD)
    # A reset may overtake the answer where the client goes on sending.
    assert answer == b"" or answer.startswith(b"HTTP/1.1 431 ")


def test_half_a_body_is_408(served: tuple[int, str]) -> None:
    port, secret = served
    answer, seconds = send(port, post("/v1/systems", secret, 100) + b'{"name"')
    assert problem_in(answer)["code"] == "request-timeout"
    assert seconds < IDLE + 2


def test_a_body_that_trickles_is_408_after_the_whole_time(served: tuple[int, str]) -> None:
    port, secret = served
    answer, seconds = send(port, post("/v1/systems", secret, 1000), *[b" "] * 60)
    assert problem_in(answer)["status"] == 408
    assert TOTAL * 0.9 < seconds < TOTAL + 2


def test_half_an_upload_is_408(served: tuple[int, str]) -> None:
    port, secret = served
    part = b'--b\r\nContent-Disposition: form-data; name="kind"\r\n\r\nuni'
    answer, seconds = send(port, post("/v1/imports", secret, 1000, "multipart/form-data; boundary=b") + part)
    assert problem_in(answer)["status"] == 408
    assert seconds < IDLE + 2


def test_the_rest_of_a_refused_body_does_not_keep_a_connection(served: tuple[int, str]) -> None:
    answer, seconds = send(served[0], post("/v1/systems", "wrong", 1000), *[b" "] * 60)
    assert answer.startswith(b"HTTP/1.1 401 ")
    assert seconds < HEAD + 2


def test_a_slow_request_in_time_is_answered(served: tuple[int, str]) -> None:
    port, secret = served
    body = b'{"name": "A", "description": "B"}'
    asked = post("/v1/systems", secret, len(body))
    answer, _ = send(port, asked[:40], asked[40:] + body[:9], body[9:])
    assert answer.startswith(b"HTTP/1.1 201 ")


def test_head_leaves_the_connection_in_order(served: tuple[int, str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served[0], timeout=10)
    connection.connect()
    mine = connection.sock.getsockname()
    for method in ("HEAD", "GET", "HEAD", "GET"):
        connection.request(method, "/health/live")
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200
        assert body == (b"" if method == "HEAD" else b'{"status":"ok"}')
        assert connection.sock is not None, f"closed after {method}"
        assert connection.sock.getsockname() == mine
    connection.close()
