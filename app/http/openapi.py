"""The OpenAPI document: what FastAPI derives, with the conventions that hold for every route."""

import re
from copy import deepcopy
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from app.core.text import Line, Prose
from app.http.describing import add_words
from app.http.examples import add_examples
from app.http.media_types import MULTIPART
from app.http.problems import MEDIA_TYPE, Problem
from app.http.representation import IF_MATCH
from app.http.sorting import add_names
from app.rules.engine import catalogue

_PROBLEMS = {
    "400": "Invalid input",
    "401": "Authentication is needed",
    "403": "Not allowed",
    "404": "Not found",
    "406": "Not acceptable",
    "408": "The body did not arrive in time",
    "409": "Conflict with what is registered",
    "412": "The resource has changed since it was read",
    "413": "Too large",
    "415": "Unsupported media type",
    "428": "If-Match is needed",
    "429": "Too many requests",
    "503": "Temporarily unavailable",
}
_ALWAYS = ("400", "401", "403", "406", "429", "503")
_METHOD_PROBLEMS = {
    "get": (),
    "post": ("408", "409", "413", "415"),
    "put": ("408", "409", "412", "413", "415"),
    "patch": ("408", "409", "412", "413", "415", "428"),
    "delete": ("408", "409", "412", "428"),
}
#: What a write takes by its method, besides Change-Reason.
_WRITE_HEADERS = {
    "post": ("Idempotency-Key", "Send again safely: the same key and the same request get the first answer."),
    "put": ("If-Match", "The ETag that was read."),
    "patch": ("If-Match", "The ETag that was read."),
    "delete": ("If-Match", "The ETag that was read."),
}
#: Headers are read by hand, since they arrive as Latin-1.
_HEADER_TEXTS = {
    "Change-Reason": TypeAdapter(Prose).json_schema(),
    "Idempotency-Key": TypeAdapter(Line).json_schema(),
    "If-Match": {"type": "string", "pattern": IF_MATCH},
}
#: What answers carry besides their bodies.
_ANSWER_HEADERS = {
    "API-Version": "The version of the interface, by semantic versioning.",
    "Content-Language": "The language of `title` and `detail`: `da` or `en`, by Accept-Language; Danish by default.",
    "ETag": "Names this very answer: for If-None-Match, and for If-Match before a change.",
    "Link": 'The next page, as `rel="next"`; absent on the last.',
    "Location": "Where the new resource is.",
    "RateLimit": "What is left of the quota (`r`), and after how many seconds it is whole again (`t`).",
    "RateLimit-Policy": "The quota (`q`) and its window in seconds (`w`), of the token or of the address.",
    "Retry-After": "After how many seconds to try again.",
    "WWW-Authenticate": "`Bearer`, and what is wrong with the token that was sent.",
}
_PROBLEM_HEADERS = {
    "401": ("WWW-Authenticate",),
    "429": ("Retry-After", "RateLimit", "RateLimit-Policy"),
    "503": ("Retry-After",),
}
#: How pages and exports of one kind of item are called here, and by the framework.
_FRAMEWORK_NAMES = re.compile(r"\b(Listing|Everything)(?:_(\w+?)_|\[(\w+)\])|\b([A-Z]\w+)-(Input|Output)\b")
_OWN_ENDINGS = {"Listing": "List", "Everything": "Export", "Input": "Write", "Output": ""}


def build(application: FastAPI) -> dict[str, Any]:
    """The whole document."""
    document = get_openapi(
        title=application.title,
        version=application.version,
        description=application.description,
        routes=application.routes,
        license_info=application.license_info,
        # Health and figures lie beside the versions, so the version is in the paths and not in the address.
        servers=[{"url": "/", "description": "This register. The version is in the paths: /v1."}],
    )
    # The framework takes whole addresses alone.
    document["info"]["contact"] = application.contact
    document = _renamed(document)
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    problem = Problem.model_json_schema(
        by_alias=True, mode="serialization", ref_template="#/components/schemas/{model}"
    )
    schemas.update(problem.pop("$defs"))
    schemas["Problem"] = problem
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    components["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "ansvar_… or JWT",
            "description": "A token that an administrator has made (`ansvar_…`), or an access token (JWT) of the "
            "OpenID Connect provider that this register trusts.",
        }
    }
    components["headers"] = {
        name: {"description": text, "schema": {"type": "string"}} for name, text in _ANSWER_HEADERS.items()
    }
    components["responses"] = {f"Problem{status}": _problem(status, text) for status, text in _PROBLEMS.items()}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if path.startswith("/v1/"):
                _complete(path, method, operation)
                _complete_form(operation, schemas)
                _add_conditions(method, operation, schemas)
                _allow_parts(operation, schemas)
            for response in operation["responses"].values():
                if "$ref" not in response:
                    response["headers"] = {**response.get("headers", {}), **_headers("API-Version")}
    _name_rules(schemas["Evidence"])
    add_names(document)
    add_words(document)
    add_examples(document)
    return document


def _name_rules(evidence: dict[str, Any]) -> None:
    """Say of every key of the evidence which rules give it; none of them is always there."""
    evidence.pop("required", None)
    for key, described in evidence["properties"].items():
        rules = [rule.id for rule in catalogue().values() if key in rule.evidence]
        described["description"] = f"{', '.join(rules)}: {described['description']}"


