"""`docs/messages.md` shows every message for reading: `MESSAGES=write pytest tests/messages` writes it again."""

import ast
import os
import re
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from app.core import objections
from app.register.chain import HeldDuty, build_chain
from app.register.organisation import Contact, Incumbency, Organisation, PositionRecord, UnitRecord
from app.responsibility.escalation.reaching import acting_order, unreached
from app.rules.engine import catalogue
from app.rules.facts import HolderFacts, Period
from app.vocabulary import Basis, Duty, VerdictKind
from tests.messages.awkward import TITLES, UNITS, Awkward
from tests.support.texts import texts

FILE = Path(__file__).parents[2] / "docs" / "messages.md"
OPENING = """\
# Hvad programmet siger

Siden er dannet af `tests/messages` og viser alle beskeder til gennemlæsning: reglernes, kædens og fejlenes. Navnene er
valgt, så det ses, om en sætning holder til dem.
"""
TODAY = date(2026, 3, 2)
#: What stands for a value that is only known when the message is said.
VALUES = (
    (re.compile(r"title"), TITLES[0]),
    (re.compile(r"danish_date|danish_period|english_period|\.valid_|day\b|_on\b|begins|deadline"), "02-03-2026"),
    (re.compile(r"_id\b|\.id\b|id$"), "01a2…"),
)


def rule_messages() -> Iterator[str]:
    for rule in catalogue().values():
        module = rule.evaluate.__module__.rpartition(".")[2]
        awkward, said = Awkward(), []
        for case in import_module(f"tests.rules.catalogue.test_{module}").CASES:
            verdict = rule.evaluate(awkward(case.facts), case.policy)
            if verdict.kind in {VerdictKind.FLAGGED, VerdictKind.UNKNOWN}:
                said.append(verdict.message)
        yield f"\n### {rule.id} {rule.title}\n"
        yield from (f"- {message}" for message in dict.fromkeys(said))


def an_organisation() -> Organisation:
    """A line of three and one beside it, with awkward names: one is away, one vacant, one has a deputy."""
    units = {"top": None, "unit": "top", "other": "top"}
    positions = {"director": ("top", 1), "head": ("unit", 2), "clerk": ("unit", 5), "beside": ("other", 3)}
    away = HolderFacts("b", "Person B", TODAY, None, Period(TODAY, None))
    there = HolderFacts("a", "Person A", TODAY, None)
    return Organisation(
        TODAY,
        {key: UnitRecord(key, name, "other", units[key]) for key, name in zip(units, UNITS, strict=True)},
        {
            key: PositionRecord(
                key, title, unit, level, None, leads_unit=level < 4, budget_authority="no", budget_limit_dkk=None
            )
            for (key, (unit, level)), title in zip(positions.items(), TITLES[:4], strict=True)
        },
        {
            "director": Incumbency(there),
            "head": Incumbency(away, (HolderFacts("c", "Person C", TODAY, None),)),
            "beside": Incumbency(there),
        },
        {person: Contact(None, None) for person in "abc"},
    )


def chain_messages() -> Iterator[str]:
    organisation, said = an_organisation(), []
    owner = HeldDuty(Duty.OWNER, Basis.FORMAL, "clerk")
    beside = HeldDuty(Duty.OWNER, Basis.FORMAL, "beside")
    for duty in Duty:
        own, practised = HeldDuty(duty, Basis.FORMAL, "clerk"), HeldDuty(duty, Basis.PRACTICE, "head")
        for held in ((), (owner,), (owner, own), (owner, practised), (own,), (practised, beside)):
            for unit, interim in ((None, None), ("unit", "director"), ("other", None)):
                chain = build_chain(organisation, unit, held, duty, interim)
                said += [*chain.missing, *(step.reason for step in chain.steps)]
                said += unreached(organisation, chain, acting_order(organisation, chain), ())
    nobody = Organisation(TODAY, organisation.units, organisation.positions, {}, organisation.contacts)
    gone = build_chain(nobody, "unit", [beside], Duty.FIX, None)
    on_call = {"kind": "onCall", "name": UNITS[1], "phone": "70 10 20 30"}
    hotline = {"kind": "supplier", "name": "Eksempel, Søn og Co's A/S", "phone": "70 70 70 70"}
    for contacts in ((), (on_call,), (hotline,)):
        said += [*gone.missing, *unreached(nobody, gone, None, contacts)]
    yield from (f"- {message}" for message in sorted(set(said)))


def problem_messages() -> Iterator[str]:
    said: dict[str, str] = {}
    for _, english, danish in texts():
        said.setdefault(rendered(danish), rendered(english))
    yield from (f"- {in_danish}<br>*{in_english}*" for in_danish, in_english in sorted(said.items()))


def validation_messages() -> Iterator[str]:
    said = {(said.da, said.en) for said in (*objections._SENTENCES.values(), objections._OTHERWISE)}
    yield from (f"- {in_danish}<br>*{in_english}*" for in_danish, in_english in sorted(said))


def rendered(said: ast.expr) -> str:
    """The sentence, with something in place of what is only known when it is said."""
    match said:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(map(rendered, parts))
        case ast.BinOp(left=left, right=right):
            return rendered(left) + rendered(right)
        case ast.FormattedValue(value=value):
            return rendered(value)
        case _:
            source = ast.unparse(said)
            return next((value for pattern, value in VALUES if pattern.search(source)), f"‹{source}›")


def page() -> str:
    parts = [OPENING, "## Reglerne", *rule_messages(), "\n## Kæden\n", *chain_messages()]
    parts += ["\n## Fejl, på dansk og engelsk\n", *problem_messages(), "\n## Oplysninger, der ikke kan bruges\n"]
    return "\n".join([*parts, *validation_messages()]) + "\n"


def test_page_shows_what_the_program_says() -> None:
    made = page()
    if os.environ.get("MESSAGES") == "write":
        FILE.write_text(made, encoding="utf-8")
    assert FILE.read_text(encoding="utf-8") == made, "Read what is new, then: MESSAGES=write pytest tests/messages"


#: What readers have stumbled over.
WRONG = (
    r"Indehaveren af (?!stilling)",
    r"\bhos (?!stilling|kommunen)",
    r"uden budgetansvar",
    r"ansvaret for at eje",
    r"vedtaget den",
    r"Kontrakten Kontrakt",
    r"Rusmiddelcentret» i Rusmiddelcentret|Rusmiddelcentret« i Rusmiddelcentret",
    r"  ",
    r"\.\.",
    r" ,",
)


@pytest.mark.parametrize("pattern", WRONG)
def test_no_message_of_rules_and_chain_says_it_so(pattern: str) -> None:
    messages = [*rule_messages(), *chain_messages()]
    assert [message for message in messages if re.search(pattern, message)] == []


def test_titles_are_quoted_wherever_they_stand() -> None:
    for message in [*rule_messages(), *chain_messages()]:
        for title in TITLES:
            assert message.count(title) == message.count(f"»{title}«"), message


def test_every_message_is_sentences() -> None:
    for message in [*rule_messages(), *chain_messages()]:
        if message.startswith("- "):
            assert re.match(r"- [A-ZÆØÅ»]", message), message
            assert message.endswith("."), message
