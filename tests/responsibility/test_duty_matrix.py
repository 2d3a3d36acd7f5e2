"""The duty matrix: duty by duty, formally and in practice, with what is wrong with each."""

from typing import Any

from app.vocabulary import Role
from tests.responsibility.test_handovers import acting
from tests.support.api import Api
from tests.support.refusals import no_trace, refusal

NOBODY = "01890a5d-ac96-774b-bcce-b302099a8057"
MONDAY = "2026-03-02T09:00:00Z"
NOTHING = {
    "formal": [],
    "practice": [],
    "gap": True,
    "double": False,
    "difference": False,
    "interimPositionId": None,
}


def of(system: dict[str, Any]) -> str:
    return f"/v1/systems/{system['id']}/duties"


def row_of(api: Api, system: dict[str, Any], duty: str, **params: str) -> Any:
    """The duty's row of the matrix."""
    (row,) = (row for row in api.read(of(system), **params)["duties"] if row["duty"] == duty)
    return row


def marks(api: Api, system: dict[str, Any], duty: str) -> set[str]:
    row = row_of(api, system, duty)
    return {mark for mark in ("gap", "double", "difference") if row[mark]}


def test_matrix_has_a_row_for_each_duty_the_owner_first(api: Api) -> None:
    system = api.system("KSD")
    assert api.read(of(system)) == {
        "systemId": system["id"],
        "systemName": "KSD",
        "duties": [{"duty": duty, **NOTHING} for duty in ("owner", "monitor", "fix", "develop", "retire")],
    }


def test_holders_are_named_with_their_people(api: Api) -> None:
    system, seated, vacant = api.system(), api.position(title="Leder"), api.position(title="Konsulent")
    person = api.person("Person 1")
    api.hold(seated, person)
    api.assign(system, seated, "fix")
    api.assign(system, vacant, "fix", basis="practice")
    assert row_of(api, system, "fix") == {
        "duty": "fix",
        "formal": [{"positionId": seated["id"], "title": "Leder", "personId": person["id"], "personName": "Person 1"}],
        "practice": [{"positionId": vacant["id"], "title": "Konsulent", "personId": None, "personName": None}],
        "gap": False,
        "double": False,
        "difference": True,
        "interimPositionId": None,
    }


def test_owner_has_a_row_like_any_other_duty(api: Api) -> None:
    system, owner, doer = api.system(), api.position(title="Ejer"), api.position(title="Udøver")
    person = api.person("Person 1")
    api.hold(owner, person)
    api.assign(system, doer, basis="practice")
    assert marks(api, system, "owner") == {"gap"}
    api.assign(system, owner)
    assert row_of(api, system, "owner") == {
        "duty": "owner",
        "formal": [{"positionId": owner["id"], "title": "Ejer", "personId": person["id"], "personName": "Person 1"}],
        "practice": [{"positionId": doer["id"], "title": "Udøver", "personId": None, "personName": None}],
        "gap": False,
        "double": False,
        "difference": True,
        "interimPositionId": None,
    }
    # Whoever else holds something formally is no owner.
    assert marks(api, system, "fix") == {"gap"}


def test_duty_that_is_only_done_in_practice_is_a_gap_and_no_difference(sqlite_api: Api) -> None:
    api = sqlite_api
    system = api.system()
    api.assign(system, api.position(), "fix", basis="practice")
    assert marks(api, system, "fix") == {"gap"}


def test_two_formal_holders_are_a_double(sqlite_api: Api) -> None:
    api = sqlite_api
    system, first, second = api.system(), api.position(), api.position()
    api.assign(system, first, "monitor")
    assert marks(api, system, "monitor") == set()
    later = api.assign(system, second, "monitor", validFrom="2026-03-03")
    assert marks(api, system, "monitor") == set()
    api.time.advance(days=1)
    assert marks(api, system, "monitor") == {"double"}
    assert [holder["positionId"] for holder in row_of(api, system, "monitor")["formal"]] == [first["id"], second["id"]]
    api.delete(f"/v1/responsibilities/{later['id']}")
    assert marks(api, system, "monitor") == set()


