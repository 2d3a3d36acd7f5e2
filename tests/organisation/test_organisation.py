import pytest

from tests.support.api import Api


def test_reporting_line_is_derived_from_the_units(api: Api) -> None:
    top = api.unit("Top")
    middle = api.unit("Middle", parentId=top["id"])
    bottom = api.unit("Bottom", parentId=middle["id"])
    director = api.position(1, unit=top, leadsUnit=True, title="Direktør")
    leader = api.position(3, unit=bottom, leadsUnit=True)
    employee = api.position(5, unit=bottom)

    def above(position: dict[str, str]) -> str | None:
        reports_to = api.read(f"/v1/positions/{position['id']}")["reportsTo"]
        return reports_to and reports_to["positionId"]

    assert (above(employee), above(leader), above(director)) == (leader["id"], director["id"], None)
    head = api.position(2, unit=middle, leadsUnit=True)
    assert above(leader) == head["id"]
    api.patch(f"/v1/positions/{employee['id']}", {"reportsToId": director["id"]})
    assert above(employee) == director["id"]
    api.patch(f"/v1/positions/{head['id']}", {"leadsUnit": False})
    assert above(leader) == director["id"]


def test_reporting_in_a_circle_is_refused_however_it_comes_about(api: Api) -> None:
    unit = api.unit()
    leader = api.position(2, unit=unit, leadsUnit=True, title="Leder")
    member = api.position(4, unit=unit, title="Medarbejder")
    refused = api.patch(f"/v1/positions/{leader['id']}", {"reportsToId": member["id"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "reporting-loop")
    assert "Leder → Medarbejder → Leder" in refused.json()["detail"]
    own = api.patch(f"/v1/positions/{member['id']}", {"reportsToId": member["id"]})
    assert own.status_code == 400
    other = api.position(3, unit=unit)
    api.patch(f"/v1/positions/{member['id']}", {"reportsToId": other["id"]})
    assert api.patch(f"/v1/positions/{other['id']}", {"reportsToId": member["id"]}).status_code == 409


def test_unit_never_stands_above_itself(api: Api) -> None:
    first = api.unit()
    second = api.unit(parentId=first["id"])
    third = api.unit(parentId=second["id"])
    for child in (second, third):
        refused = api.patch(f"/v1/units/{first['id']}", {"parentId": child["id"]})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (409, "/parentId")
    assert api.patch(f"/v1/units/{first['id']}", {"parentId": first["id"]}).status_code == 409


def test_holder_and_deputy_follow_their_periods(api: Api) -> None:
    position = api.position()
    path = f"/v1/positions/{position['id']}"
    first = api.hold(position, api.person("Ida"), validUntil="2026-03-10")
    api.hold(position, api.person("Bo"), validFrom="2026-03-11")
    api.hold(position, api.person("Vikar"), role="deputy")
    assert api.read(path)["holder"]["name"] == "Ida"
    assert api.read(path)["holder"]["until"] == "2026-03-10"
    assert api.read(path)["deputy"]["name"] == "Vikar"
    api.time.advance(days=9)
    assert api.read(path)["holder"]["name"] == "Bo"
    overlapping = api.patch(f"/v1/tenures/{first['id']}", {"validUntil": "2026-03-11"})
    assert overlapping.json()["code"] == "holder-overlap"
    assert api.patch(f"/v1/tenures/{first['id']}", {"validUntil": "2026-01-01"}).status_code == 400


def test_tenure_that_would_end_before_today_needs_its_first_day(api: Api) -> None:
    body = {"personId": api.person()["id"], "validUntil": "2026-03-01"}
    refused = api.post(f"/v1/positions/{api.position()['id']}/tenures", body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/validUntil")


def test_second_holder_is_refused_and_the_first_named(api: Api) -> None:
    position, person = api.position(), api.person()
    tenure = api.hold(position, person)
    refused = api.post(f"/v1/positions/{position['id']}/tenures", {"personId": api.person()["id"]})
    assert refused.status_code == 409
    period = "from 2026-03-02 to further notice"
    assert refused.json()["detail"] == (
        f"{person['name']} holds the position {position['title']!r} {period} (tenure {tenure['id']})."
    )


@pytest.mark.parametrize(
    ("tenure", "begins", "danish", "english"),
    [
        (
            {},
            "2026-12-30",
            (
                "Bo har sidste arbejdsdag den 29-12-2026, men besættelsen af »Leder« har ingen slutdato. "
                "Sæt slutdatoen til den dag, så kan efterfølgeren begynde dagen efter."
            ),
            (
                "The last day of Bo is 2026-12-29, but the tenure of 'Leder' has no end (tenure {id}). "
                "End the tenure on that day; the successor can begin on the day after."
            ),
        ),
        (
            {"validUntil": "2027-01-31"},
            "2027-01-01",
            (
                "Bo har sidste arbejdsdag den 29-12-2026, men besættelsen af »Leder« varer til og med den 31-01-2027. "
                "Sæt slutdatoen til den dag, så kan efterfølgeren begynde dagen efter."
            ),
            (
                "The last day of Bo is 2026-12-29, but the tenure of 'Leder' lasts until 2027-01-31 (tenure {id}). "
                "End the tenure on that day; the successor can begin on the day after."
            ),
        ),
        (
            {},
            "2026-12-29",
            "Bo har stillingen »Leder« fra den 02-03-2026 til og med den 29-12-2026.",
            "Bo holds the position 'Leder' from 2026-03-02 to 2026-12-29 (tenure {id}).",
        ),
        (
            {"validFrom": "2027-02-01"},
            "2026-06-01",
            "Bo har stillingen »Leder« fra den 01-02-2027 og indtil videre.",
            "Bo holds the position 'Leder' from 2027-02-01 to further notice (tenure {id}).",
        ),
    ],
)
def test_successor_of_somebody_who_leaves_is_told_to_end_the_tenure_first(
    api: Api, tenure: dict[str, str], begins: str, danish: str, english: str
) -> None:
    position = api.position(title="Leder")
    person = api.person("Bo")
    held = api.hold(position, person, **tenure)
    assert api.patch(f"/v1/people/{person['id']}", {"leavesOn": "2026-12-29"}).status_code == 200
    body = {"personId": api.person()["id"], "validFrom": begins}
    for language, said in (("da", danish), ("en", english)):
        refused = api.post(f"/v1/positions/{position['id']}/tenures", body, headers={"Accept-Language": language})
        assert (refused.status_code, refused.json()["code"]) == (409, "holder-overlap")
        assert refused.json()["detail"] == said.format(id=held["id"])


def test_what_is_referred_to_is_not_deleted(api: Api) -> None:
    unit = api.unit()
    position = api.position(unit=unit)
    person = api.person()
    api.hold(position, person)
    for path in (f"/v1/units/{unit['id']}", f"/v1/positions/{position['id']}", f"/v1/people/{person['id']}"):
        assert api.delete(path).json()["code"] == "in-use"
    alone = api.unit()
    assert api.delete(f"/v1/units/{alone['id']}").status_code == 204
    assert api.delete(f"/v1/people/{api.person()['id']}").status_code == 204
    assert api.delete(f"/v1/positions/{api.position()['id']}").status_code == 204


def test_lists_filter_and_sort(api: Api) -> None:
    unit = api.unit("Zoo", kind="team", source="s", externalId="1")
    api.unit("Alfa", kind="centre", parentId=unit["id"])
    assert [item["name"] for item in api.read("/v1/units")["items"]] == ["Alfa", "Zoo"]
    assert [item["name"] for item in api.read("/v1/units", sort="-kind")["items"]] == ["Zoo", "Alfa"]
    assert api.read("/v1/units", q="ALF")["total"] == 1
    assert api.read("/v1/units", kind=["team", "other"])["total"] == 1
    assert api.read("/v1/units", parentId=unit["id"])["total"] == 1
    assert api.read("/v1/units", source="s", externalId="1")["total"] == 1
    api.position(4, unit=unit, title="Teamleder", source="s", externalId="9")
    assert api.read("/v1/positions", managementLevel=[4, 5], unitId=unit["id"], q="team")["total"] == 1
    assert api.read("/v1/positions", sort="-managementLevel", source="s", externalId="9")["total"] == 1
    api.person("Ågot", email="a@x.example", phone="+45 00 00 00 00")
    assert api.read("/v1/people", q="ågo")["items"][0]["email"] == "a@x.example"


def test_person_who_leaves_makes_the_position_vacant(api: Api) -> None:
    position, person = api.position(1), api.person("Ida")
    api.hold(position, person)
    system = api.system(criticality="notCritical")
    api.assign(system, position)
    assert not {"OWN002", "OWN004"} & api.flagged(system)
    api.patch(f"/v1/people/{person['id']}", {"leavesOn": "2026-04-01"})
    assert "OWN004" in api.flagged(system)
    api.time.advance(days=60)
    assert "OWN002" in api.flagged(system)
    assert api.card(system)["owner"]["personName"] is None


def test_whoever_goes_on_in_the_position_does_not_leave_in_between(api: Api) -> None:
    """Nobody leaves after the first tenure; after the second one somebody does."""
    position, person = api.position(1), api.person("Ida")
    api.hold(position, person, validUntil="2026-03-12")
    system = api.system(criticality="notCritical", lifecycle="inOperation")
    api.assign(system, position)
    api.hold(position, person, validFrom="2026-03-13")
    assert "OWN004" not in api.flagged(system)
    api.patch(f"/v1/people/{person['id']}", {"leavesOn": "2026-04-21"})
    (finding,) = api.read("/v1/findings", rule="OWN004")["items"]
    assert finding["evidence"]["leavesOn"] == "2026-04-21"


def test_whoever_has_left_by_then_begins_nothing(api: Api) -> None:
    position, person = api.position(), api.person("Anna", leavesOn="2026-10-31")
    body = {"personId": person["id"], "role": "holder", "validFrom": "2026-11-10"}
    path = f"/v1/positions/{position['id']}/tenures"
    for role in ("holder", "deputy"):
        refused = api.post(path, {**body, "role": role})
        assert refused.status_code == 409
        assert refused.json()["errors"][0] == {
            "pointer": "/validFrom",
            "code": "begins-after-leaving",
            "detail": refused.json()["errors"][0]["detail"],
        }
    held = api.hold(position, person, validFrom="2026-10-31")
    assert api.patch(f"/v1/tenures/{held['id']}", {"validFrom": "2026-11-01"}).status_code == 409
    assert api.patch(f"/v1/tenures/{held['id']}", {"validUntil": "2026-10-31"}).status_code == 200
