"""Getting about in a page without a mouse."""

from playwright.sync_api import Locator, Page

#: No page has so many stops.
_MOST = 400
#: Whether the element that the keys go to can be told from the others, by the outline that the style sheet gives it.
_SHOWS_FOCUS = """() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return "nothing has the focus";
    const style = getComputedStyle(element);
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return `no outline: ${element.outerHTML}`;
    const box = element.getBoundingClientRect();
    return box.width * box.height > 1 ? "" : `too small to see: ${element.outerHTML}`;
}"""


def tab_to(page: Page, place: Locator) -> None:
    """Press Tab until it is reached; on the way there it is always seen where one is."""
    for _ in range(_MOST):
        page.keyboard.press("Tab")
        assert unseen_focus(page) == ""
        if place.evaluate("element => element === document.activeElement"):
            return
    message = f"Tab does not lead to {place}"
    raise AssertionError(message)


def unseen_focus(page: Page) -> str:
    """What hinders that one sees where the keys go; empty where nothing does."""
    found: str = page.evaluate(_SHOWS_FOCUS)
    return found
