"""Whether the register is what its journal says: the chain, every row, what was known when, and what stands today."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy.exc import DataError
from sqlmodel import Session

from app.journal.verification import Verification, verify
from app.models import FormerLogin
from app.register.audit.difference import Difference
from app.register.audit.guards import differing_schema
from app.register.audit.present import differing_cards, differing_stretches
from app.register.audit.rows import differing_rows
from app.register.audit.state import differing_state
from app.register.audit.tiling import gaps_in_stretches
from app.register.audit.unreadable import unreadable_values
from app.register.audit.versions import differing_standing, differing_versions, first_protected
from app.register.edition import read_edition
from app.register.former_logins import differing_logins
from app.register.loading import load_organisation
from app.register.meaning import MEANING
from app.register.register import Register

#: Tables that nothing can be compared with: they are kept for a while, or hold nothing but what follows. Of former
#: logins, those of people who are not erased are compared; that others are gone nobody can tell.
OUTSIDE = (
    "former_login",
    *("idempotent_answer", "import_account", "import_file", "import_mapping", "import_problem", "import_report", "job"),
    *("outside_difference", "outside_feed", "outside_record"),
    *("read_entry", "read_subject", "sign_in_code", "token_use", "web_session"),
)


@dataclass(frozen=True, slots=True)
class Audit:
    """`journal`: the chain alone. `difference`: the first thing that is not as the journal has it.

    `protected_from`: the first entry that vouches for what was known; None where none does yet. `evaluated`: whether
    today's cards could be compared, which they cannot before the day has been evaluated.
    """

    journal: Verification
    difference: Difference | None
    protected_from: int | None
    evaluated: bool

    @property
    def valid(self) -> bool:
        return self.journal.valid and self.difference is None


def audit(register: Register, session: Session) -> Audit:
    """Look through everything, in memory that does not grow with the register; stops at the first difference."""
    found = verify(session)
    edition = read_edition(session)
    evaluated = edition.meaning == MEANING and edition.evaluated_on == register.clock.today().isoformat()
    difference = _first_difference(register, session, evaluated=evaluated) if found.valid else None
    return Audit(found, difference, first_protected(session), evaluated)


def _first_difference(register: Register, session: Session, *, evaluated: bool) -> Difference | None:
    try:
        # Closed where it stops: on PostgreSQL what is not read to its end holds cursors.
        with closing(_differences(register, session, evaluated=evaluated)) as differences:
            return next(differences, None)
    except (ValueError, TypeError, DataError):
        # Something that the register cannot have written, or a fault of its own.
        with closing(unreadable_values(session)) as values:
            found = next(values, None)
        if found is None:
            raise
        return found


def _differences(register: Register, session: Session, *, evaluated: bool) -> Generator[Difference]:
    yield from differing_schema(session)
    yield from differing_state(session, register.clock)
    yield from differing_rows(session)
    yield from differing_versions(session)
    yield from differing_standing(session)
    yield from gaps_in_stretches(session)
    for person_id in differing_logins(session):
        yield Difference(str(FormerLogin.__tablename__), person_id, "it does not follow from the journal")
    if evaluated:
        organisation = load_organisation(session, register.clock.today())
        yield from differing_stretches(session)
        yield from differing_cards(session, organisation)
