"""All of KITOS comes in at once, in the register's own words, or nothing does."""

import re

import pytest

from app.kitos.roles import read_roles
from app.kitos.writing import KitosRefused
from app.vocabulary import Duty
from tests.kitos.conftest import Followed
from tests.support.imports import revision
from tests.support.kitos import Entity


def test_what_kitos_has_comes_in_with_its_keys(followed: Followed) -> None:
    kitos = followed.kitos
    root = kitos.unit("Eksempel Kommune")
    centre = kitos.unit("Center for Sundhed", root)
    owner, keeper = (
        kitos.user("Ida Holm", "ida@kommune.example", "12345678"),
        kitos.user("Bo Lind", "bo@kommune.example"),
    )
    usage = kitos.usage("Omsorg", centre, [("Systemejer", owner), ("Systemansvarlig", keeper)], localCallName="Plejen")
    kitos.contract("Hovedkontrakt", usage, validFrom="2021-01-01T00:00:00Z", validTo="2027-12-31T00:00:00Z")

    report = followed.run()

    assert (report.rejected, report.open_differences) == (0, 0)
    unit = followed.row("/v1/units", centre)
    assert unit["parentId"] == followed.row("/v1/units", root)["id"]
    system = followed.system(usage)
    assert {key: system[key] for key in ("name", "criticality", "lifecycle", "personalData", "kle", "supplier")} == {
        "name": "Omsorg",
        "criticality": "businessCritical",
        "lifecycle": "inOperation",
        "personalData": ["ordinary", "sensitive", "cpr"],
        "kle": ["27.36.04"],
        "supplier": "Leverandør A/S",
    }
    assert (system["alternativeNames"], system["takenIntoUseOn"]) == (["Plejen"], "2021-01-01")
    assert (system["owner"]["personName"], system["owner"]["managementLevel"]) == ("Ida Holm", 5)
    contract = followed.api.read("/v1/contracts")["items"][0]
    assert (contract["kind"], contract["noticeMonths"], contract["endsOn"]) == ("operation", 6, "2027-12-31")
    assert contract["systemIds"] == [system["id"]]
    said = [problem.detail for each in report.reports for problem in each.problems if each.kind == "positions"]
    assert len(said) == 2
    assert "KITOS ikke kender det" in said[0]
    for each in report.reports:
        assert followed.api.read(f"/v1/imports/{each.id}/problems")["total"] == each.problems_total


def test_whoever_holds_a_position_already_gets_the_duty_in_it(followed: Followed) -> None:
    api, kitos = followed.api, followed.kitos
    chief = api.position(1)
    api.hold(chief, api.person("Ida Holm", email="IDA@kommune.example"))
    unit = kitos.unit("Kommunen")
    usage = kitos.usage("Omsorg", unit, [("Systemejer", kitos.user("Ida Holm", "ida@kommune.example"))])

    followed.run()

    assert followed.system(usage)["owner"]["positionId"] == chief["id"]
    assert api.read("/v1/people")["total"] == 1


def test_a_second_import_changes_nothing(followed: Followed) -> None:
    unit = followed.kitos.unit("Kommunen")
    followed.kitos.usage("Omsorg", unit, [("Systemejer", followed.kitos.user("Ida Holm", "ida@kommune.example"))])
    followed.run()
    before = revision(followed.api)
    report = followed.run()
    assert (report.reports, report.open_differences, revision(followed.api)) == ([], 0, before)


def test_a_dry_run_says_the_same_and_writes_nothing(followed: Followed) -> None:
    unit = followed.kitos.unit("Kommunen")
    followed.kitos.usage("Omsorg", unit, [("Systemejer", followed.kitos.user("Ida Holm", "ida@kommune.example"))])
    before = revision(followed.api)
    tried = followed.run(dry_run=True)
    assert revision(followed.api) == before
    made = followed.run()
    assert [(each.kind, each.created) for each in tried.reports] == [(each.kind, each.created) for each in made.reports]


def test_one_refused_row_keeps_all_out_unless_the_others_are_wanted(followed: Followed) -> None:
    kitos = followed.kitos
    unit = kitos.unit("Kommunen")
    usage = kitos.usage("Omsorg", unit)
    followed.run()
    # Nothing goes back to the plan.
    usage["general"]["validity"] = {"lifeCycleStatus": "NotInUse", "validFrom": "2030-01-01T00:00:00Z"}
    kitos.usage("Nyt", unit)
    before = revision(followed.api)
    with pytest.raises(KitosRefused, match="1 systems of KITOS are refused"):
        followed.run()
    assert revision(followed.api) == before
    report = followed.run(partial=True)
    assert (report.rejected, report.open_differences > 0) == (1, True)
    assert followed.api.read("/v1/systems")["total"] == 2
    assert followed.system(usage)["lifecycle"] == "inOperation"


