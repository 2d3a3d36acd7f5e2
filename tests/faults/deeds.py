"""What one writer asks of the register, and what everything of its own must say once that is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

Fields = dict[str, Any]
#: By the path of a resource: what it says, as far as the writer has said it. None: it was deleted.
Known = dict[str, Fields | None]

SYSTEMS, BY_KEY = "/v1/systems", "/v1/systems/by-key"
RESPONSIBILITIES, BUDGETS, CONTRACTS = "/v1/responsibilities", "/v1/budget-lines", "/v1/contracts"
_FIRST_DAY = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Deed:
    """One request. `made`: what the new resource says, at the path that the answer names; `after`: what others say."""

    method: str
    path: str
    body: Fields | None = None
    made: Fields | None = None
    after: Known = field(default_factory=dict)


class Deeds:
    """Made up at random from what is known; `sign` tells apart what different writers make."""

    def __init__(self, sign: str, random: Random, positions: list[str], known: Known) -> None:
        self._sign, self._random, self._positions, self._known = sign, random, positions, known
        self._number = 0

    def next(self) -> Deed:
        """A new system where there is nothing yet to do the deed to."""
        choice: Callable[[], Deed | None] = self._random.choice(
            (
                self._new_system, self._change_system, self._change_system, self._upsert, self._next_owner,
                self._next_owner, self._budget, self._change_budget, self._drop_budget, self._contract,
                self._drop_contract, self._drop_system,
            )
        )  # fmt: skip
        return choice() or self._new_system()

    def _word(self) -> str:
        self._number += 1
        return f"{self._sign} {self._number}"

    def _pick(self, above: str, **wanted: Any) -> tuple[str, Fields] | None:
        """One of the writer's own resources that says so."""
        found = [
            (path, fields)
            for path, fields in self._known.items()
            if path.rpartition("/")[0] == above and fields is not None and wanted.items() <= fields.items()
        ]
        return self._random.choice(found) if found else None

    def _new_system(self) -> Deed:
        word = self._word()
        lifecycle = self._random.choice(("planned", "inOperation", "inOperation"))
        body = {"name": word, "description": word, "notes": word, "lifecycle": lifecycle}
        return Deed("POST", SYSTEMS, body, made=body)

    def _change(self, path: str, fields: Fields, body: Fields) -> Deed:
        return Deed("PATCH", path, body, after={path: {**fields, **body}})

    def _change_system(self) -> Deed | None:
        found = self._pick(SYSTEMS)
        word = self._word()
        criticality = self._random.choice(("notCritical", "businessCritical", "unknown"))
        return found and self._change(*found, {"notes": word, "version": word, "criticality": criticality})

    def _upsert(self) -> Deed:
        """Under one of few keys, so that it is made the first time and changed later."""
        word, source = self._word(), self._sign.replace(" ", "-")
        path = f"{BY_KEY}/{source}/{self._random.randrange(8)}"
        body = {"name": word, "description": word}
        return Deed("PUT", path, body, after={path: body})

    def _next_owner(self) -> Deed | None:
        """One more stretch of a system's ownership, which ends the one before in the same write."""
        found = self._pick(SYSTEMS)
        if found is None:
            return None
        system_id = found[0].rpartition("/")[2]
        body = {"duty": "owner", "basis": "formal", "positionId": self._random.choice(self._positions)}
        last = self._pick(RESPONSIBILITIES, systemId=system_id, validUntil=None)
        begins, after = _FIRST_DAY, {}
        if last is not None:
            path, fields = last
            begins = date.fromisoformat(fields["validFrom"]) + timedelta(days=1)
            after = {path: {**fields, "validUntil": str(begins - timedelta(days=1))}}
        body["validFrom"] = str(begins)
        made = {**body, "systemId": system_id, "validUntil": None}
        return Deed("POST", f"{found[0]}/responsibilities?replace=true", body, made, {**after})

    def _sums(self) -> Fields:
        self._number += 1
        return {"estimatedDkk": self._number * 1000, "allocatedDkk": self._number * 900}

    def _budget(self) -> Deed | None:
        found = self._pick(SYSTEMS)
        if found is None:
            return None
        body = {"fiscalYear": 2026, "kind": "operation", **self._sums()}
        return Deed("POST", f"{found[0]}/budget-lines", body, made={**body, "systemId": found[0].rpartition("/")[2]})

    def _change_budget(self) -> Deed | None:
        found = self._pick(BUDGETS)
        return found and self._change(*found, self._sums())

    def _drop(self, found: tuple[str, Fields] | None) -> Deed | None:
        return found and Deed("DELETE", found[0], after={found[0]: None})

    def _drop_budget(self) -> Deed | None:
        return self._drop(self._pick(BUDGETS))

    def _contract(self) -> Deed:
        """Of several systems, whose cards the same write changes."""
        picked = (self._pick(SYSTEMS) for _ in range(3))
        body = {
            "name": self._word(),
            "kind": "operation",
            "systemIds": sorted({found[0].rpartition("/")[2] for found in picked if found}),
        }
        return Deed("POST", CONTRACTS, body, made=body)

    def _drop_contract(self) -> Deed | None:
        return self._drop(self._pick(CONTRACTS))

    def _drop_system(self) -> Deed | None:
        """With all that hangs on it, which goes in the same write."""
        found = self._pick(SYSTEMS, lifecycle="planned")
        if found is None:
            return None
        path, system_id = found[0], found[0].rpartition("/")[2]
        after: Known = {path: None}
        for other, fields in self._known.items():
            if fields is None:
                continue
            if fields.get("systemId") == system_id:
                after[other] = None
            elif system_id in fields.get("systemIds", ()):
                after[other] = {**fields, "systemIds": [one for one in fields["systemIds"] if one != system_id]}
        return Deed("DELETE", path, after=after)


def says(found: Mapping[str, Any], fields: Fields) -> bool:
    """Whether the resource says all of it; lists in any order."""
    return all(_plain(found[name]) == _plain(value) for name, value in fields.items())


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value
