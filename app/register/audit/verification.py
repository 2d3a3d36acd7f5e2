"""Whether the register is what its journal says: the chain, every row, what was known when, and what stands today."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass

from sqlmodel import Session

from app.journal.verification import Verification, verify
from app.models import RegisterState
from app.register.audit.difference import Difference
from app.register.audit.guards import differing_schema
from app.register.audit.present import differing_cards, differing_stretches
from app.register.audit.rows import differing_rows
from app.register.audit.versions import differing_standing, differing_versions, first_protected
from app.register.edition import edition_of, is_current
from app.register.loading import load_organisation
from app.register.register import Register

#: Tables that nothing can be compared with: they are kept for a while, or hold nothing but what follows.
OUTSIDE = (
    "former_login",
    *("idempotent_answer", "import_account", "import_file", "import_mapping", "import_problem", "import_report", "job"),
    *("outside_difference", "outside_feed", "outside_record"),
    *("read_entry", "read_subject", "register_state", "sign_in_code", "token_use", "web_session"),
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
    state = session.get_one(RegisterState, 1)
    evaluated = is_current(edition_of(state), register.clock.today())
    difference = None
    if found.valid:
        # Closed where it stops: on PostgreSQL what is not read to its end holds cursors.
        with closing(_differences(register, session, evaluated=evaluated)) as differences:
            difference = next(differences, None)
    return Audit(found, difference, first_protected(session), evaluated)


def _differences(register: Register, session: Session, *, evaluated: bool) -> Generator[Difference]:
    yield from differing_schema(session)
    yield from differing_rows(session)
    yield from differing_versions(session)
    yield from differing_standing(session)
    if evaluated:
        organisation = load_organisation(session, register.clock.today())
        yield from differing_stretches(session)
        yield from differing_cards(session, organisation)