def test_words_that_are_not_known_are_told_and_stop_nothing(followed: Followed) -> None:
    kitos = followed.kitos
    usage = kitos.usage("Omsorg", kitos.unit("Kommunen"), isBusinessCritical="Maybe", isSociallyCritical=7)
    usage["general"]["validity"]["lifeCycleStatus"] = "Hibernating"
    usage["gdpr"] = {"dataSensitivityLevels": ["Secret", None], "riskAssessmentResult": "Enormous"}
    usage["localKLEDeviations"] = {"addedKLE": [{"name": "Sundhed"}]}
    usage["roles"] = [kitos.role("Altmuligmand", kitos.user("Ida Holm", "ida@kommune.example"))]
    report = followed.run()
    system = followed.system(usage)
    assert (system["criticality"], system["personalData"], system["lifecycle"]) == (
        "unknown",
        ["unknown"],
        "inOperation",
    )
    for word in ("Maybe", "7", "Hibernating", "Secret", "None", "Enormous", "Sundhed", "Altmuligmand"):
        assert any(f"»{word}«" in sentence for sentence in [*report.warnings, *report.left_out]), word


def test_what_looks_like_a_cpr_number_stays_out(followed: Followed) -> None:
    usage = followed.kitos.usage("Omsorg", followed.kitos.unit("Kommunen"), notes="Spørg 010190-1234")
    report = followed.run()
    assert followed.system(usage)["notes"] is None
    assert any("Bemærkninger" in sentence and "1234" not in sentence for sentence in report.left_out)


def test_the_municipality_says_which_role_is_which_duty(followed: Followed) -> None:
    kitos = followed.kitos
    user = kitos.user("Ida Holm", "ida@kommune.example")
    usage = kitos.usage("Omsorg", kitos.unit("Kommunen"), [("Dataejer", user), ("Systemansvarlig", user)])
    report = followed.run(roles=read_roles('{"dataejer": "owner", "Systemansvarlig": null}'))
    assert followed.system(usage)["owner"]["personName"] == "Ida Holm"
    duties = followed.api.read(f"/v1/systems/{followed.system(usage)['id']}/responsibilities")["items"]
    assert [each["duty"] for each in duties] == ["owner"]
    assert report.warnings == []


def test_the_policy_says_which_role_is_which_duty_and_one_run_may_say_otherwise(followed: Followed) -> None:
    kitos, api = followed.kitos, followed.api
    user = kitos.user("Ida Holm", "ida@kommune.example")
    usage = kitos.usage("Omsorg", kitos.unit("Kommunen"), [("Data-ejer", user), ("Systemejer", user), ("Andet", user)])
    said = {"dataejer": "monitor", "Systemejer": None}
    assert api.put("/v1/policy", {"kitosRoles": said}).status_code == 200
    tried = followed.run(roles={"data ejer": Duty.FIX, "Andet": None}, dry_run=True)
    assert tried.warnings == []
    report = followed.run()
    duties = api.read(f"/v1/systems/{followed.system(usage)['id']}/responsibilities")["items"]
    assert [each["duty"] for each in duties] == ["monitor"]
    (warning,) = report.warnings
    assert "»Andet«" in warning
    assert "politikken" in warning


def test_a_new_map_does_not_touch_what_kitos_has_not_said_anew(followed: Followed) -> None:
    kitos, api = followed.kitos, followed.api
    usage = kitos.usage("Omsorg", kitos.unit("Kommunen"), [("Systemejer", kitos.user("Ida Holm", "ida@k.example"))])
    followed.run()
    card = followed.system(usage)
    assert api.put("/v1/policy", {"kitosRoles": {"Systemejer": "monitor"}}).status_code == 200
    assert followed.system(usage) == card
    assert api.put("/v1/policy", {}).status_code == 200
    assert followed.system(usage) == card