def test_two_who_do_it_in_practice_are_no_double(sqlite_api: Api) -> None:
    api = sqlite_api
    system, first, second = api.system(), api.position(), api.position()
    api.assign(system, first, "fix")
    for position in (first, second):
        api.assign(system, position, "fix", basis="practice")
    assert marks(api, system, "fix") == {"difference"}


def test_difference_is_that_other_positions_do_it_in_whatever_order(sqlite_api: Api) -> None:
    api = sqlite_api
    system, first, second = api.system(), api.position(), api.position()
    api.assign(system, first, "fix")
    api.assign(system, second, "fix")
    api.assign(system, second, "fix", basis="practice", validFrom="2026-01-01")
    assert marks(api, system, "fix") == {"double", "difference"}
    api.assign(system, first, "fix", basis="practice")
    assert marks(api, system, "fix") == {"double"}


def test_one_position_on_both_sides_is_no_difference(sqlite_api: Api) -> None:
    api = sqlite_api
    system, position = api.system(), api.position()
    for basis in ("formal", "practice"):
        api.assign(system, position, "fix", basis=basis)
    assert marks(api, system, "fix") == set()


def test_responsibilities_that_are_over_or_to_come_are_not_in_the_matrix(sqlite_api: Api) -> None:
    api = sqlite_api
    system, position = api.system(), api.position()
    api.assign(system, position, "fix", validFrom="2026-01-01", validUntil="2026-03-01")
    api.assign(system, position, "develop", validFrom="2026-03-03")
    assert marks(api, system, "fix") == marks(api, system, "develop") == {"gap"}
    api.time.advance(days=1)
    assert marks(api, system, "develop") == set()


def test_overdue_dispute_shows_who_holds_the_duty_in_the_interim(api: Api) -> None:
    unit = api.unit()
    above = api.position(2, unit, leadsUnit=True)
    holder, other = api.position(4, unit), api.position(4, unit)
    system = api.system()
    api.assign(system, holder, "fix")
    body = {"duty": "fix", "namesPositionId": other["id"], "reason": "Ikke min."}
    dispute = api.make(f"/v1/systems/{system['id']}/disputes", body)
    assert dispute["deadline"] == "2026-03-16"
    api.time.advance(days=14)
    assert row_of(api, system, "fix")["interimPositionId"] is None
    api.time.advance(days=1)
    row = row_of(api, system, "fix")
    assert row["interimPositionId"] == above["id"]
    assert [found["positionId"] for found in row["formal"]] == [holder["id"]]
    assert row_of(api, system, "monitor")["interimPositionId"] is None
    for position in (above, other):
        api.hold(position)
    boss = acting(api, Role.OWNER, {"id": api.read(f"/v1/positions/{above['id']}")["holder"]["personId"]})
    answer = boss.post(f"/v1/disputes/{dispute['id']}/resolve", {"reason": "Den anden.", "positionId": other["id"]})
    assert answer.status_code == 200
    row = row_of(api, system, "fix")
    assert row["interimPositionId"] is None
    assert [found["positionId"] for found in row["formal"]] == [other["id"]]


def test_matrix_of_a_unit_shows_the_systems_in_use_in_its_subtree_by_name(api: Api) -> None:
    centre = api.unit()
    team = api.unit(parentId=centre["id"])
    group = api.unit(parentId=team["id"])
    beside = api.unit()
    names = {}
    for name, unit in (("Æblet", centre), ("Bogen", team), ("Cyklen", group), ("Dagen", beside)):
        names[name] = api.system(name, unitId=unit["id"], lifecycle="inOperation")
    api.system("Aldrig", unitId=team["id"], lifecycle="planned")
    api.system("Uden")
    api.assign(names["Bogen"], api.position(), "fix")

    def listed(unit: dict[str, Any], **params: Any) -> list[str]:
        page = api.read(f"/v1/units/{unit['id']}/duties", **params)
        assert page["total"] == len(page["items"])
        return [item["systemName"] for item in page["items"]]

    assert listed(centre) == ["Bogen", "Cyklen", "Æblet"]
    assert listed(centre, includeSubunits="false") == ["Æblet"]
    assert listed(team, includeSubunits="true") == ["Bogen", "Cyklen"]
    assert listed(group) == ["Cyklen"]
    assert listed(beside) == ["Dagen"]
    assert listed(api.unit()) == []
    items = api.read(f"/v1/units/{team['id']}/duties")["items"]
    assert items == [api.read(of(names["Bogen"])), api.read(of(names["Cyklen"]))]
    api.post(f"/v1/systems/{names['Cyklen']['id']}/retire", {})
    assert listed(team) == ["Bogen"]


