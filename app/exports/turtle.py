"""Systems as Turtle, in the words of the Danish standard."""

from collections.abc import Iterator
from typing import Any

from app.core.chunks import chunks
from app.exports.dataset import Dataset
from app.exports.values import in_data

#: Systems in one piece of the answer.
_AT_ONCE = 200


def write_turtle(dataset: Dataset[Any]) -> Iterator[bytes]:
    """The file in pieces; `dataset`: of systems."""
    # Loading rdflib takes a fifth of a second, and few registers are asked for Turtle.
    from app.sysap.writing import described, head  # noqa: PLC0415 - see above

    yield head()
    for some in chunks(dataset.records(), _AT_ONCE):
        yield b"".join(described({field: in_data(value) for field, value in record.items()}) for record in some)
