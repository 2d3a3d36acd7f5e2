"""What the database refuses, said in words: the safety net below the services' own checks."""

from sqlalchemy.exc import IntegrityError

from app.core.errors import Conflict
from app.core.languages import Text

# Name of the constraint or trigger → pointer, code and detail. The first that occurs in the message counts.
_EXPLANATIONS = {
    "one_formal_owner": (
        "/validFrom",
        "owner-overlap",
        Text(
            "The system already has a formal owner in that period.",
            da="Systemet har allerede en formel systemejer i den periode. "
            "Ret datoerne, eller afslut det andet ejerskab.",
        ),
    ),
    "one_holder": (
        "/validFrom",
        "holder-overlap",
        Text(
            "The position already has a holder in that period.",
            da="Stillingen er allerede besat i den periode. Ret datoerne.",
        ),
    ),
    "unit_no_cycle": (
        "/parentId",
        "unit-cycle",
        Text(
            "The unit would stand above itself.",
            da="Enheden ville ligge under sig selv. Vælg en anden overordnet enhed.",
        ),
    ),
    "position_no_cycle": (
        "/reportsToId",
        "reporting-loop",
        Text(
            "The position would report to itself.",
            da="Stillingen ville referere til sig selv. Vælg en anden overordnet stilling.",
        ),
    ),
    "external_id": (
        "/externalId",
        "duplicate-key",
        Text(
            "Another one already has this source and externalId.",
            da="En anden har allerede den nøgle i den kilde. Vælg en anden nøgle.",
        ),
    ),
    "_source": (
        "/externalId",
        "duplicate-key",
        Text(
            "Another one already has this source and externalId.",
            da="En anden har allerede den nøgle i den kilde. Vælg en anden nøgle.",
        ),
    ),
    "foreign key": (
        "",
        "in-use",
        Text(
            "Others still refer to it; move or end those first.",
            da="Andre oplysninger henviser stadig hertil. Flyt eller afslut dem først.",
        ),
    ),
}


def explained(error: IntegrityError) -> Conflict:
    """The conflict that the database's refusal stands for."""
    message = str(error.orig).lower()
    for name, (pointer, code, detail) in _EXPLANATIONS.items():
        if name in message:
            return Conflict.at(pointer, code, detail)
    return Conflict(
        Text(
            "The database refused the write because it breaks a constraint.",
            da="Databasen afviste ændringen, fordi den strider mod det, der står i registret. Ret den, og prøv igen.",
        ),
        code="constraint",
    )
