"""The served OpenAPI document: what FastAPI derives, with the conventions that hold for every route."""

from threading import Lock
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.http.problems import MEDIA_TYPE, Problem

_PROBLEMS = {
    "400": "Invalid input",
    "401": "Authentication is needed",
    "403": "Not allowed",
    "404": "Not found",
    "406": "Not acceptable",
    "409": "Conflict with what is registered",
    "412": "The resource has changed since it was read",
    "413": "Too large",
    "415": "Unsupported media type",
    "428": "If-Match is needed",
    "503": "Temporarily unavailable",
}
_ALWAYS = ("400", "401", "403", "406", "503")
_METHOD_PROBLEMS = {
    "get": (),
    "post": ("409", "413", "415"),
    "put": ("409", "412", "413", "415"),
    "patch": ("409", "412", "413", "415", "428"),
    "delete": ("409", "412", "428"),
}
#: What a write takes by its method, besides Change-Reason.
_WRITE_HEADERS = {
    "post": ("Idempotency-Key", "Send again safely: the same key and the same request get the first answer."),
    "put": ("If-Match", "The ETag that was read."),
    "patch": ("If-Match", "The ETag that was read."),
    "delete": ("If-Match", "The ETag that was read."),
}

_documents: list[dict[str, Any]] = []
_building = Lock()


def describe(application: FastAPI) -> None:
    """Replace the application's document by one that says what the layers around the routes do."""

    def document() -> dict[str, Any]:
        # Every application of a process has the same routes, and building the document takes a while. The
        # framework cannot build it in two threads at once.
        with _building:
            if not _documents:
                _documents.append(_document(application))
        return _documents[0]

    application.openapi = document  # type: ignore[method-assign]


def _document(application: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=application.title,
        version=application.version,
        description=application.description,
        routes=application.routes,
        license_info=application.license_info,
        contact=application.contact,
    )
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    problem = Problem.model_json_schema(by_alias=True, ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"))
    schemas["Problem"] = problem
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    components["responses"] = {
        f"Problem{status}": {
            "description": text,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, text in _PROBLEMS.items()
    }
    for path, item in document["paths"].items():
        if path.startswith("/v1/"):
            for method, operation in item.items():
                _complete(path, method, operation)
                _add_conditions(method, operation, schemas)
    return document


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    operation["security"] = [{"token": []}]
    responses = operation["responses"]
    responses.pop("422", None)
    statuses = {*_ALWAYS, *_METHOD_PROBLEMS[method]} | ({"404"} if "{" in path else set())
    for status in sorted(statuses):
        responses[status] = {"$ref": f"#/components/responses/Problem{status}"}
    if method == "get":
        responses["304"] = {"description": "Not changed since the ETag in If-None-Match"}
    body = operation.get("requestBody", {}).get("content", {})
    if method == "patch" and "application/json" in body:
        body["application/merge-patch+json"] = body["application/json"]


def _add_conditions(method: str, operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """The headers that Writing and the gateway read. What is not declared here is refused on a write."""
    parameters = operation.setdefault("parameters", [])
    if method == "get":
        parameters.append(_header("If-None-Match", "The ETag of the answer that you have."))
    elif any(parameter["name"] == "Change-Reason" for parameter in parameters) and not _holds_secret(
        operation, schemas
    ):
        parameters.append(_header(*_WRITE_HEADERS[method]))


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
