"""Calls on the demonstration, each of every operation: the examples of the OpenAPI document come from here.

What differs from one loading to the next (ids, hashes, secrets, cursors) is replaced by what stays, and of a list one
item is kept. `EXEMPLARY=write pytest tests/http/test_examples.py` writes the file again.
"""

import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import orjson

from app.vocabulary import Role
from tests.support.api import Api
from tests.support.differing import differ

Json = dict[str, Any]
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_HASH = re.compile(r"\b[0-9a-f]{64}\b")
_SECRET = re.compile(r"ansvar_[\w-]+")
#: Query keys that make an answer worth showing.
_ASKED = {
    "export_budgets_json": {"q": "KSD"},
    "export_budgets_csv": {"q": "KSD", "dialect": "rfc4180"},
    "export_systems_csv": {"q": "KSD"},
    "export_units_csv": {"q": "Ydelse", "dialect": "rfc4180"},
    "export_units_json": {"q": "Ydelse"},
    "export_positions_csv": {"q": "Digitaliseringschef"},
    "export_positions_json": {"q": "Digitaliseringschef"},
    "export_people_csv": {"q": "Anne"},
    "export_people_json": {"q": "Anne"},
    "export_contracts_csv": {"q": "KSD"},
    "export_contracts_json": {"q": "KSD"},
    "export_responsibilities_csv": {"q": "KSD", "duty": "owner"},
    "export_findings_csv": {"rule": "OWN003"},
    "list_stretches": {"duty": "owner", "limit": 1},
    "list_findings": {"rule": "OWN003", "limit": 1},
    "list_systems": {"q": "KSD", "limit": 1},
}


#: What is there only after other calls.
_LATER = {"get_import", "list_import_problems", "get_annotated_import", "get_job", "list_reads"}


class Recorder:
    """`operations`: what is known by operation id, from the served document."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.operations: dict[str, Json] = {}
        self.problems: dict[str, Any] = {}
        self.by_operation = {
            operation["operationId"]: (method.upper(), path, operation)
            for path, item in api.app.openapi()["paths"].items()
            for method, operation in item.items()
        }

    def call(self, name: str, body: Any = None, *, into: str | dict[str, str] = "", **kwargs: Any) -> Json:
        """Make the call and keep it. `into`: what the path takes, by its name, or the one thing."""
        method, path, operation = self.by_operation[name]
        address = re.sub(r"\{(\w+)\}", lambda key: into if isinstance(into, str) else into[key[1]], path)
        headers = {"If-Match": "*"} if method in {"PATCH", "PUT", "DELETE"} and "by-key" not in path else {}
        if body is not None:
            kwargs["json"] = body
        answer = self.api.client.request(method, address, headers=headers, **kwargs)
        assert answer.status_code < 300, (name, answer.text)
        kept = self.operations.setdefault(name, {})
        if body is not None:
            kept["request"] = body
        if "files" in kwargs:
            form = {key: True if value == "true" else value for key, value in kwargs["data"].items()}
            kept["request"] = {**form, "file": kwargs["files"]["file"][1].decode()}
        if "csv" in answer.headers.get("content-type", ""):
            kept["answers"] = {"200": _first_lines(answer.content.decode("utf-8-sig"))}
        if "json" not in answer.headers.get("content-type", ""):
            return {}
        told: Json = answer.json()
        if "application/json" in operation["responses"][str(answer.status_code)].get("content", {}):
            kept.setdefault("answers", {})[str(answer.status_code)] = _cut(told)
        return told

    def refused(self, status: int, method: str, path: str, **kwargs: Any) -> None:
        answer = self.api.client.request(method, path, **kwargs)
        assert answer.status_code == status, answer.text
        self.problems[str(status)] = answer.json()


def record(api: Api) -> Json:
    """Every operation's request and answers, and every kind of problem."""
    recorder = Recorder(api)
    first = _ids(api)
    system = api.read(f"/v1/systems/{first['systems']}")
    difference = differ(api, "systems", system, "notes", "Driften er flyttet til leverandøren.")
    for name, (method, path, operation) in recorder.by_operation.items():
        answers = operation["responses"].get("200", {}).get("content", {})
        if method != "GET" or not {"application/json", "text/csv"} & answers.keys() or name in _LATER:
            continue
        keys = {parameter["name"] for parameter in operation.get("parameters", ())}
        params = _ASKED.get(name) or ({"limit": 1} if "limit" in keys else {})
        recorder.call(name, into=_into(path, api, first), params=params)
    _access(recorder, first)
    _writes(recorder, first)
    _imports(recorder)
    recorder.call("resolve_kitos_difference", {"take": "register"}, into=difference)
    _problems(recorder, first)
    return {"operations": _steady(recorder.operations), "problems": _steady(recorder.problems)}


