"""What the database refuses, said in words: the safety net below the services' own checks."""

from sqlalchemy.exc import IntegrityError

from app.core.errors import Conflict

# Name of the constraint or trigger → pointer, code and detail. The first that occurs in the message counts.
_EXPLANATIONS = {
    "one_formal_owner": ("/validFrom", "owner-overlap", "The system already has a formal owner in that period."),
    "one_holder": ("/validFrom", "holder-overlap", "The position already has a holder in that period."),
    "unit_no_cycle": ("/parentId", "unit-cycle", "The unit would stand above itself."),
    "position_no_cycle": ("/reportsToId", "reporting-loop", "The position would report to itself."),
    "external_id": ("/externalId", "duplicate-key", "Another one already has this source and externalId."),
    "_source": ("/externalId", "duplicate-key", "Another one already has this source and externalId."),
    "foreign key": ("", "in-use", "Others still refer to it; move or end those first."),
}


def explained(error: IntegrityError) -> Conflict:
    """The conflict that the database's refusal stands for."""
    message = str(error.orig).lower()
    for name, (pointer, code, detail) in _EXPLANATIONS.items():
        if name in message:
            return Conflict.at(pointer, code, detail)
    return Conflict("The database refused the write because it breaks a constraint.", code="constraint")
