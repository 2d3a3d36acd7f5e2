"""Where anchors go: files, syslog and buckets."""

import socket
import stat
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.anchors.destinations import Destination, DestinationUnusable, open_destination
from tests.anchors.anchoring import signed
from tests.anchors.fake_s3 import FakeS3, fake_s3
from tests.support.program import free_port

FIRST, SECOND = signed(1, "a1" * 32), signed(2, "b2" * 32)


def opened(url: str, keep_days: int = 30) -> Destination:
    return open_destination(url, keep_days=keep_days)


def test_a_file_gets_a_line_for_each_anchor_and_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "ankre æ.jsonl"
    destination = opened(file.as_uri())
    destination.write(FIRST)
    destination.write(SECOND)
    assert file.read_text() == f"{FIRST.line()}\n{SECOND.line()}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_line_that_was_cut_off_spoils_no_other(tmp_path: Path) -> None:
    file = tmp_path / "anchors.jsonl"
    file.write_text('{"at":')
    file.chmod(0o600)
    opened(f"file://{file}").write(FIRST)
    assert file.read_text() == f'{{"at":\n{FIRST.line()}\n'


def test_a_file_that_others_may_write_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "anchors.jsonl"
    file.touch()
    file.chmod(0o666)
    with pytest.raises(PermissionError, match="chmod 600"):
        opened(f"file://{file}").write(FIRST)
    assert file.read_text() == ""


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"none/anchors.jsonl cannot be written"):
        opened(f"file://{tmp_path}/none/anchors.jsonl").write(FIRST)


@pytest.fixture
def udp() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.settimeout(5)
        yield listening


def test_syslog_gets_a_datagram(udp: socket.socket) -> None:
    destination = opened(f"syslog://127.0.0.1:{udp.getsockname()[1]}")
    for each in (FIRST, SECOND):
        destination.write(each)
        # Facility 10 (authpriv), severity 6 (informational): 10 * 8 + 6.
        assert udp.recv(4096).decode() == f"<86>ansvarsregister-anchor: {each.line()}"


def test_syslog_of_this_machine_gets_it_through_its_socket(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(path))
        listening.settimeout(5)
        opened(f"syslog://{path}").write(FIRST)
        assert listening.recv(4096).decode().endswith(FIRST.line())


def test_a_syslog_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"Syslog at .*No such file"):
        opened(f"syslog://{tmp_path}/none").write(FIRST)


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeS3]:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    with fake_s3() as server:
        yield server


@pytest.mark.parametrize(("path", "folder"), [("ankre", ""), ("ankre/by/", "by/")])
def test_a_bucket_gets_a_locked_object_for_each_anchor(s3: FakeS3, path: str, folder: str) -> None:
    destination = opened(f"s3+http://127.0.0.1:{s3.port}/{path}", keep_days=400)
    destination.write(FIRST)
    destination.write(SECOND)
    assert list(s3.objects) == [
        f"/ankre/{folder}000000000001-{'a1' * 8}.json",
        f"/ankre/{folder}000000000002-{'b2' * 8}.json",
    ]
    ((headers, body),) = s3.objects[f"/ankre/{folder}000000000001-{'a1' * 8}.json"]
    assert body.decode() == f"{FIRST.line()}\n"
    assert headers["x-amz-object-lock-mode"] == "COMPLIANCE"
    until = datetime.fromisoformat(headers["x-amz-object-lock-retain-until-date"])
    assert until == FIRST.anchor.at + timedelta(days=400)


def test_the_region_may_be_given(s3: FakeS3, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    opened(f"s3+http://127.0.0.1:{s3.port}/ankre").write(FIRST)
    ((headers, _),) = next(iter(s3.objects.values()))
    assert "/eu-west-1/s3/" in headers["authorization"]


def test_a_bucket_that_refuses_is_an_error(s3: FakeS3) -> None:
    s3.access_key = "another"
    with pytest.raises(OSError, match=r"bucket ankre does not take the anchor: .*AccessDenied"):
        opened(f"s3+http://127.0.0.1:{s3.port}/ankre").write(FIRST)


def test_a_bucket_that_is_not_there_is_an_error(s3: FakeS3) -> None:
    with pytest.raises(OSError, match="does not take the anchor"):
        opened(f"s3+http://127.0.0.1:{free_port()}/ankre").write(FIRST)


def test_a_client_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "app.anchors.bucket", raising=False)
    monkeypatch.setitem(sys.modules, "minio", None)
    with pytest.raises(DestinationUnusable, match=r"pip install 'ansvarsregister\[s3\]'"):
        opened("s3://ankre")


def test_without_keys_a_bucket_is_refused(s3: FakeS3, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    with pytest.raises(ValueError, match="AWS_ACCESS_KEY_ID"):
        opened(f"s3+http://127.0.0.1:{s3.port}/ankre")


@pytest.mark.parametrize(
    "url",
    ["", "anchors.jsonl", "file://", "file:///", "file://host/x", "ftp://x", "s3://", "s3+http://host", "syslog://h:x"],
)
def test_what_is_no_destination_is_told(url: str) -> None:
    with pytest.raises(DestinationUnusable, match="is no destination"):
        opened(url)


@pytest.mark.parametrize("url", ["s3+https://key:hemmelig@host/b", "syslog://host?x", "file:///x#hemmelig"])
def test_secrets_in_the_url_are_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(DestinationUnusable, match="no user, password") as refused:
        opened(url)
    assert "hemmelig" not in str(refused.value)
