"""A whole register in and out on the command line."""

from contextlib import closing
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from app.cli.console import fail, say, working, write_out
from app.cli.files import require_place

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.moving.arriving import MoveReport
    from app.register.register import Register

_ARCHIVE = ".zip"


def move_out(place: Path) -> None:
    """Write the register into a new folder, or a new ZIP archive: whole, or not at all."""
    from app.cli.opening import open_existing

    if place.exists():
        fail(f"{place} is there already, and is left as it is. Name a new folder or file.")
    require_place(place)
    with open_existing() as opened, working("Exporting the whole register") as progress:
        opened.follow_the_day()
        unfinished = place.with_name(f".{place.name}.part")
        try:
            _write(opened, unfinished, progress, as_archive=place.suffix.lower() == _ARCHIVE)
            unfinished.rename(place)
        finally:
            _remove(unfinished)
    say(f"{place} is written. It holds names, phone numbers and mail addresses: keep it where only you can read it.")


def move_in(place: Path, *, keep_ids: bool, dry_run: bool, as_json: bool) -> None:
    """Move what the folder or the ZIP archive holds into the empty register that DATABASE_URL names."""
    from app.cli.opening import OPERATOR, open_register
    from app.moving.arriving import move_in as take_in

    with open_register() as opened, working(f"Importing the whole register from {place.name}") as progress:
        report = take_in(opened, OPERATOR, place, keep_ids=keep_ids, dry_run=dry_run, progress=progress)
    if as_json:
        write_out(_as_json(report))
    _tell(report)


def _write(opened: "Register", place: Path, progress: "Progress", *, as_archive: bool) -> None:
    from app.moving.leaving import write_folder, write_zip

    _remove(place)
    if not as_archive:
        place.mkdir(mode=0o700)
        write_folder(opened, place, progress)
        return
    place.touch(mode=0o600)
    with place.open("wb") as target, closing(write_zip(opened, progress=progress)) as pieces:
        target.writelines(pieces)


def _remove(place: Path) -> None:
    if place.is_dir():
        rmtree(place)
    place.unlink(missing_ok=True)


def _as_json(report: "MoveReport") -> str:
    import json

    said = {"rows": dict(report.rows), "evaluated": report.evaluated, "keepIds": report.keep_ids}
    return json.dumps({**said, "dryRun": report.dry_run}, indent=2)


def _tell(report: "MoveReport") -> None:
    for name, rows in report.rows.items():
        if rows:
            say(f"{name}: {rows}")
    total = sum(report.rows.values())
    say(f"{total} rows, as they were on {report.manifest.day}; {report.evaluated} systems evaluated.")
    if report.dry_run:
        say("This was a dry run: nothing is written.")