def test_matrix_of_a_unit_comes_in_pages(sqlite_api: Api) -> None:
    api = sqlite_api
    unit = api.unit()
    for name in ("A", "B", "C"):
        api.system(name, unitId=unit["id"])
    path = f"/v1/units/{unit['id']}/duties"
    first = api.read(path, limit=2)
    assert ([item["systemName"] for item in first["items"]], first["total"]) == (["A", "B"], 3)
    rest = api.read(path, limit=2, cursor=first["nextCursor"])
    assert ([item["systemName"] for item in rest["items"]], rest["nextCursor"]) == (["C"], None)
    assert [item["systemName"] for item in api.read(path, sort="-name")["items"]] == ["C", "B", "A"]


def test_matrix_is_shown_as_it_was_known(api: Api) -> None:
    centre, elsewhere = api.unit(), api.unit()
    team = api.unit(parentId=centre["id"])
    position, other = api.position(), api.position()
    moved, stayed = api.system("A", unitId=team["id"]), api.system("B", unitId=centre["id"])
    wrong = api.assign(moved, position, "fix")
    one, unit_path = api.read(of(moved)), f"/v1/units/{centre['id']}/duties"
    many = api.read(unit_path)
    assert [item["systemName"] for item in many["items"]] == ["A", "B"]
    api.time.advance(hours=1)
    api.delete(f"/v1/responsibilities/{wrong['id']}")
    api.assign(moved, other, "fix", basis="practice")
    api.patch(f"/v1/systems/{moved['id']}", {"name": "Z"})
    api.patch(f"/v1/units/{team['id']}", {"parentId": elsewhere["id"]})
    assert api.read(of(moved))["systemName"] == "Z"
    assert marks(api, moved, "fix") == {"gap"}
    assert [item["systemId"] for item in api.read(unit_path)["items"]] == [stayed["id"]]
    for known_at in (MONDAY, "2026-03-02T09:59:59Z"):
        assert api.read(of(moved), knownAt=known_at) == one
        assert api.read(unit_path, knownAt=known_at) == many
        assert api.read(f"/v1/units/{elsewhere['id']}/duties", knownAt=known_at)["items"] == []
    assert api.read(of(moved), knownAt="2026-03-02T10:00:00Z") == api.read(of(moved))
    assert api.read(unit_path, knownAt="2026-03-02T10:00:00Z") == api.read(unit_path)


def test_unit_that_is_gone_has_its_matrix_in_the_past(api: Api) -> None:
    unit = api.unit()
    system = api.system(unitId=unit["id"])
    path = f"/v1/units/{unit['id']}/duties"
    shown = api.read(path)
    assert [item["systemId"] for item in shown["items"]] == [system["id"]]
    api.time.advance(hours=1)
    api.patch(f"/v1/systems/{system['id']}", {"unitId": None})
    assert api.delete(f"/v1/units/{unit['id']}").status_code == 204
    assert api.get(path).status_code == 404
    assert api.read(path, knownAt=MONDAY) == shown


def test_instants_that_the_register_did_not_live_and_systems_that_it_did_not_know_are_refused(sqlite_api: Api) -> None:
    api = sqlite_api
    unit = api.unit()
    system = api.system(unitId=unit["id"])
    api.time.advance(hours=1)
    later = api.system()
    with no_trace(api):
        for path in (of(system), f"/v1/units/{unit['id']}/duties"):
            refusal(api.get(path, params={"knownAt": "2026-03-02T08:00:00Z"}), 400, "?knownAt", "before-the-register")
            refusal(api.get(path, params={"knownAt": "2026-03-02T10:06:00Z"}), 400, "?knownAt", "in-the-future")
        answers = [
            api.get(f"/v1/systems/{NOBODY}/duties"),
            api.get(f"/v1/units/{NOBODY}/duties"),
            api.get(of(later), params={"knownAt": MONDAY}),
        ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "not-found")] * 3
    refusal(api.get(of(system), params={"includeSubunits": "false"}), 400, "?includeSubunits", "unknown-key")
