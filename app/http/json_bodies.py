"""What JSON leaves open and a register must not guess at: each fault of a body has its own words."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from json import JSONDecodeError
from typing import Any

from app.core.errors import InvalidInput
from app.core.languages import Text
from app.core.objections import told
from app.core.validation import field_problems, summary
from app.http.problems import fault

_DEEPEST = 50
_MOST_FAULTS = 100
#: Of the largest whole number of 64 bits.
_DIGITS = 19
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class _Fault:
    """Stands where the faulty value stood; `key` names the faulty key of an object."""

    code: str
    detail: Text
    key: str | None = None


def check_json(body: bytes) -> None:
    """Raises InvalidInput for bad UTF-8, bad syntax, too deep nesting, repeated keys, and numbers beyond 64 bits."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise fault(
            "", "bad-encoding", Text("The body is not valid UTF-8.", da="Indholdet er ikke gyldig UTF-8. Ret det.")
        ) from error
    reading = _Reading()
    try:
        value = reading.read(text)
    except JSONDecodeError as error:
        detail = Text(
            f"The body is not JSON: look at line {error.lineno}, column {error.colno}.",
            da=f"Indholdet er ikke gyldig JSON. Se på linje {error.lineno}, kolonne {error.colno}.",
        )
        raise fault("", "json-invalid", detail) from error
    except RecursionError as error:
        raise _too_deep() from error
    # Fewer brackets than that cannot nest so deep.
    if text.count("[") + text.count("{") > _DEEPEST and _is_too_deep(value):
        raise _too_deep()
    if reading.faulty:
        problems = field_problems(list(islice(_faults(value, ("body",)), _MOST_FAULTS)))
        raise InvalidInput(summary(problems), code=problems[0].code, errors=problems)


class _Reading:
    """Reads JSON, leaving a `_Fault` wherever there is one."""

    def __init__(self) -> None:
        self.faulty = False
        self._escapes = False

    def read(self, text: str) -> Any:  # noqa: ANN401 - JSON is anything
        # The bytes were UTF-8, so half a character can only come from an escape.
        self._escapes = "\\u" in text
        return json.loads(
            text,
            object_pairs_hook=self._object,
            parse_int=self._whole,
            parse_float=self._fraction,
            parse_constant=self._constant,
        )

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Fault:
        made = dict(pairs)
        if self._escapes and any(_LONE_SURROGATE.search(key) for key in made):
            return self._fault(
                "bad-key", Text("A key holds half of a character.", da="En nøgle indeholder et halvt tegn. Ret den.")
            )
        if len(made) < len(pairs):
            repeated = Counter(key for key, _ in pairs).most_common(1)[0][0]
            return self._fault(
                "repeated-key",
                Text(
                    "The key is given more than once in the object.",
                    da="Nøglen står mere end én gang i objektet. Lad den stå én gang.",
                ),
                repeated,
            )
        return made

    def _whole(self, digits: str) -> int | _Fault:
        # Python refuses to read thousands of digits at all.
        if len(digits) < _DIGITS or (len(digits) <= _DIGITS + 1 and -(2**63) <= int(digits) < 2**63):
            return int(digits)
        return self._too_large()

    def _fraction(self, digits: str) -> float | _Fault:
        number = float(digits)
        return number if math.isfinite(number) else self._too_large()

    def _constant(self, name: str) -> _Fault:
        return self._fault(
            "not-a-number", Text(f"{name} is no number in JSON.", da=f"{name} er ikke et tal i JSON. Ret det.")
        )

    def _too_large(self) -> _Fault:
        return self._fault(
            "number-too-large",
            Text("The number is beyond 64 bits.", da="Tallet er for stort: det fylder mere end 64 bit."),
        )

    def _fault(self, code: str, detail: Text, key: str | None = None) -> _Fault:
        self.faulty = True
        return _Fault(code, detail, key)


def _faults(value: Any, place: tuple[str | int, ...]) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON is anything
    """The faults in what was read, as Pydantic tells of its own."""
    if isinstance(value, _Fault):
        place = place if value.key is None else (*place, value.key)
        yield {"type": value.code, "loc": place, **told(value.detail)}
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _faults(part, (*place, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _faults(part, (*place, index))


def _is_too_deep(value: Any) -> bool:  # noqa: ANN401 - JSON is anything
    level = [value]
    for _ in range(_DEEPEST):
        level = [part for whole in level for part in _parts(whole) if isinstance(part, dict | list)]
        if not level:
            return False
    return True


def _parts(value: Any) -> list[Any]:  # noqa: ANN401 - JSON is anything
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _too_deep() -> InvalidInput:
    return fault(
        "",
        "too-deep",
        Text(
            f"The body nests deeper than {_DEEPEST} levels.",
            da=f"Indholdet er indlejret i mere end {_DEEPEST} niveauer.",
        ),
    )
