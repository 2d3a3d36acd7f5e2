"""The words of the OpenAPI document: a sentence for every key, value and tag that has none of its own."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from app.vocabulary import Term

Document = dict[str, Any]

_WORDS: Mapping[str, Mapping[str, Any]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
#: What an answer may say by null does not concern whoever asks.
_OF_ANSWERS = re.compile(r"; null[^.;]*")


def add_words(document: Document) -> None:
    """Describe what the code has not described: parameters, properties, enumerations and tags."""
    document["tags"] = [{"name": name, "description": text} for name, text in _WORDS["tags"].items()]
    for name, schema in document["components"]["schemas"].items():
        if "enum" in schema:
            _add_values(name, schema)
        for key, described in schema.get("properties", {}).items():
            _describe(described, name, key)
            for enumeration in _enumerations(described):
                _add_values(key, enumeration)
    for operation, parameter in _parameters(document):
        schema = parameter["schema"]
        if "description" not in parameter and "description" in schema:
            parameter["description"] = schema["description"]
        _describe(parameter, operation["operationId"], parameter["name"])
        if parameter["in"] != "header" and "description" in parameter:
            parameter["description"] = _OF_ANSWERS.sub("", parameter["description"])
        if "array" in {schema.get("type"), *(part.get("type") for part in schema.get("anyOf", ()))}:
            parameter["description"] = f"{parameter.get('description', '')} May be repeated: any of them.".lstrip()
        for enumeration in _enumerations(schema):
            _add_values(parameter["name"], enumeration)


def _describe(described: Document, place: str, key: str) -> None:
    """A place that has no words stays bare, and a test names it."""
    text = _WORDS["places"].get(f"{place}.{key}") or described.get("description") or _WORDS["keys"].get(key)
    if text:
        described["description"] = text


@cache
def _values() -> Mapping[str, Mapping[str, str]]:
    """Enumeration, or key → code → what it means. Asked for once the whole code is loaded, each enumeration in it."""
    sorts = {
        term: f"by {text}{turned}"
        for name, text in _WORDS["sorts"].items()
        for term, turned in ((name, ""), (f"-{name}", ", turned round"))
    }
    return {**{term.__name__: term.labels() for term in Term.__subclasses__()}, **_WORDS["values"], "sort": sorts}


def _add_values(name: str, schema: Document) -> None:
    meanings = _values().get(name, {})
    if set(schema["enum"]) <= meanings.keys():
        said = "; ".join(f"`{code}`: {meanings[code]}" for code in schema["enum"])
        schema["description"] = "\n\n".join(filter(None, (schema.get("description"), f"{said}.")))
        schema["x-enum-descriptions"] = [meanings[code] for code in schema["enum"]]


def _enumerations(schema: Document) -> Iterator[Document]:
    """The enumerations that lie in a key's own schema."""
    if len(schema.get("enum", ())) > 1:
        yield schema
    for part in (*schema.get("anyOf", ()), *filter(None, (schema.get("items"),))):
        yield from _enumerations(part)


def _parameters(document: Document) -> Iterator[tuple[Document, Document]]:
    for item in document["paths"].values():
        for operation in item.values():
            for parameter in operation.get("parameters", ()):
                yield operation, parameter
