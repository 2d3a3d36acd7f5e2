"""Confirming an ownership: three questions, each with three answers."""

from typing import Any

from app.web.asking import PageRequest, SentOn, Shown
from app.web.interior import Refused, status_of, step

#: The fields of the form, and what the interface calls them.
QUESTIONS = (("indsigt", "insight"), ("tid", "time"), ("penge", "money"))


async def form(page: PageRequest) -> Shown:
    return await _form(page)


async def attest(page: PageRequest) -> Shown | SentOn:
    system_id = step(page.step("system_id"))
    missing = [name for name, _ in (("ejerskab", ""), *QUESTIONS) if page.text(name) is None]
    if missing:
        return await _form(page, missing=True)
    try:
        await page.write("POST", f"/v1/systems/{system_id}/attestations", answers(page))
    except Refused as refused:
        return await _form(page, refused)
    return SentOn(f"/systemer/{system_id}", "bekraeftet")


def answers(page: PageRequest, suffix: str = "") -> dict[str, Any]:
    """The body of an attestation, out of a form's fields whose names end with the suffix."""
    body: dict[str, Any] = {english: page.text(f"{danish}{suffix}") for danish, english in QUESTIONS}
    note = page.text(f"bemaerkning{suffix}")
    return {"confirmsOwnership": page.text(f"ejerskab{suffix}") == "yes", **body, **({"note": note} if note else {})}


async def _form(page: PageRequest, refused: Refused | None = None, *, missing: bool = False) -> Shown:
    card = await page.interior.get(f"/v1/systems/{step(page.step('system_id'))}")
    return Shown(
        "system/attest.html", {"card": card, "refused": refused, "missing": missing}, status_of(refused, wrong=missing)
    )
