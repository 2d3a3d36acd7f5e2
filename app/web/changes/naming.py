"""What entries of the feed are about, by name: the system, unit or position, or the system that a duty belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.web.asking import Json, PageRequest
from app.web.interior import step
from app.web.units import unit_names

#: Where each can be asked for. To read a person or a contract is written down, so a list asks for none of them.
VIEWS = {
    "absence": "/v1/absences/{}",
    "attestation": "/v1/attestations/{}",
    "attestation-request": "/v1/attestation-requests/{}",
    "budget-line": "/v1/budget-lines/{}",
    "contract": "/v1/contracts/{}",
    "dispute": "/v1/disputes/{}",
    "handover": "/v1/handovers/{}",
    "person": "/v1/people/{}",
    "position": "/v1/positions/{}",
    "responsibility": "/v1/responsibilities/{}",
    "system": "/v1/systems/{}",
    "tenure": "/v1/tenures/{}",
    "unit": "/v1/units/{}",
}
_NOT_FOR_A_NAME = frozenset({"absence", "contract", "person"})
#: So many are asked for, whatever stands on the page.
_MOST = 50
#: The systems that changed last are asked for at once.
_AT_ONCE = "200"


@dataclass(frozen=True, slots=True)
class NamedThing:
    """`path`: of its page, or of the page of the system that it belongs to."""

    name: str
    path: str


class Naming:
    """Asks for each thing once, and for a bounded number of them."""

    def __init__(self, page: PageRequest) -> None:
        self._page = page
        self._left = _MOST
        self._systems: dict[str, str] = {}

    async def of_all(self, items: Iterable[Json]) -> list[NamedThing | None]:
        """For each entry; None for what has no name, is not there any more, or is one too many."""
        items = list(items)
        if items:
            since = min(item["at"] for item in items)
            changed = {"changedSince": since, "sort": "-updatedAt", "fields": "id,name", "limit": _AT_ONCE}
            found = await self._page.interior.get("/v1/systems", changed)
            self._systems = {card["id"]: card["name"] for card in found["items"]}
        return [await self.of(item["resource"], item["resourceId"]) for item in items]

    async def of(self, resource: str, resource_id: str) -> NamedThing | None:
        if resource == "system":
            return await self._system(resource_id)
        if resource == "unit":
            name = (await unit_names(self._page)).get(resource_id)
            return None if name is None else NamedThing(name, f"/organisation/enhed/{resource_id}")
        view = None if resource in _NOT_FOR_A_NAME else await self._view(resource, resource_id)
        if view is None:
            return None
        if resource == "position":
            return NamedThing(view["title"], f"/organisation/stilling/{resource_id}")
        if resource == "tenure":
            return await self.of("position", view["positionId"])
        return await self._system(view["systemId"])

    async def _system(self, system_id: str) -> NamedThing | None:
        if system_id not in self._systems:
            card = await self._view("system", system_id)
            if card is None:
                return None
            self._systems[system_id] = card["name"]
        return NamedThing(self._systems[system_id], f"/systemer/{system_id}")

    async def _view(self, resource: str, resource_id: str) -> Json | None:
        if resource not in VIEWS or not self._left:
            return None
        self._left -= 1
        found: Json | None = await self._page.interior.find(VIEWS[resource].format(step(resource_id)))
        return found
