"""What the schemas object to, in sentences for whoever made the file."""

from collections.abc import Mapping
from typing import Any

_SENTENCES = {
    "missing": "Feltet mangler; udfyld cellen.",
    "string_too_short": "Cellen er tom; udfyld den.",
    "string_too_long": "Teksten er på mere end {max_length} tegn; forkort den.",
    "too_long": "Der er flere end {max_length} værdier i cellen; fjern nogle.",
    "greater_than_equal": "Tallet er for lille; det skal mindst være {ge}.",
    "less_than_equal": "Tallet er for stort; det må højst være {le}.",
    "cpr-number": "Teksten indeholder noget, der ligner et CPR-nummer. Fjern det: CPR-numre må ikke stå i registret.",
    "control-character": "Teksten indeholder usynlige styretegn; skriv den igen.",
    "line-break": "Linjeskift og tabulatorer kan ikke bruges her; skriv det hele på én linje.",
    "backwards-period": "Slutdatoen ligger før startdatoen; ret en af dem.",
    "contradiction": "»ingen« og »ukendt« skal stå alene i cellen.",
}
_ADDRESS = "Skriv en hel adresse, f.eks. https://www.eksempel.dk/vejledning."
_SHAPES = {
    "documentation_url": _ADDRESS,
    "emergency_plan_url": _ADDRESS,
    "email": "Skriv en e-mailadresse, f.eks. navn@kommune.dk.",
    "phone": "Skriv et telefonnummer, f.eks. 12 34 56 78.",
    "kle": "Skriv et KLE-nummer, f.eks. 27, 27.36 eller 27.36.04.",
}
_OTHERWISE = "Værdien kan ikke bruges her; ret cellen."


def sentence(kind: str, attribute: str, context: Mapping[str, Any], otherwise: str = _OTHERWISE) -> str:
    """`kind` is Pydantic's type of error, `attribute` the field that it is about, `context` its limits.

    `otherwise`: what is said of an error that has no words of its own.
    """
    if kind == "string_pattern_mismatch":
        return _SHAPES.get(attribute, otherwise)
    return _SENTENCES.get(kind, otherwise).format_map(context)
