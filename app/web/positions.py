"""Choosing a position in a form: its title is typed, and found; several of one title are offered to choose from."""

from dataclasses import dataclass, field
from typing import Any

from app.web.asking import PageRequest, Shown
from app.web.interior import step

#: So many positions are suggested.
_MOST = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """What the form says now. `position_id` None: not decided; `candidates`: those that the words may mean."""

    title: str = ""
    position_id: str | None = None
    candidates: list[dict[str, Any]] = field(default_factory=list)
    fault: str | None = None


async def preset(page: PageRequest, position_id: str | None) -> Choice:
    """The position that a link has named."""
    if not position_id:
        return Choice()
    position = await page.interior.find(f"/v1/positions/{step(position_id)}")
    return Choice() if position is None else Choice(position["title"], position["id"])


async def chosen(page: PageRequest, name: str, *, required: bool = True) -> Choice:
    """What the form's field `name` means: the title, or what was picked among several (`{name}_valg`: `id|title`).

    Not `required`: nothing may have been typed, and is no fault then.
    """
    title, picked = page.text(name), page.text(f"{name}_id")
    candidate = page.text(f"{name}_valg")
    if candidate is not None:
        picked, _, title = candidate.partition("|")
    if title is None:
        return Choice(fault=page.words.say("Skriv, hvilken stilling det er.") if required else None)
    if picked is not None:
        position = await page.interior.find(f"/v1/positions/{step(picked)}")
        if position is not None and position["title"] == title:
            return Choice(title, position["id"])
    found = await find(page, title)
    exact = [position for position in found if position["title"].casefold() == title.casefold()]
    if len(exact) == 1 or len(found) == 1:
        position = (exact or found)[0]
        return Choice(position["title"], position["id"])
    if not found:
        return Choice(title, fault=page.words.say("Ingen stilling hedder sådan. Prøv en del af navnet."))
    return Choice(title, None, found, page.words.say("Flere stillinger passer. Vælg den rigtige."))


async def find(page: PageRequest, text: str) -> list[dict[str, Any]]:
    """Positions whose titles hold the words."""
    found = await page.interior.get("/v1/positions", {"q": text[:200], "limit": str(_MOST)})
    return list(found["items"])


async def suggest(page: PageRequest) -> Shown:
    """A list of options, for a field in which somebody is typing."""
    text = (page.query.get("q") or "").strip()
    return Shown("layout/suggestions.html", {"positions": await find(page, text) if text else []}, framed=False)
