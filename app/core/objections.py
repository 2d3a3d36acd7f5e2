"""What Pydantic objects to, said in both languages: its own English beside Danish, and the objections that are ours."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, LiteralString

from pydantic_core import PydanticCustomError

from app.core.languages import Text

#: Where one of our own objections carries its Danish, in the context that Pydantic hands on.
_DANISH = "da"
_NUMBER = "Skriv et helt tal."
_DATE = "Skriv en dato, der findes, som ÅÅÅÅ-MM-DD."
_INSTANT = "Skriv et tidspunkt som 2025-03-03T12:00:00Z."
_OBJECT = "Her skal stå et JSON-objekt."
_LIST = "Her skal stå en liste."
_OTHERWISE = "Værdien kan ikke bruges her. Ret den."
#: Pydantic's type of error → Danish, with the limits that it gives.
_SENTENCES = {
    "missing": "Oplysningen mangler. Udfyld den.",
    "extra_forbidden": "Nøglen findes ikke her. Ret den, eller fjern den.",
    "string_type": "Her skal stå en tekst.",
    "string_too_short": "Teksten er for kort. Den skal have mindst {min_length} tegn.",
    "string_too_long": "Teksten er for lang. Den må højst have {max_length} tegn.",
    "string_pattern_mismatch": "Teksten har ikke den rigtige form. Den skal passe til mønsteret {pattern}.",
    "string_unicode": "Teksten indeholder tegn, der ikke kan læses. Skriv den igen.",
    "too_short": "Listen er for kort: der skal være mindst {min_length}, og der er {actual_length}.",
    "too_long": "Listen er for lang: der må højst være {max_length}. Fjern nogle.",
    "greater_than_equal": "Tallet er for lille. Det skal mindst være {ge}.",
    "greater_than": "Tallet er for lille. Det skal være større end {gt}.",
    "less_than_equal": "Tallet er for stort. Det må højst være {le}.",
    "less_than": "Tallet er for stort. Det skal være mindre end {lt}.",
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "int_from_float": _NUMBER,
    "int_parsing_size": "Tallet er for stort.",
    "float_type": "Skriv et tal.",
    "float_parsing": "Skriv et tal.",
    "finite_number": "Skriv et tal.",
    "bool_type": "Skriv true eller false.",
    "bool_parsing": "Skriv true eller false.",
    "enum": "Værdien findes ikke her. Vælg en af disse: {expected}.",
    "literal_error": "Værdien findes ikke her. Vælg en af disse: {expected}.",
    "none_required": "Her skal stå null.",
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "dict_type": _OBJECT,
    "mapping_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "json_type": "Her skal stå JSON som tekst.",
    "json_invalid": "Teksten er ikke gyldig JSON. Ret den.",
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "datetime_type": _INSTANT,
    "datetime_parsing": _INSTANT,
    "datetime_from_date_parsing": _INSTANT,
    "timezone_aware": _INSTANT,
    "value_error": _OTHERWISE,
}


def refusal(code: LiteralString, said: Text) -> PydanticCustomError:
    """An objection of our own, to be raised by a validator."""
    return PydanticCustomError(code, "{en}", {"en": said.en, _DANISH: said.da})


def told(said: Text) -> dict[str, Any]:
    """The same as a part of an error that is written as Pydantic writes its own."""
    return {"msg": said.en, "ctx": {_DANISH: said.da}}


def objection(error: Mapping[str, Any]) -> Text:
    """What one of Pydantic's errors says."""
    context = error.get("ctx", {})
    danish = context.get(_DANISH) or _SENTENCES.get(error["type"], _OTHERWISE).format_map(_limits(context))
    return Text(error["msg"], da=danish)


def _limits(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """The limits as Danish says them; whatever is missing leaves a gap, since a refusal must never fail itself."""
    limits = defaultdict(lambda: "…", context)
    if "expected" in limits:
        limits["expected"] = str(limits["expected"]).replace(" or ", " eller ").replace("'", "")
    return limits