def _ids(api: Api) -> dict[str, str]:
    """One id of each area, of something that has most to show."""

    def one(path: str, **params: Any) -> str:
        found: str = api.read(path, limit=1, **params)["items"][0]["id"]
        return found

    system = one("/v1/systems", q="KSD")
    areas = ("units", "positions", "people", "findings", "handovers", "disputes", "attestation-requests", "tokens")
    ids = {area: one(f"/v1/{area}") for area in (*areas, "attestation-campaigns", "contracts")}
    ids |= {"systems": system, "rules": "OWN003"}
    ids["responsibilities"] = one(f"/v1/systems/{system}/responsibilities")
    ids["budget-lines"] = one(f"/v1/systems/{system}/budget-lines")
    attested = api.read("/v1/attestation-requests", state="answered", limit=1)["items"][0]
    ids["attestations"] = attested["answerId"]
    absences = (one_or_none(api, f"/v1/people/{person['id']}/absences") for person in _people(api))
    ids["absences"] = next(found for found in absences if found)
    ids["tenures"] = next(
        found for found in (one_or_none(api, f"/v1/people/{p['id']}/tenures") for p in _people(api)) if found
    )
    return ids


def _people(api: Api) -> Iterator[Json]:
    yield from api.read("/v1/people", limit=200)["items"]


def one_or_none(api: Api, path: str) -> str | None:
    items = api.read(path, limit=1)["items"]
    return items[0]["id"] if items else None


def _into(path: str, api: Api, ids: dict[str, str]) -> str | dict[str, str]:
    if "by-key" not in path:
        return ids.get(path.split("/")[2], "")
    system = api.read(f"/v1/systems/{ids['systems']}")
    return {"source": system["source"], "externalId": system["externalId"]}


def _offer_by_a_unit(recorder: Recorder, unit: str, system: str, outside: str) -> None:
    """Whoever keeps a unit can only offer a duty to a position outside it."""
    whole, recorder.api = recorder.api, recorder.api.as_role(Role.REGISTRAR, unit)
    offered = recorder.call("create_responsibility", {"duty": "fix", "positionId": outside}, into=system)["id"]
    recorder.api = whole
    recorder.call("withdraw_handover", {"note": "Prøvet."}, into=offered)


def _writes(recorder: Recorder, first: dict[str, str]) -> None:
    call = recorder.call
    unit = call("create_unit", {"name": "Digital drift", "kind": "team", "parentId": first["units"]})["id"]
    call("change_unit", {"name": "Digitalisering og drift"}, into=unit)
    above = {"title": "Leder, digital drift", "unitId": unit, "managementLevel": 3, "leadsUnit": True}
    position = call("create_position", above)["id"]
    call("change_position", {"budgetAuthority": "yes", "budgetLimitDkk": 500_000}, into=position)
    person = call("create_person", {"name": "Anne Eksempel", "email": "anne@example.org", "phone": "+45 70 10 20 30"})[
        "id"
    ]
    call("change_person", {"leavesOn": "2026-12-31"}, into=person)
    tenure = call("create_tenure", {"personId": person, "role": "holder", "validFrom": "2026-03-01"}, into=position)[
        "id"
    ]
    call("change_tenure", {"validUntil": "2026-12-31"}, into=tenure)
    absence = call("create_absence", {"from": "2026-03-02", "until": "2026-03-13"}, into=person)["id"]
    call("change_absence", {"until": "2026-03-20"}, into=absence)
    call("delete_absence", into=absence)
    written = {
        "name": "Pladsanvisning",
        "description": "Pladser i dagtilbud.",
        "criticality": "businessCritical",
        "unitId": unit,
    }
    system = call("create_system", written)["id"]
    change = call(
        "change_system", {"supplier": "Eksempel A/S", "criticalityReason": "Der er krav om plads."}, into=system
    )
    keyed = {"name": "Tidsbestilling", "description": "Borgeres aftaler."}
    for _ in ("made", "changed"):
        call("upsert_system", keyed, into={"source": "cmdb", "externalId": "4711"})
    call("revert_change", into=str(change["revision"]))
    _offer_by_a_unit(recorder, unit, system, first["positions"])
    duty = {"duty": "owner", "basis": "formal", "positionId": position, "validFrom": "2026-03-02"}
    held = call("create_responsibility", duty, into=system)["id"]
    call("change_responsibility", {"validUntil": None}, into=held)
    other = first["positions"]
    for answer in ("decline", "withdraw", "accept"):
        offer = {"duty": "owner", "toPositionId": other, "note": "Opgaven er flyttet."}
        handover = call("offer_handover", offer, into=system)["id"]
        call(f"{answer}_handover", {"note": "Aftalt på mødet."}, into=handover)
    disputed = {"duty": "owner", "namesPositionId": position, "reason": "Vi betaler ikke for det."}
    dispute = call("open_dispute", disputed, into=system)["id"]
    call("resolve_dispute", {"positionId": position, "reason": "Pengene ligger der."}, into=dispute)
    answers = {"confirmsOwnership": True, "insight": "yes", "time": "yes", "money": "unknown"}
    call("attest_ownership", answers, into=system)
    call("start_attestation_campaign", {"criticality": "businessCritical", "due": "2026-06-01"})
    line = {"fiscalYear": 2026, "kind": "operation", "estimatedDkk": 400_000, "allocatedDkk": 350_000}
    budget = call("create_budget_line", line, into=system)["id"]
    call("change_budget_line", {"allocatedDkk": 400_000}, into=budget)
    signed = {
        "name": "Pladsanvisning, drift",
        "supplier": "Eksempel A/S",
        "endsOn": "2027-12-31",
        "noticeMonths": 6,
        "systemIds": [system],
    }
    contract = call("create_contract", signed)["id"]
    call("change_contract", {"noticeMonths": 3}, into=contract)
    call("put_policy", {**recorder.api.read("/v1/policy"), "leavingWithinDays": 60})
    call("depart", {"on": "2026-12-31"}, into=person, params={"dryRun": "true"})
    call("transfer_duties", {"toPositionId": other}, into=position, params={"dryRun": "true"})
    call("retire_system", {"on": "2026-02-28"}, into=system)
    recorder.api.time.advance(days=400)
    call("erase_person", into=person)


