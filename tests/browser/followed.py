"""What KITOS says differently of the municipality that is visited: the demonstration follows none."""

from datetime import UTC, datetime

from pydantic.alias_generators import to_snake
from sqlmodel import select

from app.core.config import Settings
from app.core.database import Database
from app.models import System
from tests.support.differing import difference, note

_NOTES = "Systemet skiftes, når den nye aftale er på plads. Indtil da drives det af leverandøren. " * 3
#: Of one system each: the field, what KITOS says in it, and why a person has to decide.
_SAID = (
    ("supplier", "Leverandøren, der har købt den forrige leverandør, A/S", "changed"),
    ("notes", _NOTES, "changed"),
    ("personalData", ["ordinary", "sensitive"], "changed"),
    ("name", "Systemet til borger 010190-1234", "refused"),
    ("", None, "deleted"),
)


def let_kitos_differ(url: str) -> None:
    """Leave differences of every kind, as a run that followed KITOS does."""
    database, now = Database(Settings(database_url=url)), datetime.now(UTC)
    try:
        with database.writing() as session:
            systems = session.exec(select(System).order_by(System.name).limit(len(_SAID)))
            for system, (field, outside, reason) in zip(systems, _SAID, strict=True):
                row = {"id": system.id, "name": system.name}
                if field:
                    row[field] = getattr(system, to_snake(field))
                note(session, difference("systems", row, field, outside, now, reason), row)
            session.commit()
    finally:
        database.dispose()
