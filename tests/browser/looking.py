"""What can be asked of a page that is open: what keeps people out, whether it fits, and what it weighs."""

from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from playwright.sync_api import Page

#: The Danish law on web accessibility asks for WCAG 2.1 AA (EN 301 549); the last are axe's own advice.
STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")
WEIGH = """() => {
    const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    return entries.map((entry) => ({
        url: entry.name,
        bytes: entry.encodedBodySize,
        blocking: entry.renderBlockingStatus === "blocking",
        script: entry.initiatorType === "script" || /\\.m?js(\\?|$)/.test(entry.name),
    }));
}"""
INLINE = """() => [...document.querySelectorAll("script:not([src])")]
    .filter((script) => ["", "module", "text/javascript"].includes(script.type))
    .reduce((total, script) => total + new Blob([script.text]).size, 0)"""


class Weight(NamedTuple):
    """What a page has loaded: bytes as they were sent without headers, and the requests that held up the first look."""

    sent: int
    blocking: int
    script: int


def violations(page: Page) -> list[str]:
    """What axe has against the page as it stands: rule, how bad, what to do, and where."""
    # The page's policy forbids a script in it; the browser's own tools are not bound by that.
    page.evaluate(_axe())
    found = page.evaluate("(tags) => axe.run(document, { runOnly: tags, resultTypes: ['violations'] })", STANDARDS)
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']}: {node['html']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than its window."""
    wider: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return wider


def weight(page: Page) -> Weight:
    """What the page loaded since it was asked for; what comes from elsewhere does not tell its size and is refused."""
    loaded: list[dict[str, Any]] = page.evaluate(WEIGH)
    origin = page.evaluate("location.origin")
    elsewhere = [entry["url"] for entry in loaded if not entry["url"].startswith((f"{origin}/", "data:", "about:"))]
    assert elsewhere == [], elsewhere
    return Weight(
        sent=sum(entry["bytes"] for entry in loaded),
        blocking=sum(entry["blocking"] for entry in loaded),
        script=sum(entry["bytes"] for entry in loaded if entry["script"]) + page.evaluate(INLINE),
    )
