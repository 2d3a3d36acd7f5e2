"""The demonstration municipality, served as `make demo` serves it."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser

from app.demonstration.visitors import VISITORS
from tests.support.program import free_port, running

OWNER, HEAD, COORDINATOR, STEWARD, ON_CALL = PEOPLE = tuple(visitor.title for visitor in VISITORS)
LINK = re.compile(r"(?P<who>.*?)[\s:]*(?P<link>http://127\.0\.0\.1:\d+/log-ind\?engangskode=[\w-]+)")
TOKEN = re.compile(r"token \(administrator\): (ansvar_[\w-]+)")


@dataclass
class Municipality:
    """Where it is served, and a link for each of its people that signs in once. `token`: an administrator's."""

    address: str
    links: dict[str, str]
    token: str
    #: What the browser keeps of each who has signed in: their link works no second time.
    _states: dict[str, Any] = field(default_factory=dict)

    def state(self, browser: Browser, who: str) -> Any:
        """The cookies of the one person whose words on the link's line contain `who`."""
        [name] = [name for name in self.links if who.casefold() in name.casefold()]
        if name not in self._states:
            with browser.new_context() as context:
                answer = context.new_page().goto(self.links[name])
                assert answer is not None
                assert answer.ok, f"{name}: {answer.status}"
                self._states[name] = context.storage_state()
        return self._states[name]


@contextmanager
def serving(url: str) -> Iterator[Municipality]:
    """The demonstration, loaded into the database where it is not there yet, until it is left."""
    port = free_port()
    with running("demo", "--port", str(port), DATABASE_URL=url) as process:
        said: list[str] = []
        for line in process.stdout or ():
            said.append(line)
            if line.startswith("Stop with"):
                break
        else:
            message = f"the demonstration is not served: {''.join(said)}"
            raise AssertionError(message)
        yield Municipality(f"http://127.0.0.1:{port}", links_in(said), token_in(said))


def links_in(lines: Iterable[str]) -> dict[str, str]:
    """The links that sign in, under the words before them on their lines."""
    found = map(LINK.search, lines)
    return {match["who"].strip(): match["link"] for match in found if match}


def token_in(lines: Iterable[str]) -> str:
    """The administrator's access token."""
    [found] = [match[1] for match in map(TOKEN.search, lines) if match]
    return found
