"""Loading the demonstration municipality, the way a municipality's own spreadsheets are loaded."""

from collections.abc import Callable
from pathlib import Path

from app.demonstration.placeholders import render
from app.demonstration.story import Story, days_before
from app.imports.schemas import ImportKind, ImportOptions
from app.imports.service import ImportRequest, run_import
from app.journal.append import Author
from app.organisation.units.queries import any_unit
from app.register.register import Register

FOLDER = Path(__file__).resolve().parents[2] / "demo"
SOURCE = "demonstration"
#: The register was filled so long ago, so that there is a past to ask about.
DAYS_AGO = 30
AUTHOR = Author("demonstration", "Loading the demonstration municipality")

#: In the order in which the files refer to each other.
FILES: tuple[tuple[str, ImportKind], ...] = (
    ("01_enheder.csv", ImportKind.UNITS),
    ("02_personer.csv", ImportKind.PEOPLE),
    ("03_stillinger.csv", ImportKind.POSITIONS),
    ("04_systemer.csv", ImportKind.SYSTEMS),
    ("05_ansvar.csv", ImportKind.RESPONSIBILITIES),
    ("06_budgetter.csv", ImportKind.BUDGETS),
    ("07_kontrakter.csv", ImportKind.CONTRACTS),
)


def load_demonstration(register: Register, told: Callable[[str], None] = lambda _: None) -> None:
    """Import every file as a month ago, its dates set as seen from today, and tell what has been done since.

    Raises ValueError where a row does not go in. Loading again changes nothing.
    """
    today = register.clock.today()
    told_before = holds_demonstration(register)
    earlier = days_before(register, DAYS_AGO)
    for name, kind in FILES:
        content = render((FOLDER / name).read_text(encoding="utf-8-sig"), today)
        options = ImportOptions(kind=kind, source=SOURCE)
        report = run_import(earlier, AUTHOR, ImportRequest(content.encode(), options, name))
        if report.rejected:
            message = f"{name} does not go in: {report.problems[0]}"
            raise ValueError(message)
        told(f"{name}: {report.created} created, {report.updated} updated")
    if not told_before:
        Story(register, FOLDER, SOURCE).tell()
        told("What has happened since is told.")


def is_empty(register: Register) -> bool:
    """Whether nobody has registered anything yet."""
    with register.database.reading() as session:
        return not any_unit(session)


def holds_demonstration(register: Register) -> bool:
    with register.database.reading() as session:
        return any_unit(session, SOURCE)
