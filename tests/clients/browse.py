"""A visit to /docs, in the clients' own environment: `browse.py ADDRESS TOKEN BROWSER`."""

import json
import sys
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

#: Asked of the browser itself: not every violation of the policy is told on the console.
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(event.violatedDirective + " " + event.blockedURI));
"""


def visit(page: Page, address: str, token: str) -> None:
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(WATCH)

    page.goto(f"{address}/docs")
    expect(page.locator(".title")).to_contain_text("Ansvarsregister")
    expect(page.get_by_role("link", name="systems", exact=True)).to_be_visible()

    page.get_by_role("button", name="Authorize", exact=True).click()
    page.locator(".modal-ux input").fill(token)
    page.locator(".modal-ux button.authorize").click()
    expect(page.locator(".modal-ux")).to_contain_text("Authorized")
    page.locator(".modal-ux button.btn-done").click()

    page.get_by_role("link", name="systems", exact=True).click()
    body = opened(page, "create_system").locator("textarea.body-param__text")
    # What stands in the field is the document's example, ready to be sent.
    example = json.loads(body.input_value())
    assert example["name"] != "string", example
    del example["unitId"]
    body.fill(json.dumps(example))
    assert tried(page, "create_system", 201)["name"] == example["name"]
    listed = opened(page, "list_systems")
    expect(listed.locator(".response[data-code='200'] .example").first).to_contain_text('"items"')
    assert tried(page, "list_systems", 200)["total"] == 1

    assert said == [], said
    assert page.evaluate("window.violations") == []
    elsewhere = [url for url in asked if not url.startswith((f"{address}/", "data:", "blob:"))]
    assert elsewhere == [], elsewhere


def opened(page: Page, operation: str) -> Any:
    """The section of an operation, unfolded."""
    section = page.locator(f"[id$='-{operation}']")
    section.locator(".opblock-summary-control").click()
    return section


def tried(page: Page, operation: str, status: int) -> Any:
    """What the register answers to a call as it stands in the section; the page shows its status."""
    section = page.locator(f"[id$='-{operation}']")
    with page.expect_response(lambda response: "/v1/" in response.url) as answered:
        section.get_by_role("button", name="Execute").click()
    expect(section.locator(".live-responses-table tbody .response-col_status").first).to_contain_text(str(status))
    assert answered.value.status == status
    return answered.value.json()


if __name__ == "__main__":
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=sys.argv[3]) as browser:
        visit(browser.new_page(), sys.argv[1], sys.argv[2])
