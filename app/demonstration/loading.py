"""Loading the demonstration municipality, the way a municipality's own spreadsheets are loaded."""

from datetime import date

from app.core.progress import Progress
from app.core.shipped import shipped
from app.demonstration.placeholders import render
from app.demonstration.story import Story, days_before
from app.imports.choices import ImportKind
from app.imports.request import ImportRequest, Sender
from app.imports.schemas import ImportOptions
from app.imports.service import run_import
from app.journal.append import Author
from app.organisation.units.queries import any_unit
from app.register.actors import DEMONSTRATION
from app.register.register import Register

FOLDER = shipped("demo")
SOURCE = "demonstration"
#: The register was filled so long ago, so that there is a past to ask about.
DAYS_AGO = 30
#: People hold their positions from the first day of the year so many years ago, as early as anybody answers for
#: anything: who answered then has a name.
YEARS_HELD = 3
AUTHOR = Author(DEMONSTRATION, "Demonstrationskommunen er indlæst")

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
_OF_PEOPLE = {ImportKind.UNITS, ImportKind.PEOPLE, ImportKind.POSITIONS}


def load_demonstration(register: Register, progress: Progress = lambda _done, _total: None) -> None:
    """Import every file as a month ago, its dates set as seen from today, and tell what has been done since.

    Units, people and positions come some years before: a position is held from the day on which its file came.

    `progress` hears how many steps of how many are done. Loading again changes nothing, and goes on where a loading
    ended before its time. Raises ValueError where a row does not go in, or where the story ended half told.
    """
    story = Story(register, FOLDER, SOURCE)
    if story.is_told():
        return
    if story.is_begun():
        message = (
            "The demonstration ended half told, and cannot go on from there. Point DATABASE_URL to a new database."
        )
        raise ValueError(message)
    today = register.clock.today()
    held = days_before(register, (today - date(today.year - YEARS_HELD, 1, 1)).days)
    earlier = days_before(register, DAYS_AGO)
    for step, (name, kind) in enumerate(FILES):
        progress(step, len(FILES) + 1)
        content = render((FOLDER / name).read_text(encoding="utf-8-sig"), today)
        options = ImportOptions(kind=kind, source=SOURCE)
        filled = held if kind in _OF_PEOPLE else earlier
        report = run_import(filled, Sender(AUTHOR), ImportRequest(content.encode(), options, name))
        if report.rejected:
            message = f"{name} does not go in: {report.problems[0]}"
            raise ValueError(message)
    progress(len(FILES), len(FILES) + 1)
    story.tell()
    # The register may have been evaluated for today while it was empty, so that nothing would follow by itself.
    register.evaluate()


def is_empty(register: Register) -> bool:
    """Whether nobody has registered anything yet."""
    with register.database.reading() as session:
        return not any_unit(session)


def is_whole(register: Register) -> bool:
    """Whether the demonstration was loaded to its end."""
    return Story(register, FOLDER, SOURCE).is_told()


def holds_demonstration(register: Register) -> bool:
    """Whether a loading has begun here."""
    with register.database.reading() as session:
        return any_unit(session, SOURCE)
