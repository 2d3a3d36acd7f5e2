"""The README read as a newcomer reads it: its calls in order, and whether an answer is the one that it prints.

Standard library only: the newcomer's check runs before anything is installed.

What a printed answer leaves open is marked with an ellipsis: a text that holds one stands for any text, a last
element that begins with one for any further elements, and a key of that name for any further keys.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

README = Path(__file__).resolve().parents[2] / "README.md"
ELLIPSIS = "…"
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_DAY, _INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]+Z")
#: Days and years in a text move with the day of loading.
_DAY_OR_YEAR = re.compile(r"\b(\d\d-\d\d-)?20\d\d\b")
#: Numbers that depend on the day, wherever they stand in an answer: next year's budget is asked for from October on.
DAY_DEPENDENT = frozenset({"fiscalYear", "revision", "nextAfter", "open", "medium"})


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, its text, and the line on which the text begins."""

    language: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Call:
    """A block that can be run, and the answer that is printed below it, where one is."""

    block: Block
    answer: Block | None


def blocks(readme: str) -> list[Block]:
    return [Block(found[1], found[2], readme.count("\n", 0, found.start()) + 2) for found in _FENCE.finditer(readme)]


def calls(readme: str) -> Iterator[Call]:
    """Every block with a `curl` and every Python program, in the order of the README."""
    fenced = blocks(readme)
    for block, following in zip(fenced, [*fenced[1:], None], strict=True):
        if block.language == "python" or (block.language == "sh" and "curl " in block.text):
            answers = following is not None and following.language == ("json" if block.language == "sh" else "")
            yield Call(block, following if answers else None)


def differences(printed: Any, answered: Any, at: str = "") -> list[str]:
    """Where an answer is not what is printed, a sentence each. Days and instants have to be some, not the same."""
    match printed:
        case dict():
            return _in_object(printed, answered, at)
        case list():
            return _in_list(printed, answered, at)
        case str():
            return _in_text(printed, answered, at)
        case _:
            moves = at.rpartition(".")[2] in DAY_DEPENDENT
            same = type(answered) is type(printed) and (moves or answered == printed)
            return [] if same else [_said(at, printed, answered)]


def _in_object(printed: dict[str, Any], answered: Any, at: str) -> list[str]:
    if not isinstance(answered, dict):
        return [_said(at, printed, answered)]
    named = printed.keys() - {ELLIPSIS}
    found = [f"{at}.{name} is printed and not answered" for name in sorted(named - answered.keys())]
    if ELLIPSIS not in printed:
        found += [f"{at}.{name} is answered and not printed" for name in sorted(answered.keys() - named)]
    for name, value in printed.items():
        if name in answered:
            found += differences(value, answered[name], f"{at}.{name}")
    return found


def _in_list(printed: list[Any], answered: Any, at: str) -> list[str]:
    if not isinstance(answered, list):
        return [_said(at, printed, answered)]
    abridged = bool(printed) and isinstance(printed[-1], str) and printed[-1].startswith(ELLIPSIS)
    named = printed[:-1] if abridged else printed
    if len(answered) < len(named) or (len(answered) > len(named) and not abridged):
        return [f"{at} has {len(answered)} elements and not {len(named)}"]
    return [
        difference
        for number, (expected, given) in enumerate(zip(named, answered, strict=False))
        for difference in differences(expected, given, f"{at}[{number}]")
    ]


def _in_text(printed: str, answered: Any, at: str) -> list[str]:
    if not isinstance(answered, str):
        return [_said(at, printed, answered)]
    if ELLIPSIS in printed:
        return []
    for moment in (_DAY, _INSTANT):
        if moment.fullmatch(printed):
            return [] if moment.fullmatch(answered) else [_said(at, printed, answered)]
    return [] if _DAY_OR_YEAR.sub("", printed) == _DAY_OR_YEAR.sub("", answered) else [_said(at, printed, answered)]


def _said(at: str, printed: Any, answered: Any) -> str:
    short = [json.dumps(value, ensure_ascii=False)[:300] for value in (printed, answered)]
    return f"{at or 'the answer'} is {short[1]}; the README prints {short[0]}"