def test_what_is_left_out_counts_as_refused_and_is_named_in_words(followed: Followed) -> None:
    kitos = followed.kitos
    root = kitos.unit("Kommunen")
    gone: Entity = {"uuid": kitos.new(), "name": "Bo Lind"}
    kitos.usage("Omsorg", root, [("Systemejer", gone)], notes="Spørg 010190-1234")
    kitos.usage("", root)
    kitos.unit("  ", root)
    contract = kitos.contract("Drift", *kitos.usages.values())
    contract["termination"]["terms"]["noticePeriodMonths"] = {"name": "5000"}
    user = kitos.user("Ida Holm", "ida@kommune.example", "ring til mig")
    kitos.usage("Borger", root, [("Systemejer", user)])

    report = followed.run()

    assert followed.api.read("/v1/systems")["total"] == 2
    cpr = "Teksten indeholder noget, der ligner et CPR-nummer. Fjern det: CPR-numre må ikke stå i registret."
    phone = "Skriv et telefonnummer, f.eks. 12 34 56 78."
    assert sorted(re.sub(r"id i KITOS: [0-9a-f-]+", "id i KITOS: …", each) for each in report.left_out) == [
        "Enheden uden navn (id i KITOS: …) er udeladt. Der er intet navn i KITOS.",
        "Systemet uden navn (id i KITOS: …) er udeladt. Der er intet navn i KITOS.",
        "»Drift«: feltet »Opsigelse« er udeladt. Tallet er for stort; det må højst være 120.",
        f"»Ida Holm«: feltet »Telefon« er udeladt. {phone}",
        "»Omsorg«: Ansvaret »systemejer« er udeladt, for »Bo Lind« er ikke længere bruger i KITOS.",
        f"»Omsorg«: feltet »Bemærkninger« er udeladt. {cpr}",
    ]
    assert report.rejected == len(report.left_out)
    # As long as it stands there, not all is in.
    assert followed.run().rejected == report.rejected


def test_an_owner_whose_position_comes_later_is_taken_in_then(followed: Followed) -> None:
    kitos = followed.kitos
    usage = kitos.usage("Omsorg", kitos.unit("Kommunen"))
    user: Entity = {"uuid": kitos.new(), "name": "Bo Lind", "email": "bo@kommune.example", "roles": []}
    usage["roles"] = [kitos.role("Systemejer", user)]
    assert followed.run().rejected == 1
    kitos.users[user["uuid"]] = user
    assert (followed.run().rejected, followed.system(usage)["owner"]["personName"]) == (0, "Bo Lind")


def test_a_name_that_was_taken_away_in_kitos_stays_here(followed: Followed) -> None:
    kitos = followed.kitos
    unit = kitos.unit("Kommunen")
    followed.run()
    kitos.touch(unit)["name"] = ""
    assert followed.sync().left_out == ["»Kommunen« beholder sit navn. Der er intet navn i KITOS."]


def test_positions_and_owners_are_told_by_name(followed: Followed) -> None:
    kitos = followed.kitos
    unit = kitos.unit("Kommunen")
    first, second = kitos.user("Ida Holm", "ida@kommune.example"), kitos.user("Bo Lind", "bo@kommune.example")
    kitos.usage("Omsorg", unit, [("Systemejer", first), ("Systemejer", second)])
    report = followed.run()
    assert report.warnings == ["KITOS har flere systemejere til »Omsorg«. Registret tager én: »Ida Holm«."]
    said = [problem.detail for each in report.reports for problem in each.problems if each.kind == "positions"]
    assert [sentence.partition(", og")[0] for sentence in said] == [
        f"{name} havde ingen stilling i registret. Stillingen »Systemejer« er oprettet efter rollen på »Omsorg«"
        for name in ("»Ida Holm«", "»Bo Lind«")
    ]


def test_a_contract_that_is_terminated_ends_then(followed: Followed) -> None:
    kitos = followed.kitos
    usage = kitos.usage("Omsorg", kitos.unit("Kommunen"))
    for name, validity in (("Uden slut", {}), ("Med slut", {"validTo": "2026-06-30T00:00:00Z"})):
        kitos.contract(name, usage, **validity)["termination"]["terminatedAt"] = "2026-12-31T00:00:00Z"
    followed.run()
    found = {each["name"]: each for each in followed.api.read("/v1/contracts")["items"]}
    assert {name: (each["endsOn"], each["discontinued"]) for name, each in found.items()} == {
        "Uden slut": ("2026-12-31", True),
        "Med slut": ("2026-06-30", True),
    }
