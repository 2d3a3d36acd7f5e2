"""Looking into the annotation of a schema's field."""

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic.fields import FieldInfo


def parts_of(field: FieldInfo) -> list[Any]:
    """Every type that the annotation is made of, and everything that is said with one: `list[Annotated[str, …]]`."""
    return [part for whole in (field.annotation, *field.metadata) for part in _parts(whole)]


def _parts(whole: Any) -> Iterator[Any]:  # noqa: ANN401 - an annotation, or a part of one
    yield get_origin(whole) or whole
    for part in get_args(whole):
        yield from _parts(part)
