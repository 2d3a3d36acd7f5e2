"""A Chromium for the tests: the machine's own, or else one that comes as an npm package.

`python -m tests.browser.chromes` says which one there is, or fails; `… unpack` makes the package usable. The package
is @sparticuz/chromium: a headless Chromium for Linux on x86-64 with the libraries and fonts that it needs, packed with
Brotli. Playwright's own browsers are no package of a registry.
"""

import io
import os
import shutil
import sys
import tarfile
from pathlib import Path
from typing import NamedTuple

import brotli

FOLDER = Path(__file__).with_name("chromium")
PACKED = FOLDER / "node_modules/@sparticuz/chromium/bin"
UNPACKED = FOLDER / "node_modules/unpacked"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: Root has no sandbox, and a container little shared memory.
OPTIONS = ("--no-sandbox", "--disable-dev-shm-usage")
NONE_HERE = (
    "There is no Chromium, so no page was opened. Get one with: make browser, "
    "or on Debian and Ubuntu: apt-get install chromium. One elsewhere is named so: CHROMIUM=/path/to/chromium"
)
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir></fontconfig>
"""


class Chrome(NamedTuple):
    """An executable, and what it wants in its environment."""

    executable: str
    variables: dict[str, str]


def find_chrome() -> Chrome | None:
    """The Chromium that CHROMIUM names, the one in PATH, or the unpacked one."""
    named = os.environ.get("CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
    if found or named:
        return Chrome(found, {}) if found else None
    return unpacked() if (UNPACKED / "chromium").exists() else None


def unpacked() -> Chrome:
    """The Chromium of the package, which finds its libraries and fonts where they were unpacked."""
    variables = {"LD_LIBRARY_PATH": str(UNPACKED / "lib"), "FONTCONFIG_FILE": str(UNPACKED / "fonts.conf")}
    return Chrome(str(UNPACKED / "chromium"), variables)


def unpack() -> None:
    """Make an executable of what the package brings; whole, or not there at all."""
    unfinished = UNPACKED.with_name("unpacking")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    for name in ("al2023", "swiftshader", "fonts"):
        with tarfile.open(fileobj=io.BytesIO(_opened(f"{name}.tar.br"))) as archive:
            archive.extractall(unfinished, filter="data")
    (unfinished / "fonts.conf").write_text(FONTS.format(fonts=UNPACKED / "fonts", cache=UNPACKED / "cache"))
    executable = unfinished / "chromium"
    executable.write_bytes(_opened("chromium.br"))
    executable.chmod(0o755)
    shutil.rmtree(UNPACKED, ignore_errors=True)
    unfinished.rename(UNPACKED)


def _opened(name: str) -> bytes:
    content: bytes = brotli.decompress((PACKED / name).read_bytes())
    return content


def main(words: list[str]) -> None:
    if words == ["unpack"]:
        unpack()
    found = find_chrome()
    sys.stderr.write(f"The browser tests use {found.executable}\n" if found else f"{NONE_HERE}\n")
    sys.exit(0 if found else 1)


if __name__ == "__main__":
    main(sys.argv[1:])
