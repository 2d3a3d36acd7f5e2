"""All of KITOS comes in at once, in the register's own words, or nothing does."""

import pytest

from app.kitos.roles import read_roles
from app.kitos.writing import KitosRefused
from tests.kitos.conftest import Followed
from tests.support.imports import revision


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
        assert any(f"»{word}«" in sentence for sentence in report.warnings), word


def test_what_looks_like_a_cpr_number_stays_out(followed: Followed) -> None:
    usage = followed.kitos.usage("Omsorg", followed.kitos.unit("Kommunen"), notes="Spørg 010190-1234")
    report = followed.run()
    assert followed.system(usage)["notes"] is None
    assert any("notes" in sentence and "1234" not in sentence for sentence in report.warnings)


def test_the_municipality_says_which_role_is_which_duty(followed: Followed) -> None:
    kitos = followed.kitos
    user = kitos.user("Ida Holm", "ida@kommune.example")
    usage = kitos.usage("Omsorg", kitos.unit("Kommunen"), [("Dataejer", user), ("Systemansvarlig", user)])
    report = followed.run(roles=read_roles('{"dataejer": "owner", "Systemansvarlig": null}'))
    assert followed.system(usage)["owner"]["personName"] == "Ida Holm"
    duties = followed.api.read(f"/v1/systems/{followed.system(usage)['id']}/responsibilities")["items"]
    assert [each["duty"] for each in duties] == ["owner"]
    assert report.warnings == []