def _imports(recorder: Recorder) -> None:
    call = recorder.call
    sheet = b"Navn;E-mail\nBo Eksempel;bo@example.org\n;mangler@example.org\n"
    sent = {"file": ("personer.csv", sheet)}
    job = call("import_file", files=sent, data={"kind": "people", "dryRun": "true", "async": "true"})
    call("get_job", into=job["id"])
    call("cancel_job", into=job["id"])
    call("import_file", files={"file": ("personer.csv", sheet[: sheet.rindex(b";")])}, data={"kind": "people"})
    report = call("import_file", files=sent, data={"kind": "people", "dryRun": "true"})
    call("get_import", into=report["id"])
    call("list_import_problems", into=report["id"], params={"groupBy": "problem"})
    call("propose_mapping", files=sent, data={"kind": "people"})


def _access(recorder: Recorder, first: dict[str, str]) -> None:
    call = recorder.call
    call("create_token", {"name": "Servicedesk", "role": "reader", "expiresOn": "2026-12-31"})
    token = recorder.api.make("/v1/tokens", {"name": "Power BI", "role": "reader", "expiresOn": "2026-12-31"})
    call("rotate_token", {"expiresOn": "2027-12-31", "overlapDays": 14}, into=token["id"])
    recorder.api.app.state.reads.flush()
    call("list_reads", params={"resourceId": first["people"], "kind": "contacts", "limit": 1})


def _problems(recorder: Recorder, first: dict[str, str]) -> None:
    refused, system = recorder.refused, f"/v1/systems/{first['systems']}"
    duplicate = {"name": "A", "description": "B", "source": "cmdb", "externalId": "4711"}
    refused(400, "POST", "/v1/systems", json={"name": "", "colour": "red"})
    refused(401, "GET", "/v1/systems", headers={"Authorization": "Bearer ansvar_wrong"})
    refused(404, "GET", "/v1/systems/01890a5d-ac96-774b-bcce-b302099a8057")
    refused(406, "GET", "/v1/systems", headers={"Accept": "text/html"})
    refused(409, "POST", "/v1/systems", json=duplicate)
    refused(412, "PATCH", system, json={"notes": "n"}, headers={"If-Match": '"stale"'})
    refused(413, "POST", "/v1/systems", content=b'"' + b"x" * 1_100_000, headers={"Content-Type": "application/json"})
    refused(415, "POST", "/v1/systems", content="a=b", headers={"Content-Type": "text/plain"})
    refused(428, "PATCH", system, json={"notes": "n"})
    reader = recorder.api.as_role(Role.READER).client.headers["Authorization"]
    refused(403, "POST", "/v1/systems", json={"name": "A", "description": "B"}, headers={"Authorization": reader})


def _first_lines(file: str) -> str:
    """The headers and the first row."""
    return "\r\n".join(file.split("\r\n")[:2]) + "\r\n"


def _cut(value: Any) -> Any:
    """One item of each list; a card keeps all."""
    if isinstance(value, dict):
        return {key: _cut(inner) for key, inner in value.items()}
    return [_cut(inner) for inner in value[:1]] if isinstance(value, list) else value


def _steady(value: Any) -> Any:
    """The same for every loading of the demonstration."""
    text = orjson.dumps(value).decode()
    text = _HASH.sub("0" * 64, _SECRET.sub("ansvar_VIST_KUN_DENNE_ENE_GANG", text))
    text = re.sub(r'"nextCursor":"[^"]+"', '"nextCursor":"WyJuYW1lIiwiS1NEIl0"', text)
    return orjson.loads(_ID.sub(_numbered(), text))


def _numbered() -> Callable[[re.Match[str]], str]:
    numbers = count(1)
    seen: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        if match[0] not in seen:
            seen[match[0]] = f"01890a5d-ac96-774b-bcce-{next(numbers):012x}"
        return seen[match[0]]

    return number
