"""What the served OpenAPI document says of a path: its methods and query keys, held against every request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI

from app.core.errors import FieldProblem, InvalidInput

_METHODS = frozenset({"get", "post", "put", "patch", "delete"})


@dataclass(slots=True)
class _Node:
    """One step of a path. A literal step wins over a parameter."""

    literal: dict[str, "_Node"] = field(default_factory=dict)
    parameter: "_Node | None" = None
    operations: Mapping[str, "Operation"] | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """`path`: its template. `query`: the keys that may be sent, and whether each may be repeated."""

    path: str
    query: Mapping[str, bool]
    media_types: frozenset[str]
    answers: frozenset[str]


class Contract:
    """Built once from the application's own document."""

    def __init__(self, application: FastAPI) -> None:
        self._root = _Node()
        for path, item in application.openapi()["paths"].items():
            node = self._root
            for step in path.strip("/").split("/"):
                if step.startswith("{"):
                    node.parameter = node.parameter or _Node()
                    node = node.parameter
                else:
                    node = node.literal.setdefault(step, _Node())
            node.operations = {name.upper(): _operation(path, item[name]) for name in item if name in _METHODS}

    def operations(self, path: str) -> Mapping[str, Operation] | None:
        """The path's operations by method, or None for a path that the document does not have."""
        node = _find(self._root, path.strip("/").split("/"))
        return node.operations if node else None


def _find(node: _Node, steps: list[str]) -> _Node | None:
    if not steps:
        return node if node.operations is not None else None
    literal = node.literal.get(steps[0])
    found = _find(literal, steps[1:]) if literal else None
    if found is None and node.parameter is not None and steps[0]:
        found = _find(node.parameter, steps[1:])
    return found


def _operation(path: str, described: Mapping[str, Any]) -> Operation:
    query = {
        parameter["name"]: _is_list(parameter["schema"])
        for parameter in described.get("parameters", ())
        if parameter["in"] == "query"
    }
    media_types = frozenset(described.get("requestBody", {}).get("content", ()))
    answers = frozenset(
        media_type
        for status, response in described.get("responses", {}).items()
        if status.startswith("2")
        for media_type in response.get("content", ())
    )
    return Operation(path, query, media_types, answers)


def _is_list(schema: Mapping[str, Any]) -> bool:
    return schema.get("type") == "array" or any(_is_list(part) for part in schema.get("anyOf", ()))


def allow_header(operations: Mapping[str, Operation]) -> str:
    """Every method that the path answers; HEAD comes with GET, OPTIONS always."""
    methods = {*operations, "OPTIONS"} | ({"HEAD"} if "GET" in operations else set())
    return ", ".join(sorted(methods))


def check_query(operation: Operation, sent: list[tuple[str, str]]) -> None:
    """Raises InvalidInput for keys that the operation does not have, and for repeats where one value counts."""
    seen: set[str] = set()
    problems: list[FieldProblem] = []
    for name, _ in sent:
        if name not in operation.query:
            problems.append(FieldProblem(f"?{name}", "unknown-key", "There is no such query key here."))
        elif name in seen and not operation.query[name]:
            problems.append(FieldProblem(f"?{name}", "repeated-key", "The key can be given once only."))
        seen.add(name)
    if problems:
        raise InvalidInput(f"{problems[0].pointer}: {problems[0].detail}", errors=tuple(problems))
