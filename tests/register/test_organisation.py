"""The organisation in memory: lines, leaders and trees, without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.register.organisation import Organisation, PositionRecord, UnitRecord

TODAY = date(2026, 3, 2)


def make_organisation(
    units: dict[str, str | None], positions: dict[str, tuple[str, int, bool, str | None]]
) -> Organisation:
    """Units as name → parent; positions as name → (unit, level, leads, reports to)."""
    return Organisation(
        TODAY,
        {name: UnitRecord(name, name, "other", parent) for name, parent in units.items()},
        {
            name: PositionRecord(name, name, unit, level, above, leads, "unknown", None)
            for name, (unit, level, leads, above) in positions.items()
        },
        {},
        {},
    )


UNITS = {"top": None, "east": "top", "team": "east", "west": "top"}
POSITIONS = {
    "head": ("top", 1, True, None),
    "chief": ("east", 2, True, None),
    "leader": ("team", 4, True, None),
    "member": ("team", 5, False, None),
    "lone": ("west", 3, False, None),
    "set": ("west", 3, False, "leader"),
}


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation(UNITS, POSITIONS)


def line(organisation: Organisation, position: str) -> list[str]:
    return [above.id for above in organisation.line(position)]


def test_lines_run_from_leader_to_leader_unless_someone_set_another(organisation: Organisation) -> None:
    assert line(organisation, "member") == ["leader", "chief", "head"]
    assert line(organisation, "leader") == ["chief", "head"]
    assert line(organisation, "lone") == ["head"]
    assert line(organisation, "set") == ["leader", "chief", "head"]
    assert line(organisation, "head") == []


def test_paths_and_subtrees(organisation: Organisation) -> None:
    assert organisation.path("team") == ("team", "east", "top")
    assert organisation.path(None) == ()
    assert sorted(organisation.subtree("east")) == ["east", "team"]
    assert organisation.subtree("nowhere") == ["nowhere"]
    assert organisation.leader_of("west") == "head"
    assert organisation.leader_of("nowhere") is None


def test_of_several_leaders_the_highest_counts_then_the_first_made() -> None:
    positions: dict[str, tuple[str, int, bool, str | None]] = {
        "b": ("unit", 3, True, None),
        "a": ("unit", 3, True, None),
        "c": ("unit", 4, True, None),
        "x": ("unit", 5, False, None),
    }
    organisation = make_organisation({"unit": None}, positions)
    assert organisation.leader_of("unit") == "a"
    assert [line(organisation, name) for name in "abcx"] == [[], ["a"], ["a"], ["a"]]


@pytest.mark.parametrize(
    ("owner", "holder", "inside"),
    [
        ("chief", "chief", True),
        ("chief", "head", True),
        ("chief", "leader", True),
        ("chief", "member", True),
        ("chief", "lone", False),
        ("leader", "chief", True),
        ("lone", "chief", False),
        # Reports to the leader, but sits in another part of the tree.
        ("leader", "set", False),
        ("set", "leader", True),
    ],
)
def test_money_lies_in_the_line_above_or_in_the_own_tree_below(
    organisation: Organisation, owner: str, holder: str, inside: bool
) -> None:
    assert organisation.in_line(owner, holder) is inside


def test_a_loop_is_found_and_named_from_each_of_its_positions() -> None:
    organisation = make_organisation(
        {"unit": None},
        {"a": ("unit", 1, False, "b"), "b": ("unit", 2, False, "a"), "c": ("unit", 3, False, "a")},
    )
    assert organisation.loop_through("a") == ["a", "b", "a"]
    assert organisation.loop_through("b") == ["b", "a", "b"]
    assert organisation.loop_through("c") is None
    assert line(organisation, "a") == ["b"]
    assert line(organisation, "c") == ["a", "b"]


NAMES = "abcdef"


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    """Any tree of units, and any lines, loops among them."""
    units = {name: draw(st.sampled_from([None, *NAMES[:index]])) for index, name in enumerate(NAMES)}
    positions = {
        name: (
            draw(st.sampled_from(NAMES)),
            draw(st.integers(0, 5)),
            draw(st.booleans()),
            draw(st.sampled_from([None, None, *NAMES])),
        )
        for name in NAMES
    }
    return make_organisation(units, positions)


@given(organisations())
def test_no_line_names_anyone_twice_or_the_position_itself(organisation: Organisation) -> None:
    for position in NAMES:
        found = line(organisation, position)
        assert len(set(found)) == len(found)
        assert position not in found


@given(organisations())
def test_lines_without_loops_go_on_where_the_next_one_does(organisation: Organisation) -> None:
    if any(organisation.loop_through(position) for position in NAMES):
        return
    for position in NAMES:
        found = line(organisation, position)
        if found:
            assert found[1:] == line(organisation, found[0])


@given(organisations())
def test_lines_that_nobody_set_never_run_in_a_circle(organisation: Organisation) -> None:
    derived = Organisation(
        TODAY,
        organisation.units,
        {
            name: PositionRecord(
                name, name, position.unit_id, position.management_level, None, position.leads_unit, "unknown", None
            )
            for name, position in organisation.positions.items()
        },
        {},
        {},
    )
    assert not any(derived.loop_through(position) for position in NAMES)
