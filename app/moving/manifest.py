"""What a moved register says of itself: when it was taken out, and what each of its files must be."""

from datetime import date, datetime
from typing import Annotated, Any

import orjson
from pydantic import Field, StringConstraints, ValidationError

from app.core.errors import InvalidInput
from app.core.languages import Text
from app.core.schema import Schema
from app.core.text import Whole
from app.core.validation import invalid

MANIFEST = "manifest.json"
#: The version of the format; a change that an older release cannot read gets the next number.
FORMAT = 1

NumberOf = Annotated[Whole, Field(ge=0)]


class MovedFile(Schema):
    """One table: a line of JSON for each row; `size` in bytes before compression."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*\.jsonl$", max_length=60)]
    rows: NumberOf
    size: NumberOf
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class MovingManifest(Schema):
    """`format` is the version of the format. `revision` and `day` say what the register was like when it was left."""

    format: Whole
    made_at: datetime
    release: str
    revision: NumberOf
    day: date
    files: list[MovedFile]

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files)


def parse(content: bytes) -> MovingManifest:
    """The manifest; raises InvalidInput, first of all for a format that this release does not know."""
    try:
        said: Any = orjson.loads(content)
    except ValueError as error:
        raise unusable(Text(f"{MANIFEST} is no JSON.", da=f"{MANIFEST} er ikke JSON.")) from error
    version = said.get("format") if isinstance(said, dict) else None
    if isinstance(version, int) and version != FORMAT:
        release = str(said.get("release", "?"))[:40]
        raise unusable(
            Text(
                f"The files have format {version} (release {release}), and this release reads format {FORMAT}. "
                "Update this one first.",
                da=f"Filerne har format {version} (udgave {release}), og denne udgave læser format {FORMAT}. "
                "Opdatér den først.",
            )
        )
    try:
        return MovingManifest.model_validate_json(content)
    except ValidationError as error:
        found = invalid(error).detail
        raise unusable(Text(f"{MANIFEST}: {found.en}", da=f"{MANIFEST}: {found.da}")) from error


def unusable(what: Text) -> InvalidInput:
    """What cannot be moved in, and that it has left no trace."""
    return InvalidInput(
        Text(f"{what.en} Nothing was written.", da=f"{what.da} Der er ikke gemt noget."), code="register-unusable"
    )


def at_line(file: str, line: int, what: Text) -> InvalidInput:
    """The same of one line of a file."""
    return unusable(Text(f"{file}, line {line}: {what.en}", da=f"{file}, linje {line}: {what.da}"))
