"""Whether HTML is valid, asked of html-validate.

Why this one: the parser of the standard (html5lib) takes whatever a browser takes, so that duplicate ids, a list inside
a paragraph and a forgotten end tag all pass, and the W3C's checker wants Java. html-validate knows what may stand in
what, runs offline, and comes as twelve npm packages. It runs on the Node that Playwright brings. One process answers
for every page: starting it costs more than a page does.
"""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import playwright

FOLDER = Path(__file__).with_name("validator")
NODE = Path(playwright.__file__).parent / "driver/node"
NONE_HERE = "html-validate is not there, so no page's HTML was checked. Get it with: make browser"

Checker = Callable[[str], list[str]]


def is_there() -> bool:
    return (FOLDER / "node_modules/html-validate").is_dir()


@contextmanager
def checking() -> Iterator[Checker]:
    """A function that lists the faults of a page's HTML, each with its line and column."""
    with subprocess.Popen(
        [NODE, FOLDER / "faults.mjs"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        asked, told = process.stdin, process.stdout
        assert asked is not None
        assert told is not None

        def faults(html: str) -> list[str]:
            asked.write(f"{json.dumps(html)}\n")
            asked.flush()
            found: list[str] = json.loads(told.readline())
            return found

        # Leaving closes what it reads, and that ends it.
        yield faults
