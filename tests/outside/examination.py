"""What an outsider makes of the register: schemathesis reads the OpenAPI document, tries everything, and compares.

All its checks are on. `SAID_IN_WORDS` is the one thing that is looked at again: an input that the document allows may
be refused, where the reason is one that JSON Schema has no words for. A few codes count at their own places alone.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import schemathesis.openapi
from fastapi import FastAPI
from schemathesis import Case
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder

from app.http.representation import IF_MATCH

PHASES = ("examples", "coverage", "fuzzing", "stateful")
SAID_IN_WORDS = frozenset(
    {
        # What is registered decides: whether there is such a thing, and whether it was known then.
        *("unknown-reference", "unknown-rule", "before-the-register", "in-the-future", "past", "missing-column"),
        # The old token has an end, or the installation wants one.
        "required",
        # Both halves of a key, and the same key in the address.
        *("half-key", "key-mismatch"),
        # Several values together: an end behind its beginning, a sum or the reason for none; the first day of a series,
        # and how far apart its points are.
        *("backwards-period", "contradiction", "day-or-period", "one-heir", "too-many-points"),
        # What a text holds. As a pattern it would be a page long, and say less than the words.
        *("control-character", "line-break", "cpr-number", "broken-cursor"),
        # A text of characters that nobody sees is empty; the document says so of blanks.
        "string-too-short",
        # JSON in a part of a form.
        *("json-invalid", "dict-type", "nul-byte"),
    }
)
_MOST_TOLD = 20


@dataclass
class Examination:
    """`faults`: what was found, each kind of fault of each operation once, with the call that shows it."""

    calls: int = 0
    checks: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    operations: set[str] = field(default_factory=set)
    faults: dict[tuple[str, str], str] = field(default_factory=dict)

    def told(self) -> str:
        """The first faults, for whoever reads a failed test."""
        return "\n\n".join(list(self.faults.values())[:_MOST_TOLD])


def examine(
    application: FastAPI,
    headers: dict[str, str],
    *,
    phases: Sequence[str] = PHASES,
    examples: int = 10,
    only: str | None = None,
) -> Examination:
    """Every operation with every check, the same ones each time. `only`: a regular expression of paths."""
    config = SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "headers": headers,
            "generation": {"max-examples": examples, "deterministic": True, "database": "none", "no-shrink": True},
            "phases": {phase: {"enabled": phase in phases} for phase in PHASES},
            "continue-on-failure": True,
        }
    )
    whole = schemathesis.openapi.from_asgi("/openapi.json", application, config=config)
    made = Examination()
    for event in from_schema(whole.include(path_regex=only) if only else whole).execute():
        if isinstance(event, events.NonFatalError):
            made.faults[event.label, "error"] = f"{event.label}: {event.value!r}"
        elif isinstance(event, events.FatalError):
            raise event.exception
        elif isinstance(event, events.Interrupted):
            # The engine keeps Ctrl-C to itself. Half an examination is none.
            raise KeyboardInterrupt
        elif isinstance(event, events.ScenarioFinished):
            _count(made, event.recorder)
    return made


def _count(made: Examination, recorder: ScenarioRecorder) -> None:
    made.calls += len(recorder.interactions)
    made.operations |= {node.value.operation.label for node in recorder.cases.values()}
    answers = (interaction.response for interaction in recorder.interactions.values())
    made.statuses.update(answer.status_code for answer in answers if answer is not None)
    made.checks += sum(len(checks) for checks in recorder.checks.values())
    for operation, title, told in _faults(recorder):
        made.faults.setdefault((operation, title), told)


def _faults(recorder: ScenarioRecorder) -> Iterator[tuple[str, str, str]]:
    for case_id, checks in recorder.checks.items():
        for check in checks:
            if check.status is not Status.FAILURE or check.failure_info is None:
                continue
            case, answer = recorder.cases[case_id].value, recorder.interactions[case_id].response
            status, body = (answer.status_code, answer.content) if answer is not None else (0, b"")
            if check.name == "positive_data_acceptance" and _is_said_in_words(case, status, body):
                continue
            failure = check.failure_info.failure
            told = f"{case.operation.label}: {failure.title} ({check.name}), {status}\n  {failure.message[:600]}"
            told += f"\n  {case.as_curl_command()[:1000]}\n  {body[:600].decode(errors='replace')}"
            yield case.operation.label, failure.title, told


def _is_said_in_words(case: Case, status: int, body: bytes) -> bool:
    if status in {412, 428}:
        # What was read before is no part of a schema.
        return True
    problem: dict[str, Any] = json.loads(body)
    faults = [(fault["code"], fault["pointer"]) for fault in problem["errors"]] or [(problem["code"], "")]
    return all(code in SAID_IN_WORDS or _is_said_there(case, code, pointer) for code, pointer in faults)


def _is_said_there(case: Case, code: str, pointer: str) -> bool:
    """Codes that would hide faults elsewhere."""
    if pointer == "/file":
        # A schema says nothing of what is in a file.
        return True
    if code == "malformed":
        # The tool sends such an If-Match beside what is right, and takes the whole for right.
        return not re.search(IF_MATCH, case.headers["If-Match"])
    if code == "missing":
        # An upsert that makes something needs more than one that changes it.
        return case.method == "PUT" and "/by-key/" in case.path
    if code == "unknown-name":
        # Names parted by commas are one text.
        return pointer == "?fields"
    # JSON Schema takes 2026.0 for a whole number. Here it is none, as in most languages.
    if code == "int-parsing":
        return str((case.query or {}).get(pointer.removeprefix("?"))).endswith(".0")
    return code == "int-type" and isinstance(_sent(case.body, pointer), float)


def _sent(body: Any, pointer: str) -> Any:
    """What stands at the place of the body; None where there is no such place."""
    for step in pointer.removeprefix("/").split("/"):
        if isinstance(body, list) and step.isdigit() and int(step) < len(body):
            body = body[int(step)]
        else:
            body = body.get(step) if isinstance(body, dict) else None
    return body
