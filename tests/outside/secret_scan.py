"""No secret is committed: `python -m tests.outside.secret_scan` looks through the tracked files.

Kinds of secrets that have a form are looked for, as detect-secrets knows them, and the tokens of this register.
Guessing by disorder is left out: a repository of hashes and identifiers is all disorder.
"""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from detect_secrets.plugins.aws import AWSKeyDetector
from detect_secrets.plugins.azure_storage_key import AzureStorageKeyDetector
from detect_secrets.plugins.base import RegexBasedDetector
from detect_secrets.plugins.basic_auth import BasicAuthDetector
from detect_secrets.plugins.github_token import GitHubTokenDetector
from detect_secrets.plugins.gitlab_token import GitLabTokenDetector
from detect_secrets.plugins.jwt import JwtTokenDetector
from detect_secrets.plugins.npm import NpmDetector
from detect_secrets.plugins.private_key import PrivateKeyDetector
from detect_secrets.plugins.pypi_token import PypiTokenDetector
from detect_secrets.plugins.slack import SlackDetector

from tests.support.program import ROOT


class AnsvarTokenDetector(RegexBasedDetector):
    """The register's own tokens."""

    secret_type = "Ansvarsregister token"
    denylist = (re.compile(r"ansvar_[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])"),)


KINDS: tuple[RegexBasedDetector, ...] = (
    *(AnsvarTokenDetector(), AWSKeyDetector(), AzureStorageKeyDetector(), BasicAuthDetector(), GitHubTokenDetector()),
    *(GitLabTokenDetector(), JwtTokenDetector(), NpmDetector(), PrivateKeyDetector(), PypiTokenDetector()),
    SlackDetector(),
)
#: File and kind → why it is no secret.
KNOWN = {
    ("README.md", "Basic Auth Credentials"): "the address of a database is explained",
    ("app/core/config.py", "Basic Auth Credentials"): "the same",
    ("docs/operations.md", "Basic Auth Credentials"): "the same",
    ("tests/core/test_engines.py", "Basic Auth Credentials"): "made-up addresses",
    ("tests/core/test_replica.py", "Basic Auth Credentials"): "the same",
    ("tests/anchors/test_destinations.py", "Basic Auth Credentials"): "a made-up address that is refused",
    ("tests/anchors/test_keys.py", "Private Key"): "how a key that is made must begin",
}


def main() -> int:
    """Exit status 1 with a line for every find."""
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    finds = list(scan(ROOT, filter(None, tracked.split("\0"))))
    for find in finds:
        sys.stderr.write(f"{find}\n")
    sys.stderr.write("Take the secret out, and revoke it: it is known now.\n" if finds else "No secrets.\n")
    return 1 if finds else 0


def scan(folder: Path, files: Iterable[str]) -> Iterator[str]:
    """What reads as a secret, as `file:line: kind`; never the secret itself."""
    for name in files:
        if (folder / name).is_file():
            text = (folder / name).read_text(encoding="utf-8", errors="replace")
            found = {(line, kind) for line, kind in _lines(text) if (name, kind) not in KNOWN}
            yield from (f"{name}:{line}: {kind}" for line, kind in sorted(found))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The expressions go over the whole text, which is fast; the detector has the last word on the line."""
    for kind in KINDS:
        for match in (found for expression in kind.denylist for found in expression.finditer(text)):
            line = text[text.rfind("\n", 0, match.start()) + 1 :].split("\n", 1)[0]
            if any(kind.analyze_string(line)):
                yield text.count("\n", 0, match.start()) + 1, str(kind.secret_type)


if __name__ == "__main__":
    sys.exit(main())
