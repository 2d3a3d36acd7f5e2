"""Reading XML of strangers as a stream: no document type, so no entities of their own, and nothing is kept."""

from collections.abc import Callable
from typing import IO, NoReturn
from xml.parsers import expat

_CHUNK = 65_536
_LONGEST_TAG = 1_048_576

#: Takes the name of an element that begins, with its prefix, and its attributes.
Begin = Callable[[str, dict[str, str]], None]

XmlError = expat.ExpatError


def parse(stream: IO[bytes], begin: Begin) -> None:
    """Call `begin` for each element. Raises XmlError for what is no XML, and for XML that declares a document type.

    Spreadsheets never declare one; entities that grow when they are resolved, and files to be fetched, need one.
    """
    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = _refuse
    fed = 0
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk)
        fed += len(chunk)
        # What is not complete is looked at again with every piece: a tag of 100 MB would take minutes.
        if fed - parser.CurrentByteIndex > _LONGEST_TAG:
            raise XmlError("a tag is too long")
    parser.Parse(b"", True)  # noqa: FBT003 - the flag that this was all has no name


def local(name: str) -> str:
    """The name without the prefix of its namespace, which a writer may choose as it likes."""
    return name.rpartition(":")[2]


def _refuse(*_declared: object) -> NoReturn:
    raise XmlError("a document type is declared")
