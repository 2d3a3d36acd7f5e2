"""The list of erasures, kept beside the backups: who has to be forgotten again where an older backup is restored.

One line of JSON per erasure, `{"at", "personId"}`: identifiers only. It is appended to and never rewritten.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.core.canonical import dump, instant
from app.core.durable import append_lines, open_to_append, sync_folder

log = logging.getLogger(__name__)


class ErasureListUnusable(ValueError):
    """The list cannot be read; the message names the line."""


@dataclass(frozen=True, slots=True)
class Erasure:
    at: datetime
    person_id: str


class ErasureList:
    """The file, or none where the setting names none."""

    def __init__(self, file: Path | None) -> None:
        self.file = file

    def add(self, at: datetime, people: Sequence[str]) -> None:
        """Have the erasures on the disk. They are done already, so a failure is told in the log, with the people."""
        if self.file is None:
            return
        lines = b"".join(dump({"at": instant(at), "personId": one}) + b"\n" for one in people)
        try:
            _append(self.file, lines)
        except OSError as error:
            log.exception(
                "the erasure of %s at %s is not in %s (%s): until it is, a restored backup brings them back",
                ", ".join(people),
                instant(at),
                self.file,
                error.strerror,
            )

    def complete(self, erased: Mapping[str, datetime]) -> None:
        """Add those that the list lacks; `erased`: person → when. A list that cannot be read is told in the log."""
        if self.file is None:
            return
        try:
            listed = {each.person_id for each in read_erasures(self.file)} if self.file.exists() else set()
        except (OSError, ErasureListUnusable):
            log.exception("whether everybody who was erased is in %s cannot be told", self.file)
            return
        for person_id in sorted(erased.keys() - listed, key=lambda each: (erased[each], each)):
            self.add(erased[person_id], [person_id])


def read_erasures(file: Path) -> list[Erasure]:
    """Everyone in the list, oldest line first, each person once; raises ErasureListUnusable, or OSError."""
    found: dict[str, Erasure] = {}
    for number, line in enumerate(file.read_bytes().splitlines(), start=1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            at, person = datetime.fromisoformat(said["at"]), said["personId"]
        except (ValueError, TypeError, KeyError) as error:
            raise _unusable(file, number) from error
        if at.tzinfo is None or not isinstance(person, str):
            raise _unusable(file, number)
        found.setdefault(person, Erasure(at, person))
    return list(found.values())


def _append(file: Path, lines: bytes) -> None:
    is_new = not file.exists()
    with open_to_append(file) as opened:
        if not append_lines(opened, lines):
            raise OSError(None, "only a part was written")
    if is_new:
        sync_folder(file.parent)


def _unusable(file: Path, number: int) -> ErasureListUnusable:
    return ErasureListUnusable(
        f'Line {number} of {file} is no erasure, {{"at": "…Z", "personId": "…"}}. Correct it, and run the same again.'
    )
