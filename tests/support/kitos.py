"""A KITOS of the tests' own: a real HTTP server on loopback that pages, asks for a token, and breaks when told to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

TOKEN = "kitos-token"
USER, PASSWORD = "api@kommune.example", "hemmeligt"
ORGANISATION = str(UUID(int=1))
#: When everything was last changed, unless said otherwise; and what the server's clock says.
LONG_AGO, NOW = "2026-01-01T08:00:00Z", "Mon, 02 Mar 2026 09:00:00 GMT"
Entity = dict[str, Any]


def uuid(number: int) -> str:
    return str(UUID(int=number))


def named(entity: Entity) -> Entity:
    return {"uuid": entity["uuid"], "name": entity["name"]}


class StandIn:
    """What KITOS holds. `faults`: for the next requests, each in turn, what is done instead of an answer."""

    def __init__(self) -> None:
        self.units: dict[str, Entity] = {}
        self.users: dict[str, Entity] = {}
        self.systems: dict[str, Entity] = {}
        self.usages: dict[str, Entity] = {}
        self.contracts: dict[str, Entity] = {}
        self.deleted: list[Entity] = []
        self.organisations = [{"uuid": ORGANISATION, "name": "Eksempel Kommune"}]
        self.faults: list[Callable[[BaseHTTPRequestHandler], None] | None] = []
        self.asked: list[str] = []
        self.largest_page = 100
        self.address = ""
        self.tokens = {TOKEN}
        self._number = 100

    def new(self) -> str:
        self._number += 1
        return uuid(self._number)

    def unit(self, name: str, parent: Entity | None = None) -> Entity:
        unit: Entity = {"uuid": self.new(), "name": name, "parentOrganizationUnit": parent and named(parent)}
        self.units[unit["uuid"]] = {**unit, "lastModified": LONG_AGO}
        return self.units[unit["uuid"]]

    def user(self, name: str, email: str, phone: str = "") -> Entity:
        user: Entity = {"uuid": self.new(), "name": name, "email": email, "phoneNumber": phone, "roles": ["User"]}
        self.users[user["uuid"]] = user
        return user

    def usage(self, name: str, unit: Entity | None = None, roles: Any = (), **general: Any) -> Entity:
        """A system of the catalogue and its use; `roles`: pairs of a role's name and a user."""
        system: Entity = {
            "uuid": self.new(),
            "name": name,
            "description": f"Om {name}",
            "kle": [{"uuid": uuid(7), "name": "27.36.04"}],
            "rightsHolder": {"uuid": uuid(8), "name": "Leverandør A/S"},
            "lastModified": LONG_AGO,
        }
        self.systems[system["uuid"]] = system
        usage: Entity = {
            "uuid": self.new(),
            "lastModified": LONG_AGO,
            "systemContext": named(system),
            "general": {
                "localCallName": None,
                "validity": {"lifeCycleStatus": "Operational", "validFrom": "2021-01-01T00:00:00Z", "validTo": None},
                "isSociallyCritical": "No",
                "isBusinessCritical": "Yes",
                "systemVersion": "12.4",
                "licensingAndCodeModels": ["Proprietary"],
                **general,
            },
            "roles": [self.role(role, user) for role, user in roles],
            "organizationUsage": {
                "usingOrganizationUnits": [named(unit)] if unit else [],
                "responsibleOrganizationUnit": unit and named(unit),
            },
            "localKLEDeviations": {"removedKLE": [], "addedKLE": []},
            "gdpr": {"dataSensitivityLevels": ["PersonData", "SensitiveData"], "specificPersonalData": ["CprNumber"]},
        }
        self.usages[usage["uuid"]] = usage
        return usage

    @staticmethod
    def role(role: str, user: Entity) -> Entity:
        return {"role": {"uuid": uuid(9), "name": role}, "user": named(user)}

    def contract(self, name: str, *usages: Entity, **validity: Any) -> Entity:
        contract: Entity = {
            "uuid": self.new(),
            "name": name,
            "lastModified": LONG_AGO,
            "general": {"agreementElements": [{"name": "Drift"}], "validity": validity},
            "supplier": {"organization": {"name": "Drift A/S"}},
            "termination": {"terminatedAt": None, "terms": {"noticePeriodMonths": {"name": "6"}}},
            "systemUsages": [{"uuid": each["uuid"], "name": each["systemContext"]["name"]} for each in usages],
        }
        self.contracts[contract["uuid"]] = contract
        return contract

    def touch(self, entity: Entity, when: str = "2026-03-02T08:59:00Z") -> Entity:
        """As a change made in KITOS is noted."""
        entity["lastModified"] = when
        return entity

    def answer(self, path: str, query: dict[str, str]) -> Any:
        """The JSON of a GET; None where there is no such thing."""
        ours = f"/api/v2/organizations/{ORGANISATION}"
        lists = {
            "/api/v2/organizations": {each["uuid"]: each for each in self.organisations},
            f"{ours}/organization-units": self.units,
            f"{ours}/users": self.users,
            "/api/v2/it-system-usages": self.usages,
            "/api/v2/it-systems": self.systems,
            "/api/v2/it-contracts": self.contracts,
        }
        if path == "/api/v2/delta-feed/deleted-entities":
            return self._page(
                [each for each in self.deleted if each["occurredAtUtc"] >= query["deletedSinceUTC"]], query
            )
        if path in lists:
            found = [
                each
                for each in lists[path].values()
                if each.get("lastModified", "") >= query.get("changedSinceGtEq", "")
                and query.get("systemUuid") in {None, each.get("systemContext", {}).get("uuid")}
            ]
            return self._page(found, query)
        folder, _, last = path.rpartition("/")
        return lists.get(folder, {}).get(last)

    def _page(self, found: list[Entity], query: dict[str, str]) -> list[Entity]:
        size = min(int(query["pageSize"]), self.largest_page)
        return found[int(query["page"]) * size :][:size]


@contextmanager
def serving(kitos: StandIn) -> Iterator[StandIn]:  # noqa: C901 - a handler knows its server by closure alone
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            kitos.asked.append(parts.path)
            if self.broken():
                return
            if self.headers["Authorization"] not in {f"Bearer {token}" for token in kitos.tokens}:
                give(self, 401, {})
                return
            found = kitos.answer(parts.path, {key: value for key, (value, *_) in parse_qs(parts.query).items()})
            give(self, 404 if found is None else 200, found)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            kitos.asked.append(self.path)
            if self.broken():
                return
            known = body == {"email": USER, "password": PASSWORD}
            token = f"{TOKEN}-{len(kitos.asked)}"
            if known:
                kitos.tokens = {token}
            give(self, 200 if known else 401, {"response": {"token": token, "loginSuccessful": True}})

        def broken(self) -> bool:
            fault = kitos.faults.pop(0) if kitos.faults else None
            if fault is not None:
                fault(self)
            return fault is not None

        def date_time_string(self, timestamp: float | None = None) -> str:  # noqa: ARG002 - the library's own
            """The clock of the tests."""
            return NOW

        def log_message(self, *arguments: Any) -> None:
            """Nothing on standard error."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        kitos.address = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield kitos
        finally:
            server.shutdown()


def give(
    handler: BaseHTTPRequestHandler, status: int, body: Any, kind: str = "application/json", **headers: str
) -> None:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(text)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(text)
