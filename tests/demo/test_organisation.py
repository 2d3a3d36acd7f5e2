"""The demonstration's units, positions and people."""

import re
from collections import Counter
from datetime import timedelta

from tests.demo.sheets import LEADER, PEOPLE, POSITION, POSITIONS, TODAY, UNIT, UNITS, day, several, superior


def test_units_hang_together_up_to_the_council() -> None:
    assert [row["Type"] for row in UNITS if not row["Overordnet enhed"]] == ["byråd"]
    for row in UNITS:
        seen, unit = set(), row["Nøgle"]
        while unit and unit not in seen:
            seen.add(unit)
            unit = UNIT[unit]["Overordnet enhed"]
        assert not unit, f"{row['Enhed']} lies in a circle"


def test_nearly_every_unit_has_one_leader() -> None:
    leaders = Counter(row["Enhed"] for row in POSITIONS if row["Leder enheden"] == "ja")
    assert max(leaders.values()) == 1
    assert len(leaders) >= len(UNITS) - 5


def test_every_position_answers_up_to_the_council() -> None:
    for row in POSITIONS:
        seen, position = set(), row["Nøgle"]
        while (above := superior(POSITION[position])) and position not in seen:
            seen.add(position)
            position = above
        assert position == LEADER["BYR"], row["Stilling"]


def test_nobody_answers_to_a_lower_level_and_only_directors_to_their_own() -> None:
    for row in POSITIONS:
        above = superior(row)
        if above is not None:
            own, higher = int(row["Ledelsesniveau"]), int(POSITION[above]["Ledelsesniveau"])
            assert higher < own or higher == own == 1, row["Stilling"]


def test_tenures_do_not_overlap() -> None:
    holders = Counter(row["Indehaver"] for row in POSITIONS if row["Indehaver"])
    assert max(holders.values()) == 1
    assert all(len(several(row["Indehaver"])) <= 1 for row in POSITIONS)
    assert all(row["Stedfortræder"] != row["Indehaver"] for row in POSITIONS if row["Stedfortræder"])


def test_people_are_plainly_invented() -> None:
    for row in PEOPLE:
        if row["E-mail"] == row["Telefon"] == "":
            continue
        assert re.fullmatch(r"[a-z.-]+@eksempelkobing\.example", row["E-mail"])
        assert re.fullmatch(r"\+45 00 00 \d\d \d\d", row["Telefon"])


def test_a_few_people_cannot_be_contacted_at_all() -> None:
    assert 0 < sum(row["E-mail"] == row["Telefon"] == "" for row in PEOPLE) < 0.1 * len(PEOPLE)


def test_somebody_leaves_within_ninety_days_and_somebody_later() -> None:
    leaving = [left for row in PEOPLE if (left := day(row["Fratræder"]))]
    soon = TODAY + timedelta(days=90)
    assert any(TODAY <= left <= soon for left in leaving)
    assert any(left > soon for left in leaving)
