"""Days and years in the demonstration's spreadsheets, so that its story holds in any year. Pure.

`{{år}}`, `{{år-1}}`, `{{år+1}}` are years, `{{dag}}`, `{{dag+30}}`, `{{dag-400}}` dates, seen from the day of loading.
"""

import re
from datetime import date, timedelta

_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
_MEANING = re.compile(r"(år|dag)(?:([+-])(\d{1,4}))?")


def render(text: str, today: date) -> str:
    """The text with every placeholder filled in; raises ValueError for one that means nothing."""
    return _PLACEHOLDER.sub(lambda found: _value(found[1], today), text)


def _value(inside: str, today: date) -> str:
    meaning = _MEANING.fullmatch(inside.strip())
    if meaning is None:
        message = f"The placeholder {{{{{inside}}}}} means nothing; there are {{{{år±n}}}} and {{{{dag±n}}}}."
        raise ValueError(message)
    what, sign, number = meaning.groups()
    distance = int(number or 0) * (-1 if sign == "-" else 1)
    if what == "år":
        return str(today.year + distance)
    return (today + timedelta(days=distance)).strftime("%d-%m-%Y")
