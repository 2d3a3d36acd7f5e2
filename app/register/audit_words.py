"""What an audit of the register found, in words for whoever runs it."""

from app.register.audit.verification import Audit


def fault_of(found: Audit) -> str | None:
    """The first thing that is not right, as a clause in English that names it; None where all is."""
    if found.difference is not None:
        about = f" (entry {found.difference.revision})" if found.difference.revision else ""
        return f"the register is not what its journal says: {found.difference}{about}"
    if not found.journal.valid:
        return f"the journal is broken at entry {found.journal.first_bad_revision}: {found.journal.problem}"
    return None
