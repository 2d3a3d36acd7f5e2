"""What the served OpenAPI document says of a path: its methods, keys and headers, held against every request."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI

from app.core.errors import FieldProblem, InvalidInput
from app.core.languages import Text
from app.http.lists import ELSEWHERE
from app.http.media_types import MULTIPART

_UNKNOWN_KEY = Text("There is no such query key here.", da="Nøglen findes ikke her. Ret den, eller fjern den.")
_METHODS = frozenset({"get", "post", "put", "patch", "delete"})


@dataclass(slots=True)
class _Node:
    """One step of a path. A literal step wins over a parameter."""

    literal: dict[str, "_Node"] = field(default_factory=dict)
    parameter: "_Node | None" = None
    operations: Mapping[str, "Operation"] | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """`path`: its template. `query` and `form`: what may be sent, and whether each may be repeated.

    `headers`: those that it declares, in lower case. `elsewhere`: query keys that belong to other paths, with words.
    """

    path: str
    writes: bool
    query: Mapping[str, bool]
    headers: frozenset[str]
    form: Mapping[str, bool]
    media_types: frozenset[str]
    answers: frozenset[str]
    elsewhere: Mapping[str, Text]


class Interface:
    """Built once from the application's own document."""

    def __init__(self, application: FastAPI) -> None:
        self._root = _Node()
        document = application.openapi()
        for path, item in document["paths"].items():
            node = self._root
            for step in _steps(path):
                if step.startswith("{"):
                    node.parameter = node.parameter or _Node()
                    node = node.parameter
                else:
                    node = node.literal.setdefault(step, _Node())
            node.operations = {name.upper(): _operation(document, path, name) for name in item if name in _METHODS}

    def operations(self, path: str) -> Mapping[str, Operation] | None:
        """The path's operations by method, or None for a path that the document does not have."""
        node = _find(self._root, _steps(path))
        return node.operations if node else None


def _steps(path: str) -> list[str]:
    """A slash at the end makes another path, as it does for the routes."""
    return path.removeprefix("/").split("/")


def _find(node: _Node, steps: list[str]) -> _Node | None:
    if not steps:
        return node if node.operations is not None else None
    literal = node.literal.get(steps[0])
    found = _find(literal, steps[1:]) if literal else None
    if found is None and node.parameter is not None and steps[0]:
        found = _find(node.parameter, steps[1:])
    return found


def _operation(document: Mapping[str, Any], path: str, method: str) -> Operation:
    described = document["paths"][path][method]
    parameters = described.get("parameters", ())
    query = {
        parameter["name"]: parameter.get("explode", True) and _is_list(parameter["schema"])
        for parameter in parameters
        if parameter["in"] == "query"
    }
    headers = frozenset(parameter["name"].lower() for parameter in parameters if parameter["in"] == "header")
    content = described.get("requestBody", {}).get("content", {})
    answers = frozenset(
        media_type
        for status, response in described.get("responses", {}).items()
        if status.startswith("2")
        for media_type in response.get("content", ())
    )
    return Operation(
        path=path,
        writes=method != "get",
        query=query,
        headers=headers,
        form=_form(document, content),
        media_types=frozenset(content),
        answers=answers,
        elsewhere={name: Text(**said) for name, said in described.get(ELSEWHERE, {}).items()},
    )


def _form(document: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, bool]:
    """The parts of an upload."""
    if MULTIPART not in content:
        return {}
    name = content[MULTIPART]["schema"]["$ref"].rpartition("/")[2]
    schema = document["components"]["schemas"][name]
    return {part: _is_list(described) for part, described in schema["properties"].items()}


def _is_list(schema: Mapping[str, Any]) -> bool:
    return schema.get("type") == "array" or any(_is_list(part) for part in schema.get("anyOf", ()))


def allow_header(methods: Collection[str]) -> str:
    """Every method that the path answers; HEAD comes with GET, OPTIONS always."""
    every = {*methods, "OPTIONS"} | ({"HEAD"} if "GET" in methods else set())
    return ", ".join(sorted(every))


def check_query(operation: Operation, sent: list[tuple[str, str]]) -> None:
    """Raises InvalidInput for keys that the operation does not have, and for repeats where one value counts."""
    seen: set[str] = set()
    problems: list[FieldProblem] = []
    for name, _ in sent:
        if name not in operation.query:
            detail = operation.elsewhere.get(name, _UNKNOWN_KEY)
            problems.append(FieldProblem(f"?{name}", "unknown-key", detail))
        elif name in seen and not operation.query[name]:
            problems.append(
                FieldProblem(
                    f"?{name}", "repeated-key", Text("The key can be given once only.", da="Nøglen må kun stå én gang.")
                )
            )
        seen.add(name)
    if problems:
        raise InvalidInput(problems[0].placed(), errors=tuple(problems))


def check_form(operation: Operation, sent: Iterable[str]) -> None:
    """Raises InvalidInput for parts that come again where one value counts. Unknown ones are the form's to refuse."""
    counted = Counter(sent)
    problems = tuple(
        FieldProblem(
            f"/{name}", "repeated-part", Text("The part can be given once only.", da="Delen må kun sendes én gang.")
        )
        for name, repeated in operation.form.items()
        if counted[name] > 1 and not repeated
    )
    if problems:
        raise InvalidInput(problems[0].placed(), errors=problems)
