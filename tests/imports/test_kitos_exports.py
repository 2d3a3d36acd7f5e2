"""Excel exports of KITOS come in without a mapping, as their headings say."""

from tests.support.api import Api
from tests.support.imports import by_name, counts, run

SYSTEMS = (
    "Status;IT System;IT-System (UUID);Lokal kaldenavn;Tidligere systemnavn;Ansv. organisationsenhed;"
    "Relevante organisationsenheder;KLE ID;DataType;Leverandør;Rettighedshaver;Ibrugtagningsdato;Livscyklus;"
    "Forretningskritisk;Systemets overordnede formål;IT-System (Beskrivelse);Noter;Systemejer;Systemejer Email#"
)
CONTRACTS = (
    "IT Kontrakt;Kontrakt ID;Gyldig/Ikke Gyldig;Gyldig fra;Gyldig til;Leverandør;Kontrakttype;IT Systemer;"
    "Opsigelse (måneder);Opsagt;Overordnet kontrakt"
)


def test_systems_in_use(api: Api) -> None:
    unit = api.unit("Omsorg")
    api.unit("Plejeteam")
    position = api.position(2, unit, title="Chef")
    api.hold(position, api.person("Åse Ærø", email="aase@example.org"))
    report = run(
        api,
        "systems",
        SYSTEMS,
        "Aktivt;Journal;2b67;Omsorg;Gammel journal;Omsorg;Omsorg, Plejeteam;27.36.04;"
        "Almindelige personoplysninger, Følsomme personoplysninger;;Firma A/S;01-02-2021;Under udfasning;Ja;Pleje;;n;"
        "Åse Ærø, Bo;aase@example.org, bo@example.org",
        "Aktivt;Andet;2b68;;;;;;;;;;I drift;Nej;;x;;;",
    )
    assert (report["form"], counts(report)) == ("kitosSystems", {"created": 2})
    told = {(problem["column"], problem["code"]) for problem in report["problems"]}
    assert told == {
        ("Status", "unread-column"),
        ("IT-System (UUID)", "unread-column"),
        ("Systemejer", "several-owners"),
    }
    card = by_name(api, "/v1/systems", "Journal")
    assert card["alternativeNames"] == ["Omsorg", "Gammel journal"]
    assert (card["description"], card["supplier"], card["notes"]) == ("Pleje", "Firma A/S", "n")
    assert (card["lifecycle"], card["criticality"]) == ("phasingOut", "businessCritical")
    assert (card["personalData"], card["kle"]) == (["ordinary", "sensitive"], ["27.36.04"])
    assert (card["unitId"], len(card["usingUnitIds"]), card["takenIntoUseOn"]) == (unit["id"], 2, "2021-02-01")
    assert card["owner"]["positionId"] == position["id"]
    other = by_name(api, "/v1/systems", "Andet")
    assert (other["criticality"], other["lifecycle"]) == ("unknown", "inOperation")


def test_contracts(api: Api) -> None:
    system = api.system("Journal")
    report = run(
        api,
        "contracts",
        CONTRACTS,
        "Hovedaftale;K-1;Gyldig;01-01-2021;;Firma A/S;Driftskontrakt;Journal;6;31-12-2027;",
        "Anden;K-2;Gyldig;01-01-2021;31-12-2026;;Rammeaftale;;;;",
    )
    assert (report["form"], counts(report)) == ("kitosContracts", {"created": 2})
    assert {problem["column"] for problem in report["problems"]} == {"Kontrakt ID", "Gyldig/Ikke Gyldig"}
    contract = by_name(api, "/v1/contracts", "Hovedaftale")
    assert (contract["kind"], contract["noticeMonths"], contract["discontinued"]) == ("operation", 6, True)
    assert (contract["startsOn"], contract["endsOn"]) == ("2021-01-01", "2027-12-31")
    assert (contract["supplier"], contract["systemIds"]) == ("Firma A/S", [system["id"]])
    other = by_name(api, "/v1/contracts", "Anden")
    assert (other["kind"], other["discontinued"]) == ("unknown", False)


def test_a_mapping_counts_before_the_form(api: Api) -> None:
    row = "Aktivt;Journal;2b67;Omsorg;Gammel;;;;;;;;;;;;;;"
    report = run(
        api, "systems", SYSTEMS, row, mapping={"IT System": "name", "Status": None, "Lokal kaldenavn": "notes"}
    )
    assert report["form"] is None
    assert by_name(api, "/v1/systems", "Journal")["notes"] == "Omsorg"
