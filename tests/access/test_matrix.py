"""Every route × every role × whose it is; and what is refused changes nothing. See `matrix`."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest

from app.vocabulary import Role
from tests.access.matrix import MATRIX, PLACES, Case
from tests.support.api import Api
from tests.support.differing import differ
from tests.support.document import DOCUMENT
from tests.support.furnishing import furnished

Json = dict[str, Any]


@dataclass
class Town:
    """Two units below one; three systems with one of everything. `ids`: what an id in a path is of, then where."""

    api: Api
    top: Json
    me: Json
    someone: Json
    policy: Json
    unit: dict[str, Json] = field(default_factory=dict)
    position: dict[str, Json] = field(default_factory=dict)
    system: dict[str, Json] = field(default_factory=dict)
    ids: dict[str, dict[str, str]] = field(default_factory=dict)

    def put(self, kind: str, place: str, thing: Json) -> Json:
        self.ids.setdefault(kind, {})[place] = str(thing["id"])
        return thing


@pytest.fixture
def town(sqlite_api: Api) -> Town:
    return furnished(sqlite_api, make_town)


def make_town(api: Api) -> Town:
    council = api.unit("Kommunen")
    top = api.position(1, council, leadsUnit=True)
    api.hold(top)
    policy = {**api.read("/v1/policy"), "attestationWithinMonths": 18}
    made = Town(api, top, api.person(), api.person(), {key: policy[key] for key in policy if key in POLICY_KEYS})
    for place in PLACES:
        _furnish(made, council, place)
    campaign = api.make("/v1/attestation-campaigns", {"due": "2026-04-01"})
    asked = {item["systemId"]: item for item in api.read("/v1/attestation-requests", limit=200)["items"]}
    for place in PLACES:
        made.put("attestation-campaigns", place, campaign)
        made.put("attestation-requests", place, asked[made.system[place]["id"]])
        made.put("rules", place, {"id": "OWN001"})
        made.put("tokens", place, api.read("/v1/tokens")["items"][0])
    return made


POLICY_KEYS = set(DOCUMENT["components"]["schemas"]["PolicyWrite"]["properties"])


def _furnish(town: Town, council: Json, place: str) -> None:
    api = town.api
    unit = town.unit["own"] if place == "inside" else api.unit(parentId=council["id"])
    town.unit[place] = town.put("units", place, unit)
    position = town.position[place] = town.put("positions", place, api.position(3, unit))
    person = town.put("people", place, town.me if place == "own" else api.person())
    town.put("tenures", place, api.hold(position, person))
    town.put("absences", place, api.make(f"/v1/people/{person['id']}/absences", {"from": "2026-08-01"}))
    values = {"unitId": unit["id"], "source": "s", "externalId": place, "lifecycle": "inOperation"}
    system = town.system[place] = town.put("systems", place, api.system(**values))
    town.put("keys", place, {"id": place})
    town.put("planned", place, api.system(unitId=unit["id"], lifecycle="planned"))
    town.put("responsibilities", place, api.assign(system, position))
    town.put("budget-lines", place, api.budget(system))
    town.put("contracts", place, api.make("/v1/contracts", {"name": "K", "systemIds": [system["id"]]}))
    town.put("findings", place, api.card(system)["findings"][0])
    answers = {"confirmsOwnership": True, "insight": "yes", "time": "yes", "money": "yes"}
    town.put("attestations", place, api.make(f"/v1/systems/{system['id']}/attestations", answers))
    # What is offered to the position of the place, by the one at the top.
    offered = api.system(unitId=unit["id"], lifecycle="inOperation")
    api.assign(offered, town.top)
    town.put("handovers", place, api.make(f"/v1/systems/{offered['id']}/handovers", _to(position)))
    town.put("offered", place, {"id": town.ids["handovers"][place]})
    disputed = api.system(unitId=unit["id"], lifecycle="inOperation")
    api.assign(disputed, position)
    body = {"duty": "owner", "namesPositionId": town.top["id"], "reason": "Ikke os."}
    town.put("disputes", place, api.make(f"/v1/systems/{disputed['id']}/disputes", body))
    town.put("undisputed", place, system)
    town.put("differences", place, {"id": differ(api, "systems", system, "notes", "KITOS' ord")})
    files = {"file": ("s.csv", f"System;Beskrivelse\nS {place};\n".encode())}
    report = api.client.post("/v1/imports", data={"kind": "systems", "dryRun": "true"}, files=files)
    town.put("imports", place, report.json())
    later = {"kind": "systems", "dryRun": "true", "async": "true"}
    town.put("jobs", place, api.client.post("/v1/imports", data=later, files=files).json())
    api.patch(f"/v1/systems/{system['id']}", {"version": "2"})
    town.put("revisions", place, {"id": api.read(f"/v1/systems/{system['id']}/history")["items"][0]["revision"]})


def _to(position: Json) -> Json:
    return {"duty": "owner", "toPositionId": position["id"]}


def caller(town: Town, role: Role) -> Api:
    """Owners are a person, registrars are limited to the unit."""
    unit = town.unit["own"]["id"] if role is Role.REGISTRAR else None
    return town.api.as_role(role, unit, town.me["id"] if role is Role.OWNER else None)


def ask(town: Town, who: Api, route: str, case: Case, place: str) -> Any:
    method, path = route.split(" ")
    if case.of:
        found = town.ids[case.of][place]
        path = path.replace("{source}/{externalId}", f"s/{found}").replace("{id}", found).replace("{revision}", found)
    if case.form is not None:
        text = f"System;Beskrivelse;Enhed\nNyt;B;{town.unit[place]['id']}\n"
        return who.client.post(path, data=case.form, files={"file": ("s.csv", text.encode())})
    body = None if case.body is None else case.body(town, place)
    headers = {"If-Match": "*"} if method in {"PATCH", "PUT", "DELETE"} else {}
    return who.client.request(method, path, json=body, params=case.params, headers=headers)


def test_every_route_has_its_line() -> None:
    routes = {
        f"{method.upper()} {path}"
        for path, item in DOCUMENT["paths"].items()
        for method in item
        if path.startswith("/v1/")
    }
    assert routes == set(MATRIX)


@pytest.mark.parametrize("role", list(Role))
def test_every_route_answers_whom_it_may_and_nobody_else(
    town: Town, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = caller(town, role)
    # Every write is rehearsed: it passes the whole gate, the guard too, and is then taken back.
    monkeypatch.setattr(town.api.register, "write", partial(_rehearsed, town.api.register.write))
    wrong = []
    for route, case in MATRIX.items():
        for place in PLACES if case.of or case.body else PLACES[:1]:
            answer = ask(town, who, route, case, place)
            allowed = place in case.row[role]
            refused = answer.status_code in ({403, 404} if case.of in {"imports", "jobs"} else {403})
            if refused == allowed or answer.status_code in {400, 401, 405, 415, 422, 428, 500, 503}:
                wrong.append((route, place, "allowed" if allowed else "refused", answer.status_code, answer.text[:200]))
    assert wrong == []


def _rehearsed(write: Any, *args: Any, dry_run: bool = False, **options: Any) -> Any:
    return write(*args, dry_run=True, **options)
