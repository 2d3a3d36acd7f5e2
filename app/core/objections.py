"""What Pydantic objects to, said in both languages: its own English beside Danish, and the objections that are ours."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, LiteralString

from pydantic_core import PydanticCustomError

from app.core.languages import Text
from app.core.patterns import EXAMPLES

#: Where one of our own objections carries its Danish, in the context that Pydantic hands on.
_DANISH = "da"
_NUMBER = Text("A whole number is expected.", da="Skriv et helt tal.")
_ANY_NUMBER = Text("A number is expected.", da="Skriv et tal.")
_YES_OR_NO = Text("true or false is expected.", da="Skriv true eller false.")
_DATE = Text("A day that there is, as YYYY-MM-DD, is expected.", da="Skriv en dato, der findes, som ÅÅÅÅ-MM-DD.")
_INSTANT = Text("An instant is expected, as 2025-03-03T12:00:00Z.", da="Skriv et tidspunkt som 2025-03-03T12:00:00Z.")
_OBJECT = Text("A JSON object is expected.", da="Her skal stå et JSON-objekt.")
_LIST = Text("A list is expected.", da="Her skal stå en liste.")
_CHOICE = Text(
    "There is no such value here. Choose one of these: {choices}.",
    da="Værdien findes ikke her. Vælg en af disse: {choices}.",
)
_OTHERWISE = Text("The value cannot be used here. Correct it.", da="Værdien kan ikke bruges her. Ret den.")
#: Pydantic's type of error → what we say, with the limits that it gives.
_SENTENCES = {
    "missing": Text("The value is missing. Fill it in.", da="Oplysningen mangler. Udfyld den."),
    "extra_forbidden": Text(
        "There is no such key here. Correct it, or leave it out.",
        da="Nøglen findes ikke her. Ret den, eller fjern den.",
    ),
    "string_type": Text("A text is expected.", da="Her skal stå en tekst."),
    "string_too_short": Text(
        "The text is too short. It needs at least {min_length} characters.",
        da="Teksten er for kort. Den skal have mindst {min_length} tegn.",
    ),
    "string_too_long": Text(
        "The text is too long. It may have at most {max_length} characters.",
        da="Teksten er for lang. Den må højst have {max_length} tegn.",
    ),
    "string_pattern_mismatch": Text(
        "The text does not have the right form. Write it like this: {example}",
        da="Teksten har ikke den rigtige form. Skriv den sådan: {example}",
    ),
    "string_unicode": Text(
        "The text holds characters that cannot be read. Write it anew.",
        da="Teksten indeholder tegn, der ikke kan læses. Skriv den igen.",
    ),
    "too_short": Text(
        "The list is too short: it needs at least {min_length}, and has {actual_length}.",
        da="Listen er for kort: der skal være mindst {min_length}, og der er {actual_length}.",
    ),
    "too_long": Text(
        "The list is too long: at most {max_length} are possible. Leave some out.",
        da="Listen er for lang: der må højst være {max_length}. Fjern nogle.",
    ),
    "greater_than_equal": Text(
        "The number is too small. It has to be at least {ge}.", da="Tallet er for lille. Det skal mindst være {ge}."
    ),
    "greater_than": Text(
        "The number is too small. It has to be more than {gt}.",
        da="Tallet er for lille. Det skal være større end {gt}.",
    ),
    "less_than_equal": Text(
        "The number is too large. It may be at most {le}.", da="Tallet er for stort. Det må højst være {le}."
    ),
    "less_than": Text(
        "The number is too large. It has to be less than {lt}.",
        da="Tallet er for stort. Det skal være mindre end {lt}.",
    ),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), _NUMBER),
    "int_parsing_size": Text("The number is too large.", da="Tallet er for stort."),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), _ANY_NUMBER),
    **dict.fromkeys(("bool_type", "bool_parsing"), _YES_OR_NO),
    **dict.fromkeys(("enum", "literal_error"), _CHOICE),
    "none_required": Text("null is expected.", da="Her skal stå null."),
    **dict.fromkeys(("list_type", "tuple_type", "set_type"), _LIST),
    **dict.fromkeys(("dict_type", "mapping_type", "model_type", "model_attributes_type"), _OBJECT),
    "json_type": Text("JSON as a text is expected.", da="Her skal stå JSON som tekst."),
    "json_invalid": Text("The text is no valid JSON. Correct it.", da="Teksten er ikke gyldig JSON. Ret den."),
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"), _DATE),
    **dict.fromkeys(("datetime_type", "datetime_parsing", "datetime_from_date_parsing", "timezone_aware"), _INSTANT),
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
    if _DANISH in context:
        return Text(error["msg"], da=context[_DANISH])
    said = _SENTENCES.get(error["type"], _OTHERWISE)
    limits = _limits(context)
    danish = {"choices": limits["choices"].replace(" or ", " eller ")}
    return Text(said.en.format_map(limits), da=said.da.format_map(defaultdict(lambda: "…", {**limits, **danish})))


def _limits(context: Mapping[str, Any]) -> defaultdict[str, Any]:
    """The limits as people are told them; what is missing leaves a gap, since a refusal must never fail itself."""
    limits = defaultdict[str, Any](lambda: "…", context)
    limits["choices"] = str(limits["expected"]).replace("'", "")
    limits["example"] = EXAMPLES.get(str(limits["pattern"]), "…")
    return limits
