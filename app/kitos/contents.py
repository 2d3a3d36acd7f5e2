"""What was read of KITOS in one go, before anything is made of it."""

from dataclasses import dataclass, field
from datetime import datetime

from app.kitos.client import Entity

ByUuid = dict[str, Entity]


@dataclass(slots=True)
class Contents:
    """Entities by their uuid. `whole`: all that there are, and not what has changed alone.

    `users` are always whole: KITOS does not say which have changed. `deleted`: uuids that KITOS says are gone.
    """

    organisation: str
    whole: bool
    units: ByUuid = field(default_factory=dict)
    users: ByUuid = field(default_factory=dict)
    usages: ByUuid = field(default_factory=dict)
    systems: ByUuid = field(default_factory=dict)
    contracts: ByUuid = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    #: Contracts that were read for the sake of a system's supplier.
    beside: ByUuid = field(default_factory=dict)
    read_to: datetime | None = None
