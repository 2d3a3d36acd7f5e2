"""The README is read right, its tables name what there is, and its answers hold on another day than today."""

import json
import re
import shlex
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from typer.main import get_group

from app.cli import app
from app.core.config import Settings
from app.demonstration.loading import load_demonstration
from app.imports.choices import ImportKind
from tests.newcomer.readme import README, Call, blocks, calls, differences
from tests.support.api import Api

TEXT = README.read_text(encoding="utf-8")
CALLS = list(calls(TEXT))
LOCAL = "http://127.0.0.1:8000"


def table_below(heading: str) -> list[list[str]]:
    """The cells of the rows of the first table of a section, headers left out."""
    section = TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\|(.*)\|$", section, re.MULTILINE)
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)] for row in rows[2:]]


def test_settings_are_those_of_the_program() -> None:
    named = {row[0].strip("`"): row[1].strip("`") for row in table_below("Settings")}
    assert named == {name.upper(): str(field.default) for name, field in Settings.model_fields.items()}


def test_commands_and_their_options_are_those_of_the_program() -> None:
    named: dict[str, set[str]] = {}
    for row in table_below("Command line"):
        for usage in re.findall(r"`([^`]+)`", row[0]):
            # A command that can be asked in two ways has a row for each.
            for command in named_by(usage.split()):
                named.setdefault(command, set()).update(re.findall(r"--[a-z-]+", usage))
    assert named == commands()


def named_by(words: list[str]) -> list[str]:
    """The commands that a usage is of: one, or one for each kind of file."""
    below = getattr(get_group(app).commands[words[0]], "commands", None)
    if below is None or words[1].startswith("--"):
        return [words[0]]
    return [f"{words[0]} {kind}" for kind in ImportKind] if words[1] == "KIND" else [f"{words[0]} {words[1]}"]


def commands() -> dict[str, set[str]]:
    """The long options of every command, by the words that call it."""
    found: dict[str, set[str]] = {}
    for name, command in get_group(app).commands.items():
        below = getattr(command, "commands", None)
        leaves = {f"{name} {word}": leaf for word, leaf in below.items()} if below else {}
        # A group may be a command as well, if it has options of its own.
        if not below or any(option.name != "help" for option in command.params):
            leaves[name] = command
        for words, leaf in leaves.items():
            options = (option for parameter in leaf.params for option in parameter.opts)
            found[words] = {option for option in options if option.startswith("--")}
    return found


def test_readme_has_the_calls_of_every_user() -> None:
    assert len(CALLS) >= 9
    assert {call.block.language for call in CALLS} == {"sh", "python"}
    assert sum(call.answer is not None for call in CALLS) >= 6


def test_printed_answers_hold_on_another_day(demonstration: Api) -> None:
    assert_answers_hold(demonstration)


@pytest.mark.soak
@pytest.mark.parametrize("day", ["2026-10-16", "2026-12-31", "2027-01-01", "2028-02-29", "2029-06-30"])
def test_printed_answers_hold_on_many_days(sqlite_api: Api, day: str) -> None:
    sqlite_api.time.instant = datetime.fromisoformat(f"{day}T09:00:00Z")
    load_demonstration(sqlite_api.register)
    assert_answers_hold(sqlite_api, but=("/v1/changes",))


def assert_answers_hold(api: Api, but: tuple[str, ...] = ()) -> None:
    """`but`: paths that are left out."""
    for call in CALLS:
        came = None if any(path in call.block.text for path in but) else asked(api, call)
        if came is not None and call.answer is not None:
            assert differences(json.loads(call.answer.text), came) == [], f"README, line {call.answer.line}"


def asked(api: Api, call: Call) -> Any:
    """The answer to a `curl` that sends and expects JSON; None for the others."""
    words = shlex.split(call.block.text.replace("\\\n", " "))
    if call.block.language != "sh" or "-F" in words or "-o" in words:
        return None
    (url,) = [word for word in words if word.startswith(LOCAL)]
    sent = dict(pairwise(words))
    content = sent.get("-d")
    headers = {"Content-Type": "application/json"} if content else {}
    answer = api.client.request(sent.get("-X", "GET"), url.removeprefix(LOCAL), content=content, headers=headers)
    assert answer.status_code < 300, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("printed", "answered"),
    [
        ({"a": 1}, {"a": 1}),
        ({"a": 1, "…": ""}, {"a": 1, "b": 2}),
        ({"id": "01a2…"}, {"id": "anything"}),
        ([1, "… and more"], [1, 2, 3]),
        ([1, "… and more"], [1]),
        ({"at": "2026-11-24T01:00:00Z"}, {"at": "2031-01-01T00:00:00.123Z"}),
        ({"since": "2023-09-01"}, {"since": "2024-01-01"}),
        ("senest den 12-11-2026 for 2027", "senest den 01-02-2031 for 2032"),
        ({"revision": 4074}, {"revision": 5}),
        (None, None),
    ],
)
def test_what_a_printed_answer_leaves_open_is_left_open(printed: Any, answered: Any) -> None:
    assert differences(printed, answered) == []


@pytest.mark.parametrize(
    ("printed", "answered", "said"),
    [
        ({"a": 1}, {"a": 2}, ".a is 2; the README prints 1"),
        ({"a": 1}, {"a": 1.0}, ".a is 1.0"),
        ({"a": 1}, {"a": True}, ".a is true"),
        ({"a": 1}, {}, ".a is printed and not answered"),
        ({"a": 1}, {"a": 1, "b": 2}, ".b is answered and not printed"),
        ({"a": {"b": [1]}}, {"a": {"b": [2]}}, ".a.b[0] is 2"),
        ([1], [1, 2], "has 2 elements and not 1"),
        ([1, 2, "… more"], [1], "has 1 elements and not 2"),
        ({"at": "2026-11-24T01:00:00Z"}, {"at": "2026-11-24"}, ".at is"),
        ({"at": "2026-11-24"}, {"at": None}, ".at is null"),
        ("Aula", "Aula 2", "the answer is"),
        (None, 0, "the answer is 0"),
        ({"revision": 1}, {"revision": "1"}, ".revision is"),
        ({}, [], "the answer is []"),
        ([], {}, "the answer is {}"),
    ],
)
def test_what_differs_is_named(printed: Any, answered: Any, said: str) -> None:
    assert said in "\n".join(differences(printed, answered))


def test_blocks_know_their_lines() -> None:
    (first, second) = blocks("one\n```sh\ncurl x\n```\n\n```json\n{}\n```\n")
    assert (first.language, first.text, first.line) == ("sh", "curl x\n", 3)
    assert (second.language, second.line) == ("json", 7)
