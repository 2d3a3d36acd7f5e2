"""The chain, worked out from an organisation and what is held: without a database."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from app.register.chain import ChainStep, HeldDuty, build_chain
from app.register.organisation import Contact, Incumbency, Organisation, PositionRecord, UnitRecord
from app.rules.facts import HolderFacts, Period
from app.rules.wording import task
from app.vocabulary import Basis, Duty, EscalationReason, TenureRole

TODAY = date(2026, 3, 2)
UNITS = {"Byråd": None, "Øst": "Byråd", "Team": "Øst", "Vest": "Byråd"}
#: Position → (unit, level, leads, reports to).
POSITIONS = {
    "mayor": ("Byråd", 0, True, None),
    "chief": ("Øst", 2, True, None),
    "leader": ("Team", 4, True, None),
    "member": ("Team", 5, False, None),
    "second": ("Team", 5, False, None),
    "lone": ("Vest", 3, False, None),
}
Seats = Mapping[str, tuple[str | None, Sequence[str]]]


def make_organisation(
    seats: Seats | None = None,
    *,
    absent: Sequence[str] = (),
    units: Mapping[str, str | None] = UNITS,
    positions: Mapping[str, tuple[str, int, bool, str | None]] = POSITIONS,
) -> Organisation:
    """Every position is held by "Person <position>" and has no deputy, but for `seats`: holder and deputies."""
    seated: dict[str, tuple[str | None, Sequence[str]]] = {name: (f"Person {name}", ()) for name in positions}
    seated.update(seats or {})
    people = {person for holder, deputies in seated.values() for person in (holder, *deputies) if person}
    return Organisation(
        TODAY,
        {name: UnitRecord(name, name, "other", parent) for name, parent in units.items()},
        {
            name: PositionRecord(name, name.capitalize(), unit, level, above, leads, "unknown", None)
            for name, (unit, level, leads, above) in positions.items()
        },
        {
            name: Incumbency(
                _facts(holder, absent) if holder else None, tuple(_facts(deputy, absent) for deputy in deputies)
            )
            for name, (holder, deputies) in seated.items()
        },
        {person: Contact(None, None) for person in people},
    )


def _facts(person: str, absent: Sequence[str]) -> HolderFacts:
    return HolderFacts(person, person, TODAY, None, Period(TODAY, None) if person in absent else None)


def formal(position: str, duty: Duty = Duty.FIX) -> HeldDuty:
    return HeldDuty(duty, Basis.FORMAL, position)


def practice(position: str, duty: Duty = Duty.FIX) -> HeldDuty:
    return HeldDuty(duty, Basis.PRACTICE, position)


def owner(position: str) -> HeldDuty:
    return formal(position, Duty.OWNER)


def steps_of(
    organisation: Organisation,
    *held: HeldDuty,
    unit: str | None = None,
    duty: Duty = Duty.FIX,
    interim: str | None = None,
) -> list[ChainStep]:
    return list(build_chain(organisation, unit, held, duty, interim).steps)


def missing_of(
    organisation: Organisation, *held: HeldDuty, unit: str | None = None, duty: Duty = Duty.FIX
) -> Sequence[str]:
    return build_chain(organisation, unit, held, duty, None).missing


def who(steps: Sequence[ChainStep]) -> list[str]:
    """`position:code`, and for deputies the person as well."""
    return [
        f"{step.position_id}:{step.code}"
        + (f":{step.person.person_id}" if step.role is TenureRole.DEPUTY and step.person else "")
        for step in steps
    ]


def test_order_is_practice_formal_deputies_interim_owner_and_the_line_up() -> None:
    organisation = make_organisation(
        {
            "member": ("Person member", ["Deputy member"]),
            "second": ("Person second", ["Deputy second", "Deputy two"]),
            "leader": ("Person leader", ["Deputy leader"]),
            "lone": ("Person lone", ["Deputy lone"]),
        }
    )
    held = [owner("leader"), formal("member"), practice("second")]
    assert who(steps_of(organisation, *held, interim="lone", unit="Vest")) == [
        "second:practice",
        "member:formal",
        "second:deputy:Deputy second",
        "second:deputy:Deputy two",
        "member:deputy:Deputy member",
        "lone:interim",
        "leader:owner",
        "chief:superior",
        "mayor:superior",
    ]


def test_reasons_say_in_danish_why_each_step_is_the_next() -> None:
    organisation = make_organisation({"second": (None, ["Deputy second"])})
    held = [owner("leader"), formal("member"), practice("second")]
    assert [step.reason for step in steps_of(organisation, *held, interim="lone")] == [
        "Løfter i praksis ansvaret for at fejlrette systemet. Stillingen er ubesat.",
        "Stedfortræder for stillingen »Second«.",
        "Har formelt ansvaret for at fejlrette systemet.",
        "Nærmeste fælles overordnede: tvisten om ansvaret for at fejlrette systemet er ikke afgjort inden fristen.",
        "Ejer systemet.",
        "Nærmeste overordnede til stillingen »Leader«.",
        "Nærmeste overordnede til stillingen »Chief«.",
    ]


@pytest.mark.parametrize(
    ("duty", "what"),
    [
        (Duty.OWNER, "ejerskabet"),
        (Duty.MONITOR, "ansvaret for at følge systemet"),
        (Duty.FIX, "ansvaret for at fejlrette systemet"),
        (Duty.DEVELOP, "ansvaret for at udvikle systemet"),
        (Duty.RETIRE, "ansvaret for at afvikle systemet"),
    ],
)
def test_reason_names_the_duty_that_was_asked_about(duty: Duty, what: str) -> None:
    (first, *_) = steps_of(make_organisation(), formal("member", duty), duty=duty)
    assert first.reason == f"Har formelt {what}."


def test_other_duties_play_no_part() -> None:
    held = [formal("member", Duty.MONITOR), practice("second", Duty.OWNER), owner("leader")]
    assert who(steps_of(make_organisation(), *held)) == ["leader:owner", "chief:superior", "mayor:superior"]


def test_chain_of_ownership_names_the_owner_once_as_the_formal_holder() -> None:
    held = [owner("leader"), practice("member", Duty.OWNER)]
    assert who(steps_of(make_organisation(), *held, duty=Duty.OWNER)) == [
        "member:practice",
        "leader:formal",
        "chief:superior",
        "mayor:superior",
    ]


def test_several_holders_come_in_the_order_in_which_they_are_held() -> None:
    held = [formal("second"), formal("member"), practice("lone"), practice("chief"), owner("leader")]
    assert who(steps_of(make_organisation(), *held)) == [
        "lone:practice",
        "chief:practice",
        "second:formal",
        "member:formal",
        "leader:owner",
        "mayor:superior",
    ]


def test_whoever_is_away_is_followed_by_the_deputies_at_once() -> None:
    organisation = make_organisation(
        {
            "second": ("Person second", ["Deputy second"]),
            "member": ("Person member", ["Deputy member"]),
            "leader": ("Person leader", ["Deputy leader"]),
            "chief": ("Person chief", ["Deputy chief"]),
            "mayor": ("Person mayor", ["Deputy mayor"]),
        },
        absent=["Person second", "Person leader", "Person chief", "Deputy chief"],
    )
    steps = steps_of(organisation, owner("leader"), formal("member"), practice("second"))
    assert who(steps) == [
        "second:practice",
        "second:deputy:Deputy second",
        "member:formal",
        "member:deputy:Deputy member",
        "leader:owner",
        "leader:deputy:Deputy leader",
        "chief:superior",
        "chief:deputy:Deputy chief",
        "mayor:superior",
    ]
    assert [step.absent for step in steps] == [True, False, False, False, True, False, True, True, False]
    assert [step.is_there for step in steps] == [False, True, True, True, False, True, False, False, True]


def test_vacant_position_keeps_its_step_and_is_followed_by_the_deputies() -> None:
    organisation = make_organisation({"leader": (None, ["Deputy leader"]), "mayor": (None, [])})
    steps = steps_of(organisation, owner("leader"))
    assert who(steps) == ["leader:owner", "leader:deputy:Deputy leader", "chief:superior", "mayor:superior"]
    assert [(step.person and step.person.name, step.absent, step.is_there) for step in steps] == [
        (None, False, False),
        ("Deputy leader", False, True),
        ("Person chief", False, True),
        (None, False, False),
    ]
    assert steps[0].reason == "Ejer systemet. Stillingen er ubesat."
    assert steps[-1].reason == "Nærmeste overordnede til stillingen »Chief«. Stillingen er ubesat."


def test_position_that_nobody_ever_sat_in_is_vacant() -> None:
    organisation = make_organisation()
    unheld = Organisation(TODAY, organisation.units, organisation.positions, {}, {})
    steps = steps_of(unheld, owner("leader"))
    assert [(step.position_id, step.person) for step in steps] == [("leader", None), ("chief", None), ("mayor", None)]


def test_deputies_of_an_owner_or_a_superior_who_is_there_stay_out() -> None:
    organisation = make_organisation(
        {"leader": ("Person leader", ["Deputy leader"]), "chief": ("Person chief", ["Deputy chief"])}
    )
    assert who(steps_of(organisation, owner("leader"))) == ["leader:owner", "chief:superior", "mayor:superior"]


def test_nobody_comes_twice() -> None:
    organisation = make_organisation({"chief": ("Person chief", ["Deputy chief", "Deputy chief"])})
    held = [practice("chief"), formal("chief"), owner("chief")]
    assert who(steps_of(organisation, *held, interim="mayor", unit="Øst")) == [
        "chief:practice",
        "chief:deputy:Deputy chief",
        "mayor:interim",
    ]


def test_deputy_of_two_positions_stands_in_for_each() -> None:
    organisation = make_organisation({"member": (None, ["Person leader"]), "second": (None, ["Person leader"])})
    assert who(steps_of(organisation, formal("member"), practice("second"), owner("leader"))) == [
        "second:practice",
        "second:deputy:Person leader",
        "member:formal",
        "member:deputy:Person leader",
        "leader:owner",
        "chief:superior",
        "mayor:superior",
    ]


def test_leader_of_the_unit_stands_in_without_an_owner() -> None:
    steps = steps_of(make_organisation(), formal("lone"), unit="Team")
    assert who(steps) == ["lone:formal", "leader:unitLeader", "chief:superior", "mayor:superior"]
    assert steps[1].reason == "Leder af enheden »Team«: systemet har ingen ejer."


def test_nearest_leader_above_stands_in_for_a_unit_without_one() -> None:
    steps = steps_of(make_organisation(), unit="Vest")
    assert who(steps) == ["mayor:unitLeader"]
    assert steps[0].reason == "Leder af enheden »Byråd«: der er ikke registreret nogen ansvarlig for systemet."


def test_chain_of_nothing_but_an_interim_holder_does_not_say_that_nobody_is_registered() -> None:
    steps = steps_of(make_organisation(), unit="Team", interim="mayor")
    assert who(steps) == ["mayor:interim", "leader:unitLeader", "chief:superior"]
    assert steps[1].reason == "Leder af enheden »Team«: systemet har ingen ejer."


def test_line_above_the_formal_holder_is_followed_without_owner_and_unit() -> None:
    assert who(steps_of(make_organisation(), practice("lone"), formal("member"))) == [
        "lone:practice",
        "member:formal",
        "leader:superior",
        "chief:superior",
        "mayor:superior",
    ]
    assert who(steps_of(make_organisation(), practice("lone"))) == ["lone:practice", "mayor:superior"]


def test_top_stands_in_without_owner_holder_and_unit() -> None:
    steps = steps_of(make_organisation({"mayor": (None, ["Deputy mayor"])}))
    assert who(steps) == ["mayor:top", "mayor:deputy:Deputy mayor"]
    assert steps[0].reason == (
        "Øverste stilling: systemet har hverken en ansvarlig eller en enhed med en leder. Stillingen er ubesat."
    )


def test_unit_without_any_leader_above_leaves_it_to_the_top() -> None:
    organisation = make_organisation(
        units={"Ø": None}, positions={"low": ("Ø", 4, False, "high"), "high": ("Ø", 3, False, None)}
    )
    assert who(steps_of(organisation, unit="Ø")) == ["high:top"]


def test_chain_stops_at_level_0_whoever_stands_above() -> None:
    organisation = make_organisation(
        units={**UNITS, "Andet": None},
        positions={**POSITIONS, "mayor": ("Byråd", 0, True, "other"), "other": ("Andet", 3, False, None)},
    )
    assert [above.id for above in organisation.line("chief")] == ["mayor", "other"]
    assert who(steps_of(organisation, owner("leader"))) == ["leader:owner", "chief:superior", "mayor:superior"]
    assert who(steps_of(organisation, owner("mayor"))) == ["mayor:owner"]
    # Level 0 ends the chain even where it had its step before.
    assert who(steps_of(organisation, formal("mayor"), owner("leader"))) == [
        "mayor:formal",
        "leader:owner",
        "chief:superior",
    ]


def test_chain_without_level_0_ends_at_the_topmost() -> None:
    organisation = make_organisation(positions={**POSITIONS, "mayor": ("Byråd", 1, True, None)})
    assert who(steps_of(organisation, owner("chief"))) == ["chief:owner", "mayor:superior"]


def test_superior_who_had_a_step_before_is_passed_over_and_the_line_goes_on() -> None:
    steps = steps_of(make_organisation(), practice("chief"), owner("leader"))
    assert who(steps) == ["chief:practice", "leader:owner", "mayor:superior"]
    assert steps[-1].reason == "Nærmeste overordnede til stillingen »Chief«."


def test_line_of_reporting_goes_before_the_tree() -> None:
    organisation = make_organisation(positions={**POSITIONS, "leader": ("Team", 4, True, "lone")})
    assert who(steps_of(organisation, owner("member"))) == [
        "member:owner",
        "leader:superior",
        "lone:superior",
        "mayor:superior",
    ]


def test_only_an_organisation_without_positions_gives_no_chain() -> None:
    assert steps_of(Organisation(TODAY, {}, {}, {}, {})) == []


def test_codes_are_declared_in_the_order_of_the_chain() -> None:
    assert list(EscalationReason) == [
        "practice",
        "formal",
        "deputy",
        "interim",
        "owner",
        "unitLeader",
        "superior",
        "top",
    ]


def test_what_nobody_has_is_said_with_where_the_chain_goes_therefore() -> None:
    organisation = make_organisation()
    assert missing_of(organisation, owner("leader"), formal("member")) == []
    assert missing_of(organisation, owner("leader"), practice("member")) == [
        f"Ingen har formelt {task(Duty.FIX)}; derfor begynder listen med den, der løfter det i praksis."
    ]
    assert missing_of(organisation, owner("leader")) == [
        "Ingen har ansvaret for at fejlrette systemet; derfor begynder listen med ejeren."
    ]
    assert missing_of(organisation, formal("member"), unit="Team") == [
        "Systemet har ingen ejer; derfor svarer lederen af enheden »Team«."
    ]
    assert missing_of(organisation, formal("member")) == [
        "Systemet har ingen ejer; derfor fortsætter listen med dem, som stillingen »Member« refererer til."
    ]
    # Above the one who has the duty there is nobody.
    assert missing_of(organisation, formal("mayor")) == [
        "Systemet har hverken en ejer eller en enhed med en leder; derfor svarer den øverste stilling."
    ]
    assert missing_of(organisation, unit="Team") == [
        "Ingen har ansvaret for at fejlrette systemet.",
        "Der er ikke registreret nogen ansvarlig for systemet; derfor svarer lederen af enheden »Team«.",
    ]
    assert missing_of(organisation) == [
        "Ingen har ansvaret for at fejlrette systemet.",
        "Systemet har hverken en ansvarlig eller en enhed med en leder; derfor svarer den øverste stilling.",
    ]
    assert missing_of(organisation, owner("leader"), duty=Duty.OWNER) == []


def test_where_nobody_is_there_the_line_of_the_units_leader_follows() -> None:
    organisation = make_organisation(
        {"lone": (None, ()), "mayor": (None, ()), "leader": (None, ["Deputy leader"])}, absent=["Deputy leader"]
    )
    steps = steps_of(organisation, owner("lone"), unit="Team")
    assert who(steps) == [
        "lone:owner",
        "mayor:superior",
        "leader:unitLeader",
        "leader:deputy:Deputy leader",
        "chief:superior",
    ]
    assert [step.is_there for step in steps] == [False, False, False, False, True]
    assert missing_of(organisation, owner("lone"), unit="Team")[-1] == (
        "Ingen i ejerens linje er til stede; derfor fortsætter listen med lederen af enheden »Team«."
    )


def test_the_units_leader_stays_out_while_anybody_else_is_there() -> None:
    assert who(steps_of(make_organisation(), owner("lone"), unit="Team")) == ["lone:owner", "mayor:superior"]