def _renamed(document: dict[str, Any]) -> dict[str, Any]:
    """Names that a generated client can use as they are; a schema's title is its name."""

    def named(match: re.Match[str]) -> str:
        return f"{match[2] or match[3] or match[4]}{_OWN_ENDINGS[match[1] or match[5]]}"

    def renamed(value: Any) -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, dict):
            return {_FRAMEWORK_NAMES.sub(named, key): renamed(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [renamed(inner) for inner in value]
        return _FRAMEWORK_NAMES.sub(named, value) if isinstance(value, str) else value

    changed: dict[str, Any] = renamed(document)
    for name, schema in changed["components"]["schemas"].items():
        schema["title"] = name
        if name.endswith("List") and "nextCursor" in schema["properties"]:
            schema["description"] = "One page of a list. `total` counts all that match."
        elif name.endswith("Export"):
            schema["description"] = "A list without pages."
    return changed


def _problem(status: str, text: str) -> dict[str, Any]:
    return {
        "description": text,
        "headers": _headers("API-Version", "Content-Language", *_PROBLEM_HEADERS.get(status, ())),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    operation["security"] = [{"token": []}]
    for parameter in operation.get("parameters", ()):
        if parameter["schema"].get("default") == [] and "minItems" in parameter["schema"]:
            # Not sent, it has no value; one that is sent names some.
            del parameter["schema"]["default"]
    responses = operation["responses"]
    responses.pop("422", None)
    statuses = {*_ALWAYS, *_METHOD_PROBLEMS[method]} | ({"404"} if "{" in path else set())
    if method == "put" and not _takes(operation, "If-None-Match"):
        # What is always there is only replaced by somebody who has read it.
        statuses.add("428")
    for status in sorted(statuses):
        responses[status] = {"$ref": f"#/components/responses/Problem{status}"}
    body = operation.get("requestBody", {}).get("content", {})
    if method == "patch" and "application/json" in body:
        body["application/merge-patch+json"] = body["application/json"]


def _complete_form(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    form = operation.get("requestBody", {}).get("content", {}).get(MULTIPART)
    if form is None:
        return
    schema = schemas[form["schema"]["$ref"].rpartition("/")[2]]
    for name, part in schema["properties"].items():
        if part.get("contentMediaType") == "application/octet-stream":
            # Generators know an uploaded file by this older word.
            part["format"] = "binary"
        if {"type": "null"} in part.get("anyOf", ()):
            # A part is left out; a form has no way to send null.
            part["anyOf"].remove({"type": "null"})
            if len(part["anyOf"]) == 1:
                part.update(part.pop("anyOf")[0])
        if name not in schema["required"] and part.pop("minLength", 0) and "pattern" in part:
            # One that is empty counts as left out.
            part["pattern"] = f"^$|{part['pattern']}"


def _add_conditions(method: str, operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """The headers that Writing and the gateway read, and those that they set.

    What is not declared here is refused on a write.
    """
    parameters = operation.setdefault("parameters", [])
    responses = operation["responses"]
    secret = _holds_secret(operation, schemas)
    if method == "get":
        # A file that is streamed, and a check that is made anew, have no tag: the route declares their headers.
        if "headers" not in responses["200"]:
            parameters.append(_header("If-None-Match", "The ETag of the answer that you have."))
            responses["304"] = {
                "description": "Not changed since the ETag in If-None-Match",
                "headers": _headers("ETag"),
            }
            paged = any(parameter["name"] == "cursor" for parameter in parameters)
            responses["200"]["headers"] = _headers("ETag", *(("Link",) if paged else ()))
        return
    if _takes(operation, "Change-Reason"):
        if not secret:
            parameters.append(_header(*_WRITE_HEADERS[method]))
        for parameter in parameters:
            parameter["schema"] = _HEADER_TEXTS.get(parameter["name"], parameter["schema"])
    for status in ("200", "201"):
        if status in responses and not secret:
            responses[status]["headers"] = _headers("ETag", *(("Location",) if status == "201" else ()))


def _allow_parts(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """With `fields`, an item has the keys that were asked for: a schema of its own, in which none has to be there."""
    if not _takes(operation, "fields"):
        return
    page = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    items = schemas[page]["properties"]["items"]
    if "$ref" not in items["items"]:
        return
    name = items["items"]["$ref"].rpartition("/")[2]
    part = deepcopy({key: value for key, value in schemas[name].items() if key != "required"})
    for described in part["properties"].values():
        # A key that was not asked for is absent; it does not have its default.
        described.pop("default", None)
    text = f"{name} with the keys that `fields` names, and no others."
    schemas[f"{name}Part"] = {**part, "title": f"{name}Part", "description": text}
    items["items"] = {"anyOf": [items["items"], {"$ref": f"#/components/schemas/{name}Part"}]}


def _takes(operation: dict[str, Any], name: str) -> bool:
    return any(parameter["name"] == name for parameter in operation.get("parameters", ()))


def _header(name: str, description: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": description,
        "schema": {"type": "string"},
    }


def _holds_secret(operation: dict[str, Any], schemas: dict[str, Any]) -> bool:
    """An answer with a secret is not kept, so there is none to give again."""
    made = operation["responses"].get("201", {}).get("content", {}).get("application/json", {})
    name = made.get("schema", {}).get("$ref", "").rpartition("/")[2]
    return "secret" in schemas.get(name, {}).get("properties", {})
