"""What an attestation was given for: when any of it changes, the seal is broken. Pure."""

import json
from collections.abc import Iterable
from hashlib import sha256

from app.rules.facts import BudgetLineFacts, OwnerFacts
from app.vocabulary import Criticality


def seal_of(owner: OwnerFacts | None, criticality: Criticality, lines: Iterable[BudgetLineFacts]) -> str:
    """A digest of the owning position and its holder, the criticality, and every budget line."""
    holder = owner.holder.person_id if owner and owner.holder else None
    budget = sorted(
        [
            line.fiscal_year,
            line.kind.value,
            -1 if line.estimated_dkk is None else line.estimated_dkk,
            -1 if line.allocated_dkk is None else line.allocated_dkk,
            line.holder.position_id if line.holder else "",
        ]
        for line in lines
    )
    sealed = [owner.position_id if owner else None, holder, criticality.value, budget]
    return sha256(json.dumps(sealed).encode()).hexdigest()
