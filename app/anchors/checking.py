"""Holding anchors against the journal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlmodel import Session

from app.anchors.anchor import Anchor, AnchorUnusable, PublicKeys, check, parse
from app.anchors.queries import hashes, last_revision

# Anchors that one statement looks up: large enough to be cheap, small enough to keep memory flat.
CHUNK = 500
# An anchor takes about 300 bytes.
_LONGEST_LINE = 4096


@dataclass(frozen=True, slots=True)
class AnchorFault:
    """The first difference: `line` counts from 1, and is 0 where the file as a whole is meant."""

    line: int
    problem: str

    def __str__(self) -> str:
        return f"line {self.line} {self.problem}" if self.line else f"the file {self.problem}"


@dataclass(frozen=True, slots=True)
class Ending:
    """A journal that was copied `at` an instant (aware) and ends with the entry `revision`; the original went on."""

    revision: int
    at: datetime

    def may_lack(self, anchor: Anchor) -> bool:
        """Whether the entry was written after the copy: what was anchored by then must be in it."""
        return anchor.revision > self.revision and anchor.at > self.at


@dataclass(frozen=True, slots=True)
class _Held:
    """An anchor whose signature holds, and where it stands."""

    line: int
    anchor: Anchor


def first_difference(
    session: Session, anchors: Path, keys: PublicKeys, *, ending: Ending | None = None
) -> AnchorFault | None:
    """The first anchor of the file that is not a signed head of this journal; None where all are.

    Reads the file line by line and the journal by its key, in constant memory. It says nothing about the entries
    between anchors: the chain of hashes does. Of a copy with an `ending` the anchors of later entries are not looked
    for. Raises OSError where the file cannot be read.
    """
    found = False
    lines = _lines(anchors)
    while chunk := list(islice(lines, CHUNK)):
        found = True
        held, unusable = _signed(chunk, keys)
        held = [each for each in held if ending is None or not ending.may_lack(each.anchor)]
        fault = _against_journal(session, held, anchors, keys) or unusable
        if fault is not None:
            return fault
    return None if found else AnchorFault(0, "holds no anchor")


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, numbered from 1; one that is too long for an anchor is cut."""
    with file.open("rb") as opened:
        for number, line in enumerate(iter(lambda: opened.readline(_LONGEST_LINE), b""), start=1):
            if line.strip():
                yield number, line


def _signed(chunk: list[tuple[int, bytes]], keys: PublicKeys) -> tuple[list[_Held], AnchorFault | None]:
    """The anchors up to the first line that is none of a known key, and what is wrong with that line."""
    held: list[_Held] = []
    for number, line in chunk:
        try:
            held.append(_Held(number, check(parse(line), keys)))
        except AnchorUnusable as error:
            return held, AnchorFault(number, str(error))
    return held, None


def _against_journal(session: Session, held: list[_Held], file: Path, keys: PublicKeys) -> AnchorFault | None:
    there = hashes(session, {each.anchor.revision for each in held})
    for each in held:
        written = there.get(each.anchor.revision)
        if written is None:
            return AnchorFault(each.line, _missing(each.anchor, last_revision(session)))
        if written != each.anchor.hash:
            other = _contradicting(each, file, keys)
            return AnchorFault(each.line, _differs(each.anchor, other))
    return None


def _missing(anchor: Anchor, last: int) -> str:
    said = f"is the anchor of entry {anchor.revision}"
    if last < anchor.revision:
        return f"{said}, and the journal ends with entry {last}: the entries after {last} were removed"
    return f"{said}, which is missing in the journal"


def _differs(anchor: Anchor, other: _Held | None) -> str:
    said = f"is the anchor of entry {anchor.revision}, whose hash in the journal is another"
    if other is None:
        return f"{said}: that entry or one before it was rewritten"
    return f"{said}, and line {other.line} is a signed anchor of the same entry with another hash"


def _contradicting(of: _Held, file: Path, keys: PublicKeys) -> _Held | None:
    """The first signed anchor of the same entry with another hash. Reads the file anew: this is the end anyhow."""
    for number, line in _lines(file):
        try:
            anchor = check(parse(line), keys)
        except AnchorUnusable:
            continue
        if anchor.revision == of.anchor.revision and anchor.hash != of.anchor.hash:
            return _Held(number, anchor)
    return None
