"""A deterministic register of any size, built through the register's own way of writing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random

from sqlmodel import Session, col, select

from app.access.issuing import issue_token
from app.core.clock import Clock
from app.core.config import Settings
from app.core.database import Database
from app.core.engines import remove_file
from app.core.migrate import upgrade
from app.demonstration.story import days_before
from app.journal.append import Author
from app.models import BudgetLine, Person, Position, Responsibility, System, Tenure, Unit
from app.register.loading import load_organisation
from app.register.register import Register
from app.vocabulary import Answer, Criticality, Lifecycle, PersonalData, Role
from bench import words

AUTHOR = Author("bench")
#: As in a municipality: an owner has a handful of systems, a unit a handful of positions.
SYSTEMS_PER_POSITION = 20
POSITIONS_PER_UNIT = 4
_BATCH = 2500
#: Levels of the tree of units: a line of these, and below it four below each.
_LINE = 8
#: So spread that a page under one or two filters is full at 250 systems already: half of the systems are critical to
#: the business, and four in five of those are in operation.
_CRITICALITIES = (
    Criticality.SOCIETY_CRITICAL,
    *[Criticality.BUSINESS_CRITICAL] * 5,
    *[Criticality.NOT_CRITICAL] * 3,
    Criticality.UNKNOWN,
)
_LIFECYCLES = (
    *[Lifecycle.IN_OPERATION] * 16,
    Lifecycle.PLANNED,
    Lifecycle.PHASING_IN,
    Lifecycle.PHASING_OUT,
    Lifecycle.RETIRED,
)
_PERSONAL_DATA = (
    [PersonalData.NONE],
    [PersonalData.ORDINARY],
    [PersonalData.ORDINARY, PersonalData.CPR],
    [PersonalData.ORDINARY, PersonalData.SENSITIVE],
    [PersonalData.UNKNOWN],
)
_COMPANIES = ("A/S", "ApS", "IT", "Data", "Software", "Systemer")
#: When the systems of the register with a past were made, and when they were changed, in days ago.
DAYS_OF_PAST = (730, 200)


def open_register(database_url: str, days_ago: int = 0) -> Register:
    """The register as it would be used so many days ago."""
    settings = Settings(database_url=database_url)
    return days_before(Register(Database(settings), Clock(settings.zone)), days_ago)


def build_organisation(database_url: str, systems: int, days_ago: int = 0) -> Register:
    """An empty database becomes a register with the positions that so many systems need, and no systems."""
    upgrade(database_url)
    register = open_register(database_url, days_ago)
    count = max(systems // SYSTEMS_PER_POSITION, 24)
    _write(register, lambda session: _organisation(session, count, register.clock.today()))
    return register


def build(database_url: str, systems: int, days_ago: int = 0) -> Register:
    """An empty database becomes a register of so many systems, with owners, duties and budgets."""
    register = build_organisation(database_url, systems, days_ago)
    today = register.clock.today()
    with register.database.reading() as session:
        organisation = load_organisation(session, today)
        positions, units = sorted(organisation.positions), sorted(organisation.units)
    for start in range(0, systems, _BATCH):
        numbers = range(start, min(start + _BATCH, systems))
        _write(register, partial(_systems, numbers=numbers, positions=positions, units=units, today=today))
    return register


def sqlite_file(folder: Path, systems: int) -> str:
    """The address of a register of so many systems in the folder; built when it is not there yet."""
    return _file(folder / f"bench-v2-{systems}.db", lambda url: build(url, systems).database.dispose())


def file_with_a_past(folder: Path, systems: int) -> str:
    """The same, as `build_past` makes it."""
    return _file(folder / f"bench-v2-past-{systems}.db", lambda url: build_past(url, systems))


def _file(path: Path, fill: Callable[[str], None]) -> str:
    if not path.exists():
        # Under another name first: what a run that was cut off has left is no register.
        unfinished = path.with_name(f"unfinished-{path.name}")
        remove_file(unfinished)
        fill(f"sqlite:///{unfinished}")
        unfinished.rename(path)
        remove_file(unfinished)
    return f"sqlite:///{path}"


def build_past(database_url: str, systems: int) -> None:
    """The same, made two years ago; every system has been changed since, and every tenth renamed."""
    build(database_url, systems, DAYS_OF_PAST[0]).database.dispose()
    for days_ago in DAYS_OF_PAST[1:]:
        register = open_register(database_url, days_ago)
        for start in range(0, systems, _BATCH):
            _write(register, partial(_change, start=start, days_ago=days_ago))
        register.database.dispose()
    register = open_register(database_url)
    register.follow_the_day()
    register.database.dispose()


def _change(session: Session, start: int, days_ago: int) -> None:
    chunk = select(System).order_by(col(System.id)).offset(start).limit(_BATCH)
    for number, system in enumerate(session.exec(chunk), start=start):
        system.version = f"som den var for {days_ago} dage siden"
        if number % 10 == 0:
            system.name = f"Fagsystem, som det hed for {days_ago} dage siden {number:06}"
    session.flush()


def _write(register: Register, action: Callable[[Session], None]) -> None:
    register.write(AUTHOR, action, lambda *_: None)


def _organisation(session: Session, count: int, today: date) -> None:
    """A tree of units, twelve deep where there are 600 of them, and `count` positions over all levels."""
    units = [Unit(name=f"Enhed {number:03}", kind="department") for number in range(count // POSITIONS_PER_UNIT)]
    for number, unit in enumerate(units[1:], start=1):
        unit.parent_id = units[_parent(number)].id
    session.add_all(units)
    positions = [
        Position(
            title=f"Stilling {number:03}",
            unit_id=units[number % len(units)].id,
            management_level=0 if number == 0 else 1 + number % 5,
            leads_unit=number < len(units),
            budget_authority=Answer.YES.value,
            budget_limit_dkk=1_000_000,
        )
        for number in range(count)
    ]
    people = [Person(name=f"Person {number:03}") for number in range(count)]
    session.flush()
    session.add_all([*positions, *people])
    session.flush()
    session.add_all(
        Tenure(position_id=position.id, person_id=person.id, role="holder", valid_from=today - timedelta(days=400))
        for position, person in zip(positions, people, strict=True)
    )
    session.flush()


def _parent(number: int) -> int:
    """First a line of units, then four below each."""
    return number - 1 if number < _LINE else _LINE - 1 + (number - _LINE) // 4


def _systems(session: Session, numbers: range, positions: list[str], units: list[str], today: date) -> None:
    made: list[System] = []
    belongings: list[Responsibility | BudgetLine] = []
    for number in numbers:
        position = positions[number // SYSTEMS_PER_POSITION % len(positions)]
        system = _system(number, units[number * 7 % len(units)], today)
        made.append(system)
        belongings.extend(_belongings(number, system.id, position, today))
    session.add_all(made)
    session.flush()
    session.add_all(belongings)
    session.flush()


def _system(number: int, unit_id: str, today: date) -> System:
    """The same for a number in every register, but for the unit and the day."""
    chance = Random(number)
    lifecycle = _LIFECYCLES[number // len(_CRITICALITIES) % len(_LIFECYCLES)]
    return System(
        name=words.name(chance, number),
        description=words.description(chance, number),
        criticality=_CRITICALITIES[number % len(_CRITICALITIES)].value,
        lifecycle=lifecycle.value,
        ever_in_use=lifecycle is not Lifecycle.PLANNED,
        phased_out_on=today - timedelta(days=30) if lifecycle is Lifecycle.RETIRED else None,
        acquisition="commercial",
        audience="internal",
        personal_data=[kind.value for kind in chance.choice(_PERSONAL_DATA)],
        kle=sorted(chance.sample(words.KLE, 1 + number % 3)),
        unit_id=unit_id,
        supplier=f"{chance.choice(words.MAKERS)} {chance.choice(_COMPANIES)}",
        confirmed_on=today - timedelta(days=chance.randrange(700)),
        source="bench",
        external_id=f"{number:06}",
    )


def _belongings(number: int, system_id: str, position: str, today: date) -> Iterator[Responsibility | BudgetLine]:
    since = today - timedelta(days=number % 300)
    for duty in ("owner", "monitor", "fix")[: 1 + number % 3]:
        yield Responsibility(system_id=system_id, position_id=position, duty=duty, basis="formal", valid_from=since)
    yield BudgetLine(
        system_id=system_id,
        fiscal_year=today.year,
        kind="operation",
        estimated_dkk=100_000 + number,
        allocated_dkk=0 if number % 10 == 0 else 100_000 + number,
        holder_position_id=position,
    )


@contextmanager
def opened(url: str) -> Iterator[Register]:
    register = open_register(url)
    yield register
    register.database.dispose()


def token(register: Register) -> str:
    """The secret of an administrator's token."""
    return issue_token(register, AUTHOR, name="bench", role=Role.ADMIN)
