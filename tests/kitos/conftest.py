"""A KITOS with a small municipality in it, and a way to follow it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from app.kitos.client import Credentials, Kitos
from app.kitos.following import KitosReport, KitosRun, follow
from tests.support.api import TESTER, Api
from tests.support.kitos import TOKEN, Entity, StandIn, serving


@dataclass
class Followed:
    """The register and the KITOS that it follows."""

    api: Api
    kitos: StandIn
    waits: list[float] = field(default_factory=list)

    def run(self, *, credentials: Credentials | None = None, **wanted: Any) -> KitosReport:
        source = Kitos(self.kitos.address, credentials or Credentials(TOKEN), self.waits.append)
        return follow(self.api.register, TESTER, source, KitosRun(**wanted))

    def sync(self, **wanted: Any) -> KitosReport:
        return self.run(changes_only=True, partial=True, **wanted)

    def row(self, path: str, entity: Entity) -> dict[str, Any]:
        """The one row that follows the entity."""
        items = self.api.read(path, source="kitos", externalId=entity["uuid"])["items"]
        assert len(items) == 1, items
        found: dict[str, Any] = items[0]
        return found

    def system(self, usage: Entity) -> dict[str, Any]:
        found: dict[str, Any] = self.api.read(f"/v1/systems/{self.row('/v1/systems', usage)['id']}")
        return found


@pytest.fixture
def kitos() -> Iterator[StandIn]:
    with serving(StandIn()) as found:
        yield found


@pytest.fixture
def followed(api: Api, kitos: StandIn) -> Followed:
    return Followed(api, kitos)
