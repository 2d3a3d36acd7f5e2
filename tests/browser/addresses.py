"""Addresses of the site to open: its patterns, filled in with what a municipality's own pages link to."""

import re
from collections import deque

from playwright.sync_api import APIRequestContext

from app.web.site import SHOWN

#: Files to save, and a part of a page that a script asks for.
_NO_PAGES = frozenset({"/filer/{name}", "/filer/import/{report_id}", "/sog/stillinger"})
PATTERNS = tuple(pattern for pattern in SHOWN if pattern not in _NO_PAGES)
_STEP = re.compile(r"\{\w+\}")
_LINK = re.compile(r'(?:href|action)="(/[^"?#]*)')
#: So many pages are read at most on the way.
_MOST = 40


def pattern_of(path: str) -> str | None:
    """The most literal pattern that the path fits: `/organisation/ubesatte` is no unit."""
    fitting = (pattern for pattern in PATTERNS if re.fullmatch(_STEP.sub("[^/]+", pattern), path))
    return min(fitting, key=lambda pattern: pattern.count("{"), default=None)


def found_by(reader: APIRequestContext, *starts: str) -> dict[str, str]:
    """Pattern → the first address of its kind that the reader comes upon, from the starting pages on."""
    found: dict[str, str] = {}
    ahead, read = deque(starts), 0
    while ahead and read < _MOST and len(found) < len(PATTERNS):
        answer = reader.get(ahead.popleft())
        read += 1
        for path in _LINK.findall(answer.text()) if answer.ok else ():
            pattern = pattern_of(path)
            if pattern is not None and pattern not in found:
                found[pattern] = path
                ahead.append(path)
    # A page that few others link to: the first system will do, though nothing there asks for a contract.
    for pattern in PATTERNS:
        parent, _, last = pattern.rpartition("/")
        if pattern not in found and parent in found and not _STEP.search(last):
            found[pattern] = f"{found[parent]}/{last}"
    return found
