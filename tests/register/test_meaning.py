"""A release whose rules or cards say something else has a higher number; comments and formatting ask for nothing."""

import pytest

from tests.support.meaning import deriving, now, parse, said, stored

CHANGED = (
    "What derives cards has changed. Where a verdict, a message or a card comes out otherwise, raise MEANING in "
    "app/register/meaning.py, so that every register is evaluated anew. Then, and where nothing comes out otherwise, "
    "run: python -m tests.support.meaning"
)

SOURCE = '''
"""A rule."""
@rule("OWN001", severity=HIGH)
def missing(system):
    """Why: x. Fix: y."""
    return OK if system.owner else flag("Systemet har ingen ejer.", field="owner")
'''
SAME = """
@rule(
    "OWN001",
    severity=HIGH,
)  # the first of all
def missing(system):
    # Nobody answers.
    return OK if (system.owner) else flag('Systemet har ingen ejer.', field=u"owner")
"""


def test_meaning_is_raised_with_what_cards_say() -> None:
    assert stored() == now(), CHANGED


def test_comments_formatting_and_docstrings_mean_nothing() -> None:
    assert said(parse(SOURCE)) == said(parse(SAME))


@pytest.mark.parametrize(
    ("old", "new"),
    [("ingen ejer", "ikke nogen ejer"), ("HIGH", "LOW"), ("if system", "if not system"), ('"owner"', "None")],
)
def test_messages_and_logic_mean_something(old: str, new: str) -> None:
    assert said(parse(SOURCE)) != said(parse(SOURCE.replace(old, new)))


def test_whatever_derives_cards_counts() -> None:
    names = deriving()
    parts = ("cards", "facts", "findings", "loading", "organisation", "practice", "shapes", "stretches")
    assert {f"app.register.{part}" for part in parts} < set(names)
    assert {"app.rules.catalogue.own001_missing_owner", "app.core.periods", "app.core.folding", "app.vocabulary"} < set(
        names
    )
    assert "app.models.system" not in names
