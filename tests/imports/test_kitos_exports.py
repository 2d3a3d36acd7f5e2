"""Excel exports of KITOS come in without a mapping, as their headings say."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook

from tests.support.api import Api
from tests.support.imports import by_name, counts, csv, run, upload

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


def test_an_empty_cell_of_a_termination_leaves_what_stands(api: Api) -> None:
    api.system("Journal")
    row = "Aftale;K-1;Gyldig;01-01-2021;31-12-2030;Firma A/S;Drift;Journal;6;;"
    run(api, "contracts", CONTRACTS, row)
    contract = by_name(api, "/v1/contracts", "Aftale")
    assert api.patch(f"/v1/contracts/{contract['id']}", {"discontinued": True}).status_code == 200
    assert counts(run(api, "contracts", CONTRACTS, row)) == {"unchanged": 1}
    assert by_name(api, "/v1/contracts", "Aftale")["discontinued"]


def test_what_stands_in_for_a_hidden_column_is_read(api: Api) -> None:
    unit = api.unit("Omsorg")
    position = api.position(2, unit, title="Chef")
    api.hold(position, api.person("Åse Ærø", email="aase@example.org"))
    head = (
        "IT System;Systemets overordnede formål;Rettighedshaver;Livscyklus;DataType;Lokal System ID;Systemejer Email#"
    )
    report = run(api, "systems", head, "Journal;Pleje;RH A/S;I drift;;1;aase@example.org, bo@example.org")
    assert report["form"] == "kitosSystems"
    assert {problem["column"] for problem in report["problems"]} == {"Lokal System ID", "Systemejer Email#"}
    card = by_name(api, "/v1/systems", "Journal")
    assert (card["description"], card["supplier"]) == ("Pleje", "RH A/S")
    assert card["owner"]["positionId"] == position["id"]


def test_a_day_of_termination_without_the_column_of_ends_is_told(api: Api) -> None:
    head = CONTRACTS.replace("Gyldig til;", "")
    report = run(api, "contracts", head, "Aftale;;;01-01-2021;;Drift;;6;30-06-2026;")
    assert ("Opsagt", "unread-cell") in {(problem["column"], problem["code"]) for problem in report["problems"]}
    assert by_name(api, "/v1/contracts", "Aftale")["discontinued"]


def test_a_mapping_counts_before_the_form(api: Api) -> None:
    row = "Aktivt;Journal;2b67;Omsorg;Gammel;;;;;;;;;;;;;;"
    report = run(
        api, "systems", SYSTEMS, row, mapping={"IT System": "name", "Status": None, "Lokal kaldenavn": "notes"}
    )
    assert report["form"] is None
    assert by_name(api, "/v1/systems", "Journal")["notes"] == "Omsorg"


ROLES = f"{SYSTEMS};Systemansvarlig;Systemansvarlig Email#;It-ansvarlig;Driftsansvarlig;Dataejer;Superbruger"


def people(api: Api) -> tuple[str, str]:
    """The positions of two people."""
    unit = api.unit("Omsorg")
    held = []
    for name, email in (("Åse Ærø", "aase@example.org"), ("Bo Dam", "bo@example.org")):
        position = api.position(3, unit, title=f"Stillingen for {name}")
        api.hold(position, api.person(name, email=email), validFrom="2024-01-01")
        held.append(position["id"])
    return held[0], held[1]


def duties(api: Api, system: str) -> set[tuple[str, str]]:
    system_id = by_name(api, "/v1/systems", system)["id"]
    rows = api.read(f"/v1/systems/{system_id}/responsibilities")["items"]
    return {(row["duty"], row["positionId"]) for row in rows}


def upload_roles(api: Api, *rows: dict[str, str]) -> dict[str, Any]:
    """Import an overview of systems as responsibilities; each row says what stands under some of the headings."""
    book = Workbook()
    sheet = book.create_sheet(index=0)
    sheet.append(ROLES.split(";"))
    for row in rows:
        sheet.append([row.get(heading) for heading in ROLES.split(";")])
    written = BytesIO()
    book.save(written)
    report: dict[str, Any] = upload(api, "responsibilities", written.getvalue(), name="systemer.xlsx").json()
    return report


def test_roles_are_a_responsibility_for_each_person(api: Api) -> None:
    aase, bo = people(api)
    api.system("Journal")
    api.system("Andet")
    journal = {
        "IT System": "Journal",
        "Leverandør": "Firma A/S",
        "Systemejer": "Bo Dam",
        "Systemansvarlig": "Åse Ærø, Bo Dam",
        "Systemansvarlig Email#": "aase@example.org, bo@example.org",
        "It-ansvarlig": "Bo Dam",
        "Driftsansvarlig": "Bo Dam",
        "Dataejer": "Åse Ærø",
    }
    other = {"IT System": "Andet", "Systemansvarlig": "Åse Ærø", "Superbruger": "Bo Dam"}
    for expected in ({"created": 4}, {"unchanged": 4}):
        report = upload_roles(api, journal, other)
        assert (report["form"], report["rows"], counts(report)) == ("kitosRoles", 2, expected)
        # The owner comes with the systems, and what a data owner is, nobody has said.
        assert {(each["column"], each["code"]) for each in report["problems"]} == {
            ("Dataejer", "unread-column"),
            ("Superbruger", "unread-column"),
        }
    assert duties(api, "Journal") == {("monitor", aase), ("monitor", bo), ("fix", bo)}
    assert duties(api, "Andet") == {("monitor", aase)}


def test_the_policy_says_what_roles_are(api: Api) -> None:
    aase, _ = people(api)
    api.system("Journal")
    assert api.put("/v1/policy", {"kitosRoles": {"Data-ejer": "develop", "It-ansvarlig": None}}).status_code == 200
    report = upload_roles(api, {"IT System": "Journal", "It-ansvarlig": "Bo Dam", "Dataejer": "Åse Ærø"})
    assert (counts(report), [each["column"] for each in report["problems"]]) == ({"created": 1}, ["Superbruger"])
    assert duties(api, "Journal") == {("develop", aase)}


def test_a_person_without_a_position_is_told_in_the_cell_of_the_role(api: Api) -> None:
    people(api)
    api.person("Ny Person")
    api.system("Journal")
    report = upload_roles(
        api, {"IT System": "Journal", "It-ansvarlig": "Bo Dam", "Driftsansvarlig": "Bo Dam, Ny Person"}
    )
    (problem,) = (each for each in report["problems"] if each["severity"] == "error")
    assert (problem["column"], problem["cell"], problem["code"]) == ("Driftsansvarlig", "W2", "person-without-position")


def test_a_file_without_roles_lacks_the_columns_of_responsibilities(api: Api) -> None:
    answer = upload(api, "responsibilities", csv("IT System;KLE navn;DataType;Livscyklus", "Journal;;;"))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "missing-column")


def test_roles_are_proposed_as_they_are_read(api: Api) -> None:
    content = csv("IT System;KLE navn;DataType;Livscyklus;Systemansvarlig;It-ansvarlig", "Journal;;;;Åse Ærø;Bo Dam")
    files, data = {"file": ("a.csv", content)}, {"kind": "responsibilities"}
    proposal = api.client.post("/v1/imports/proposals", data=data, files=files).json()
    assert (proposal["form"], proposal["missing"]) == ("kitosRoles", [])
    fields = {column["header"]: column["field"] for column in proposal["columns"] if column["field"]}
    assert fields == {"IT System": "system", "Systemansvarlig": "position", "It-ansvarlig": "position"}
