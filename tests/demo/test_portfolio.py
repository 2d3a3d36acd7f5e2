"""The demonstration's systems: duties, money, contracts, and the essay's own story."""

import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest

from app.vocabulary import Lifecycle
from tests.demo.sheets import (
    BUDGETS,
    CONTRACTS,
    DAYS,
    IN_USE,
    POSITION,
    RESPONSIBILITIES,
    SYSTEM,
    SYSTEMS,
    TODAY,
    amount,
    day,
    duties,
    rows,
)

#: Products that no municipality runs side by side.
ALTERNATIVES = [
    ("Nexus", "Cura", "Vitae"),
    ("Momentum", "Fasit"),
    ("Opus Økonomi", "Prisme"),
    ("Acadre", "SBSYS", "F2"),
    ("MitID Erhverv", "NemID"),
]


def test_every_system_is_described_and_filed() -> None:
    for row in SYSTEMS:
        assert row["Beskrivelse"].endswith("."), row["System"]
        assert re.fullmatch(r"\d{2}(\.\d{2}){0,2}", row["KLE"].split(",")[0]), row["System"]
        assert row["Leverandør"], row["System"]
        assert row["Enhed"], row["System"]
        assert row["Personoplysninger"], row["System"]


def test_every_phase_of_life_is_there_and_most_are_in_operation() -> None:
    phases = Counter(row["Status"] for row in SYSTEMS)
    assert set(phases) == set(Lifecycle.labels().values())
    assert phases["i drift"] > 0.8 * len(SYSTEMS)


def test_a_system_ends_after_it_began() -> None:
    for row in SYSTEMS:
        began, ended = day(row["Ibrugtaget"]), day(row["Udfases"])
        assert row["Status"] == "planlagt" or (began is not None and began <= TODAY), row["System"]
        assert began is None or ended is None or began < ended, row["System"]


@pytest.mark.parametrize("products", ALTERNATIVES)
def test_products_that_exclude_each_other_are_not_in_use_together(products: tuple[str, ...]) -> None:
    in_use = [
        SYSTEM[key]["System"]
        for key in IN_USE
        if any(re.search(rf"\b{name}\b", SYSTEM[key]["System"]) for name in products)
    ]
    assert len(in_use) == 1


def test_periods_of_one_responsibility_do_not_overlap() -> None:
    periods = defaultdict(list)
    for row in RESPONSIBILITIES:
        # There is one formal owner; a duty may be shared, by different positions.
        holder = "" if row["Ansvar"] == "systemejer" else row["Stilling"]
        began, ended = day(row["Fra"]), day(row["Til"]) or date.max
        assert began is not None
        assert began <= ended
        periods[row["System"], row["Ansvar"], row["Grundlag"], holder].append((began, ended))
    for who, spans in periods.items():
        assert all(before[1] < after[0] for before, after in pairwise(sorted(spans))), who


def test_most_systems_have_every_duty_held_and_practised_by_the_same_position() -> None:
    clear = set(IN_USE)
    for duty in ("følge", "fejlrette", "udvikle", "afvikle"):
        formal, practice = duties(duty), duties(duty, "i praksis")
        clear -= {key for key in clear if len(formal[key]) != 1 or formal[key] != practice[key]}
    assert len(clear) > 0.75 * len(IN_USE)


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_every_system_in_use_has_a_line_in_each_of_three_fiscal_years(today: date) -> None:
    years = defaultdict(set)
    for row in rows("06_budgetter", today):
        years[row["System"]].add(int(row["År"]))
    for key in IN_USE:
        assert years[key] == {today.year - 1, today.year, today.year + 1}, SYSTEM[key]["System"]


def test_contracts_begin_before_they_end_and_some_have_ended_or_soon_will() -> None:
    ends = []
    for row in CONTRACTS:
        began, ends_on = day(row["Start"]), day(row["Slut"])
        assert began is not None
        assert ends_on is None or began < ends_on, row["Kontrakt"]
        ends.append(ends_on or date.max)
    assert any(end < TODAY for end in ends)
    assert any(TODAY <= end < TODAY + timedelta(days=180) for end in ends)


def test_sickness_benefit_is_owned_by_a_team_leader_without_money() -> None:
    key = next(row["Nøgle"] for row in SYSTEMS if row["System"].startswith("KSD"))
    owner = POSITION[duties("systemejer")[key][0]]
    assert (owner["Stilling"], owner["Ledelsesniveau"]) == ("Teamleder, sygedagpenge", "4")
    this_year = [row for row in BUDGETS if row["System"] == key and row["År"] == str(TODAY.year)]
    assert [amount(row["Bevilling"]) for row in this_year] == [0]
    assert all(row["Budgetholder"] != owner["Nøgle"] for row in this_year)


@pytest.mark.parametrize("word", ["Vagtplan", "Kørelister"])
def test_nobody_has_the_duty_to_fix_the_duty_roster_and_the_driving_list(word: str) -> None:
    key = next(row["Nøgle"] for row in SYSTEMS if row["System"].startswith(word))
    assert duties("fejlrette")[key] == []
    assert len(duties("systemejer")[key]) == 1


def test_some_owner_is_missing_and_some_owning_position_is_vacant() -> None:
    owners = duties("systemejer")
    owning = [owners[key][0] for key in IN_USE if owners[key]]
    assert 0 < len(IN_USE) - len(owning) < 0.1 * len(IN_USE)
    vacant = [position for position in owning if not POSITION[position]["Indehaver"]]
    assert 0 < len(vacant) < 0.1 * len(IN_USE)


def test_one_position_owns_more_than_the_policy_allows() -> None:
    owners = duties("systemejer")
    most = Counter(owners[key][0] for key in IN_USE if owners[key]).most_common(2)
    assert most[0][1] > 25 >= most[1][1]
