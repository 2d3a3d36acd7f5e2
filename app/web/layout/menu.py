"""What stands around every page: the menu, whose page it is, and how much waits for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.vocabulary import Permission
from app.web.administration.page import ADMINISTRATION
from app.web.asking import PageRequest
from app.web.interior import step


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """`number`: what waits there."""

    path: str
    name: str
    current: bool
    number: int = 0


@dataclass(frozen=True, slots=True)
class Myself:
    """The reader as the organisation knows them: the positions that their person holds today."""

    name: str
    positions: list[Mapping[str, Any]]


async def who_am_i(page: PageRequest) -> Myself:
    """Nobody in particular, for the account of an office."""
    identity = page.identity
    if identity.person_id is None or not page.may(Permission.READ):
        return Myself(identity.name, [])
    interior = page.interior
    tenures = await interior.find(
        f"/v1/people/{step(identity.person_id)}/tenures", {"at": page.today.isoformat(), "limit": "200"}
    )
    held = []
    for tenure in (tenures or {"items": []})["items"]:
        position = await interior.find(f"/v1/positions/{tenure['positionId']}")
        if position is not None and (position["holder"] or {}).get("personId") == identity.person_id:
            held.append(position)
    name = held[0]["holder"]["name"] if held else identity.name
    return Myself(name, held)


async def waiting(page: PageRequest, me: Myself) -> int:
    """How many offers and questions the reader has not answered."""
    if not me.positions:
        return 0
    interior, number = page.interior, 0
    for position in me.positions:
        asked = await interior.find(
            "/v1/attestation-requests",
            [("positionId", position["id"]), ("state", "open"), ("state", "overdue"), ("limit", "1")],
        )
        offered = await interior.find(
            "/v1/handovers", {"toPositionId": position["id"], "state": "offered", "limit": "1"}
        )
        number += sum(found["total"] for found in (asked, offered) if found is not None)
    return number


async def layout(page: PageRequest) -> Mapping[str, Any]:
    """The menu holds what the reader may see."""
    say, me = page.words.say, await who_am_i(page)
    reads = page.may(Permission.READ)
    entries = [
        ("/", say("Overblik"), reads, 0),
        ("/systemer", say("Systemer"), reads, 0),
        ("/mit", say("Mit ansvar"), page.identity.person_id is not None, await waiting(page, me)),
        ("/ansvar", say("Hvem havde ansvaret?"), reads, 0),
        ("/organisation", say("Organisation"), reads, 0),
        ("/fund", say("Fund"), reads, 0),
        ("/akut", say("Akut"), page.may(Permission.SEE_CHAIN), 0),
        ("/import", say("Import"), page.may(Permission.IMPORT), 0),
        ("/aendringer", say("Ændringer"), reads, 0),
        ("/administration", say("Administration"), any(page.may(each) for each in ADMINISTRATION), 0),
    ]
    menu = [
        MenuEntry(path, name, is_below(page.path, path), number) for path, name, allowed, number in entries if allowed
    ]
    return {"menu": menu, "my_name": me.name}


def is_below(path: str, entry: str) -> bool:
    """Whether the page belongs to the entry of the menu."""
    return path == entry or (entry != "/" and path.startswith(f"{entry}/"))
