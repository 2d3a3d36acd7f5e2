"""A deterministic register of any size, built through the register's own way of writing."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from sqlmodel import Session, col, select

from app.access.issuing import issue_token
from app.core.clock import Clock
from app.core.config import Settings
from app.core.database import Database
from app.core.migrate import upgrade
from app.demonstration.story import days_before
from app.journal.append import Author
from app.models import BudgetLine, Person, Position, Responsibility, System, Tenure, Unit
from app.register.loading import load_organisation
from app.register.register import Register
from app.vocabulary import Answer, Criticality, Lifecycle, Role

AUTHOR = Author("bench")
#: As in a municipality: an owner has a handful of systems, a unit a handful of positions.
SYSTEMS_PER_POSITION = 20
POSITIONS_PER_UNIT = 4
_BATCH = 2500
#: Levels of the tree of units: a line of these, and below it four below each.
_LINE = 8
#: When the systems of the register with a past were made, and when they were changed, in days ago.
YEARS_OF_PAST = (730, 500, 200, 30)


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
        positions = sorted(load_organisation(session, today).positions)
    for start in range(0, systems, _BATCH):
        numbers = range(start, min(start + _BATCH, systems))
        _write(register, partial(_systems, numbers=numbers, positions=positions, today=today))
    return register


def sqlite_file(folder: Path, systems: int) -> str:
    """The address of a register of so many systems in the folder; built when it is not there yet."""
    path = folder / f"bench-{systems}.db"
    url = f"sqlite:///{path}"
    if not path.exists():
        build(url, systems).database.dispose()
    return url


def file_with_a_past(folder: Path, systems: int) -> str:
    """The same, made two years ago; every system has been changed three times since, and every tenth renamed."""
    path = folder / f"bench-past-{systems}.db"
    url = f"sqlite:///{path}"
    if not path.exists():
        register = build(url, systems, YEARS_OF_PAST[0])
        register.database.dispose()
        for days_ago in YEARS_OF_PAST[1:]:
            register = open_register(url, days_ago)
            for start in range(0, systems, _BATCH):
                _write(register, partial(_change, start=start, days_ago=days_ago))
            register.database.dispose()
    return url


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


def _systems(session: Session, numbers: range, positions: list[str], today: date) -> None:
    criticalities = [term.value for term in Criticality]
    made: list[System] = []
    belongings: list[Responsibility | BudgetLine] = []
    for number in numbers:
        position = positions[number // SYSTEMS_PER_POSITION % len(positions)]
        system = System(
            name=f"Fagsystem {number:06}",
            description=f"Understøtter sagsbehandling nummer {number} i forvaltningen.",
            criticality=criticalities[number % 4],
            lifecycle=Lifecycle.IN_OPERATION.value,
            ever_in_use=True,
            acquisition="commercial",
            audience="internal",
            personal_data=["ordinary"],
            kle=["27.00.00"],
            supplier=f"Leverandør {number % 50}",
            confirmed_on=today,
            source="bench",
            external_id=f"{number:06}",
        )
        made.append(system)
        belongings.extend(_belongings(number, system.id, position, today))
    session.add_all(made)
    session.flush()
    session.add_all(belongings)
    session.flush()


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


def token(register: Register) -> str:
    """The secret of an administrator's token."""
    return issue_token(register, AUTHOR, name="bench", role=Role.ADMIN)
