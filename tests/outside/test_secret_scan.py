"""The scan finds what is planted, and nothing in what is committed."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from app.security.identity import PREFIX
from tests.outside import secret_scan

# Put together here, so that this file is not found itself; the same in every process that collects the tests.
_PLANTED = sha256(b"planted")
_AWS = "AKIA" + _PLANTED.hexdigest()[:16].upper()
_KEY = "-----BEGIN " + "PRIVATE KEY-----"
_OWN = PREFIX + urlsafe_b64encode(_PLANTED.digest()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (f'key = "{_AWS}"', "AWS Access Key"),
        (f"{_KEY}\nMIIB", "Private Key"),
        (f"curl -H 'Authorization: Bearer {_OWN}'", "Ansvarsregister token"),
    ],
)
def test_a_planted_secret_is_found(tmp_path: Path, line: str, kind: str) -> None:
    (tmp_path / "notes.md").write_text(f"Notes\n\n{line}\n")
    assert list(secret_scan.scan(tmp_path, ["notes.md"])) == [f"notes.md:3: {kind}"]


def test_what_only_looks_disorderly_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / "lock.txt").write_text("    --hash=sha256:" + "0f1e2d3c" * 8 + "\n")
    assert list(secret_scan.scan(tmp_path, ["lock.txt"])) == []


def test_nothing_committed_is_a_secret() -> None:
    assert secret_scan.main() == 0
