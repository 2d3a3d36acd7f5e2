"""Whoever asks for English reads English, but for what the register itself holds."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.core.languages import Language
from app.vocabulary import Role
from app.web.words import PageWords
from tests.support.browsing import WebPage
from tests.support.html import Element
from tests.support.warm import make_client
from tests.web.borough import Borough

#: Words that any Danish sentence is made with, and no English one.
_DANISH = re.compile(
    r"\b(af|alle|blev|bliver|da|der|det|eller|en|er|et|fra|før|har|hvem|hvad|hvis|hvor|hvornår|ikke|ingen|"
    r"intet|kan|med|mere|nej|nu|når|og|om|på|skal|som|til|ved|vis|være|ændret)\b",
    re.IGNORECASE,
)
#: What people have written into the register, and the texts of the rules, which there are in Danish alone.
_HELD = frozenset(
    {
        "name", "title", "why", "fix", "message", "detail", "note", "reason", "resolution", "decisionNote",
        "allocatedUnknownReason", "unitName", "systemName", "personName", "positionTitle", "toTitle", "fromTitle",
        "description", "actor", "missing", "criticalityReason",
        "header", "outsideWords", "hereWords",
    }
)  # fmt: skip
_TODAY = date(2026, 3, 4)
_ZONE = ZoneInfo("Europe/Copenhagen")


def _held(found: Any) -> Iterator[str]:
    """The texts of an answer of the interface that are nobody's to translate."""
    if isinstance(found, dict):
        for key, value in found.items():
            if key in _HELD:
                yield from value if isinstance(value, list) else [value] if isinstance(value, str) else []
            else:
                yield from _held(value)
    elif isinstance(found, list):
        for each in found:
            yield from _held(each)


def _texts_of(town: Borough, secret: str) -> list[str]:
    client = make_client(town.api.app, secret)
    lists = ("units", "positions", "people", "systems", "changes", "contracts", "handovers", "disputes", "tokens")
    asked = ["rules", *(f"{name}?limit=200" for name in ("findings", "kitos/differences", *lists))]
    for system in town.systems.values():
        at = f"systems/{system['id']}"
        asked += [f"{at}/escalation?duty=fix", f"{at}/budget-lines?limit=200", f"{at}/history?limit=200"]
    found: set[str] = set()
    for path in asked:
        answer = client.get(f"/v1/{path}")
        assert answer.status_code == 200, path
        found |= set(_held(answer.json()))
    return sorted((" ".join(text.split()) for text in found), key=len, reverse=True)


def _texts_of_rules(town: Borough, secret: str) -> list[str]:
    """What rules say of themselves and of systems: in Danish, whatever is asked for."""
    client = make_client(town.api.app, secret)
    said = [rule[key] for rule in client.get("/v1/rules").json()["items"] for key in ("title", "why", "fix")]
    found = client.get("/v1/findings?limit=200").json()["items"]
    return [" ".join(text.split()) for text in (*said, *(finding["message"] for finding in found))]


def _not_said_to_be_danish(element: Element) -> str:
    parts = [each if isinstance(each, str) else _not_said_to_be_danish(each) for each in element.children]
    return "…" if element.get("lang") == "da" else " ".join("".join(parts).split())


@pytest.mark.one_database("what a page says is asked of the interface")
def test_a_reader_of_english_meets_no_danish_but_what_the_register_holds(town: Borough) -> None:
    tab = town.tab(Role.ADMIN)
    tab.client.cookies.set("sprog", "en")
    held, danish = _texts_of(town, tab.secret), _texts_of_rules(town, tab.secret)
    left = {}
    for address in town.addresses():
        if address.startswith(("/filer/", "/sog/")):
            continue
        answer = tab.get(address)
        page = WebPage(answer, tab)
        assert page.root.one("html").get("lang") == answer.headers["content-language"] == "en"
        labels = [element.get(name) or "" for element in page.root.below() for name in ("aria-label", "placeholder")]
        said = " | ".join((page.root.text, *labels))
        unmarked = _not_said_to_be_danish(page.root.one("body"))
        assert not [text for text in danish if text in unmarked], address
        for text in held:
            said = said.replace(text, "…")
        left[address] = [said[max(word.start() - 40, 0) : word.end() + 40] for word in _DANISH.finditer(said)]
    assert {address: found for address, found in left.items() if found} == {}


def test_english_has_its_own_days_times_and_amounts() -> None:
    danish, english = (PageWords(language, _TODAY, _ZONE) for language in (Language.DANISH, Language.ENGLISH))
    told = {
        day: (danish.day(day), english.day(day)) for day in ("2026-03-04", "2026-03-03", "2026-03-02", "2026-02-02")
    }
    assert told == {
        "2026-03-04": ("i dag", "today"),
        "2026-03-03": ("i går", "yesterday"),
        "2026-03-02": ("i mandags", "on Monday"),
        "2026-02-02": ("2. februar", "2 February"),
    }
    assert (danish.since("2026-03-02"), english.since("2026-03-02")) == ("siden i mandags", "since Monday")
    assert (danish.since("2026-02-02"), english.since("2026-02-02")) == ("siden 2. februar", "since 2 February")
    assert (danish.whole_date(_TODAY), english.whole_date(_TODAY)) == ("4. marts 2026", "4 March 2026")
    noon = datetime(2026, 3, 4, 13, 5, tzinfo=UTC)
    assert (danish.moment(noon), english.moment(noon)) == ("i dag kl. 14.05", "today at 14:05")
    assert (danish.since(noon), danish.since(noon, exactly=True)) == ("siden i dag", "siden i dag kl. 14.05")
    assert (danish.money(1_250_000), english.money(1_250_000)) == ("1.250.000 kr.", "DKK 1,250,000")
    assert (danish.much_money(144_500_000), english.much_money(144_500_000)) == ("144,5 mio. kr.", "DKK 144.5 million")
    assert (danish.per_cent(1, 8), english.per_cent(1, 8)) == ("12 %", "12%")
    assert (danish.per_cent(0, 0), english.quoted("Nej")) == ("0 %", "“Nej”")


def test_one_and_many_are_told_apart() -> None:
    words = PageWords(Language.ENGLISH, _TODAY, _ZONE)
    forms = ("%(number)s har ingen ejer", "%(number)s har ingen ejer")
    assert [words.count(*forms, number) for number in (0, 1, 2)] == [
        "0 have no owner",
        "1 has no owner",
        "2 have no owner",
    ]
