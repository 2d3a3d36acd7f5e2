"""A chain as it is laid out: whole numbers and addresses in any width, and a file that needs nothing else."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.booklet.html import booklet_html
from app.booklet.text import booklet_text, chain_text
from app.booklet.words import dialled, moment

ZONE = ZoneInfo("Europe/Copenhagen")
AWKWARD = "Chef for løn, HR og IT's <drift> & (beredskab)"


def step(order: int, **values: Any) -> dict[str, Any]:
    return {
        "order": order,
        "title": AWKWARD,
        "unitName": "Drift",
        "personName": "Person 1",
        "email": "person.1@example.dk",
        "phone": "+45 12 34 56 78",
        "reason": f"Har formelt ansvaret for at fejlrette systemet, sagde »{AWKWARD}«.",
        "vacant": False,
        "absent": False,
        "absentUntil": None,
        **values,
    }


CHAIN: dict[str, Any] = {
    "systemName": "Vagtplan <script>alert(1)</script>",
    "duty": "fix",
    "at": "2026-11-25T01:04:00Z",
    "actingOrder": 2,
    "missing": ["Ingen har ansvaret for at fejlrette systemet; derfor begynder listen med ejeren."],
    "steps": [
        step(1, absent=True, absentUntil="2026-12-01"),
        step(2, personName="Person 2", title="Leder af Drift"),
        step(3, vacant=True, personName=None, email=None, phone=None),
        step(4, absent=True, personName="Person 4"),
    ],
    "contacts": [
        {"kind": "onCall", "name": "Vagten", "phone": "70 10 20 30", "hours": "Døgnet rundt", "reference": None},
        {"kind": "supplier", "name": "Eksempelsoft", "phone": None, "hours": None, "reference": "Sag 1"},
    ],
    "emergencyPlanUrl": "https://beredskab.example.dk/en/meget/lang/adresse/som/ikke/maa/brydes/midt/i/det/hele",
}
WHOLE = {"+45 12 34 56 78", "person.1@example.dk", "70 10 20 30", CHAIN["emergencyPlanUrl"]}


@pytest.mark.parametrize("width", [1, 24, 40, 80, 200])
def test_text_fits_its_width_and_cuts_nothing_that_is_dialled_or_typed(width: int) -> None:
    lines = chain_text(CHAIN, ZONE, width).splitlines()
    assert {line.strip() for line in lines} >= WHOLE
    longest = max((len(word) for word in " ".join(lines).split()), default=0)
    assert all(len(line) <= max(width, 24, longest + 5) for line in lines)


def test_text_says_who_acts_who_is_away_and_what_is_vacant() -> None:
    lines = chain_text(CHAIN, ZONE, 200).splitlines()
    assert lines[:3] == [
        CHAIN["systemName"],
        "Hvem skal fejlrette systemet? 25. november 2026 kl. 02.04",
        "Ingen har ansvaret for at fejlrette systemet; derfor begynder listen med ejeren.",
    ]
    heads = [line for line in lines if re.match(r"[→ ] \d\. ", line)]
    assert heads == [
        "  1. Person 1 (fraværende til og med 01-12-2026)",
        "→ 2. Person 2",
        "  3. (ubesat)",
        "  4. Person 4 (fraværende indtil videre)",
    ]
    # A title that says the unit is not followed by it.
    assert "     Leder af Drift" in lines
    assert f"     {AWKWARD}" in lines
    assert "   - Vagten (vagt), Døgnet rundt" in lines
    assert "   - Eksempelsoft (leverandør), Sag 1, intet telefonnummer registreret" in lines


def test_booklet_has_a_cover_and_a_form_feed_before_each_page() -> None:
    cover, *pages = "".join(booklet_text([CHAIN, CHAIN], "Titel", "Dannet i dag.", ZONE)).split("\f")
    assert cover == "Titel\nDannet i dag.\n"
    assert len(pages) == 2
    assert all(page.startswith(CHAIN["systemName"]) and page.endswith("Dannet i dag.\n") for page in pages)


class Elements(HTMLParser):
    """Every element with its attributes, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(*chains: dict[str, Any]) -> tuple[Elements, str]:
    made = "".join(booklet_html(chains, "Titel", "Dannet i dag.", ZONE))
    elements = Elements()
    elements.feed(made)
    return elements, made


def test_page_needs_no_network_and_runs_nothing() -> None:
    elements, made = parsed(CHAIN)
    tags = {tag for tag, _ in elements.found}
    assert tags.isdisjoint({"script", "link", "img", "iframe", "object"})
    assert "url(" not in made
    assert "@import" not in made
    addresses = [attributes["href"] or "" for tag, attributes in elements.found if tag == "a"]
    assert {address.partition(":")[0] for address in addresses if not address.startswith("#")} == {
        "tel",
        "mailto",
        "https",
    }


def test_page_shows_names_as_they_are_written() -> None:
    elements, made = parsed(CHAIN)
    assert CHAIN["systemName"] in elements.text
    assert AWKWARD in elements.text
    assert "<script>" not in made


def test_each_system_has_its_page_and_is_led_to() -> None:
    elements, _ = parsed(CHAIN, CHAIN)
    ids = [attributes["id"] for tag, attributes in elements.found if tag == "section"]
    led = [
        attributes["href"] for tag, attributes in elements.found if tag == "a" and (attributes["href"] or "")[0] == "#"
    ]
    assert led == [f"#{found}" for found in ids]
    assert len(ids) == 2
    marked = [attributes["class"] for tag, attributes in elements.found if tag == "li" and "class" in attributes]
    assert marked == ["away", "now", "away", "away"] * 2


def test_a_chain_of_several_sheets_has_the_name_of_its_system_on_each() -> None:
    """What stands in a table's head is printed on every sheet that the table takes."""
    _, made = parsed(CHAIN)
    head = made[made.index("<thead>") : made.index("</thead>")]
    assert "Vagtplan &lt;script&gt;" in head
    assert "25. november 2026 kl. 02.04" in head


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("+45 12 34 56 78", ["+4512345678"]),
        ("70 10 20 30", ["70102030"]),
        ("(+45) 7010-2030", ["+4570102030"]),
        ("12345678 / +45 87 65 43 21", ["12345678", "+4587654321"]),
        ("70 10 20 30 (tast 2), kl. 16-8: 21.43.65.87", ["70102030", "21436587"]),
        ("112", ["112"]),
        ("vagt@example.dk", []),
    ],
)
def test_each_number_of_a_text_is_dialled_without_what_people_write_between(written: str, numbers: list[str]) -> None:
    pieces = list(dialled(written))
    assert [number for _, number in pieces if number] == numbers
    assert "".join(piece for piece, _ in pieces) == written, "what is no number is shown all the same"
    _, made = parsed({**CHAIN, "steps": [step(1, phone=written)], "contacts": []})
    assert re.findall(r'href="tel:([^"]*)"', made) == numbers


def test_moment_is_in_the_registers_zone() -> None:
    assert moment(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), ZONE) == "1. januar 2027 kl. 00.30"
