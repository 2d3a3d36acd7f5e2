"""Reading a description of systems in Turtle: recognised by its content, and read in a process of its own."""

import re
from codecs import BOM_UTF8
from dataclasses import replace

from app.core.languages import Text
from app.tabular.apart import read_apart
from app.tabular.limits import Limits, UnreadableFile, refuse_large
from app.tabular.table import Table
from app.tabular.wanted import SoughtTable

#: What may stand before it, a character or a comment at a time: gone through once, since it fits whatever follows.
_BEFORE = re.compile(rb"(?:\s|#[^\n]*\n)*")
#: How Turtle begins: with a directive, or with the IRI that it speaks of.
_BEGINNING = re.compile(
    rb"@prefix\s|@base\s|prefix\s+[^\s:]*:\s*<|base\s+<|<[a-z][a-z0-9+.-]*:[^<>\s]*>\s", re.IGNORECASE
)
#: rdflib takes some two milliseconds for a system, far more than a row of a spreadsheet takes.
_SLOWER = 3
#: Where it is looked for; comments may stand before it.
_LOOKED_AT = 64 * 1024


def is_turtle(content: bytes) -> bool:
    """Whether the file is Turtle; no spreadsheet begins as one."""
    head = content[:_LOOKED_AT].removeprefix(BOM_UTF8)
    return _BEGINNING.match(_BEFORE.sub(b"", head, count=1)) is not None


def table_of(content: bytes, limits: Limits | None = None) -> Table:
    """One row per system, under the headers of files of systems.

    Raises UnreadableFile, and Unavailable when too many files are read.
    """
    limits = limits or Limits()
    refuse_large(content, limits)
    limits = replace(limits, cpu_seconds=_SLOWER * limits.cpu_seconds)
    return read_apart(content, limits, SoughtTable(), reader="app.sysap.child", beyond=_beyond_limits)


def _beyond_limits() -> UnreadableFile:
    return UnreadableFile(
        "beyond-limits",
        Text(
            "It cannot be read within the limits of memory and time. Split it, and import each part.",
            da="Filen kan ikke læses inden for grænserne for hukommelse og tid. Del den, og importér delene.",
        ),
    )
