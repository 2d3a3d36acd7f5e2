"""Every filter of the list of systems, on a portfolio small enough to see."""

from typing import Any

import pytest

from tests.support.api import Api


@pytest.fixture
def portfolio(api: Api) -> dict[str, Any]:
    """Three systems: Æblesystem (owned, funded), Sygedagpengesystem (owned low, unfunded), Ørevoks (retired)."""
    top = api.unit("Direktionen")
    below = api.unit("Ydelser", parentId=top["id"])
    chief = api.position(2, unit=top, leadsUnit=True, budgetAuthority="yes")
    lead = api.position(4, unit=below)
    person = api.person("Ida", phone="12 34 56 78")
    api.hold(chief, person)
    apple = api.system(
        "Æblesystem",
        criticality="businessCritical",
        personalData=["ordinary", "cpr"],
        unitId=top["id"],
        supplier="Søborg Data",
        kle=["27.18.02", "85"],
        source="cmdb",
        externalId="1",
        phasedOutOn="2027-01-01",
    )
    sick = api.system(
        "Sygedagpengesystem (KSD)",
        alternativeNames=["Den røde knap"],
        criticality="businessCritical",
        personalData=["sensitive"],
        unitId=below["id"],
        supplier="KMD",
        kle=["32.30"],
    )
    ear = api.system("Ørevoks", criticality="notCritical", lifecycle="retired", personalData=["none"])
    api.assign(apple, chief)
    for duty in ("monitor", "fix", "develop", "retire"):
        api.assign(apple, chief, duty)
    api.assign(sick, lead)
    api.budget(apple, estimatedDkk=100, allocatedDkk=100, holderPositionId=chief["id"])
    api.budget(sick, estimatedDkk=100, allocatedDkk=0)
    return {
        "top": top,
        "below": below,
        "chief": chief,
        "lead": lead,
        "person": person,
        "apple": apple,
        "sick": sick,
        "ear": ear,
    }


A, S, E = "Æblesystem", "Sygedagpengesystem (KSD)", "Ørevoks"
CASES: list[tuple[dict[str, Any], list[str]]] = [
    ({}, [S, A, E]),
    ({"sort": "-name"}, [E, A, S]),
    ({"q": "sygedagpenge"}, [S]),
    ({"q": "SYGEDAGPENGE ksd"}, [S]),
    ({"q": "æble"}, [A]),
    ({"q": "ÆBLE"}, [A]),
    ({"q": "aeble"}, [A]),
    ({"q": "orevoks"}, [E]),
    ({"q": "oerevoks"}, [E]),
    ({"q": "rode"}, [S]),
    ({"q": "søborg"}, [A]),
    ({"q": "soeborg data"}, [A]),
    ({"q": "100%"}, []),
    ({"q": "_"}, []),
    ({"criticality": "businessCritical"}, [S, A]),
    ({"criticality": ["businessCritical", "notCritical"]}, [S, A, E]),
    ({"lifecycle": "retired"}, [E]),
    ({"personalData": "cpr"}, [A]),
    ({"personalData": ["cpr", "sensitive"]}, [S, A]),
    ({"personalData": "none"}, [E]),
    ({"unitId": "top"}, [A]),
    ({"unitId": "top", "includeSubunits": "true"}, [S, A]),
    ({"unitId": ["top", "below"]}, [S, A]),
    ({"ownerPositionId": "chief"}, [A]),
    ({"ownerPersonId": "person"}, [A]),
    ({"ownerUnitId": "below"}, [S]),
    ({"ownerLevelMin": 3}, [S]),
    ({"ownerLevelMax": 3}, [A]),
    ({"hasOwner": "true"}, [S, A]),
    ({"hasOwner": "false"}, [E]),
    ({"duty": "fix", "positionId": "chief"}, [A]),
    ({"duty": "fix", "positionId": "lead"}, []),
    ({"duty": "owner", "positionId": "lead"}, [S]),
    ({"duty": ["fix", "owner"], "personId": "person"}, [A]),
    ({"fundingState": "unfunded"}, [S]),
    ({"fundingState": ["funded", "unknown"]}, [A, E]),
    ({"rule": "OWN003"}, [S]),
    ({"rule": ["OWN003", "OWN001"]}, [S]),
    ({"minSeverity": "high"}, [S]),
    ({"minSeverity": "low"}, [S, A]),
    ({"waived": "true"}, []),
    ({"waived": "false"}, [S, A]),
    ({"kle": "27"}, [A]),
    ({"kle": "27.18"}, [A]),
    ({"kle": "18"}, []),
    ({"kle": ["32", "85"]}, [S, A]),
    ({"supplier": "kmd"}, [S]),
    ({"source": "cmdb"}, [A]),
    ({"source": "cmdb", "externalId": "2"}, []),
    ({"changedSince": "2026-03-02T08:59:59Z"}, [S, A, E]),
    ({"changedSince": "2026-03-02T09:00:01Z"}, []),
    ({"phasedOutBefore": "2027-01-02"}, [A]),
    ({"phasedOutBefore": "2027-01-01"}, []),
    ({"sort": "-severityRank,name"}, [S, A, E]),
    ({"lifecycle": "inOperation", "supplier": "KMD", "hasOwner": "true"}, [S]),
]


def test_every_filter(api: Api, portfolio: dict[str, Any]) -> None:
    def filled(value: Any) -> Any:
        known = portfolio.get(value) if isinstance(value, str) else None
        return known["id"] if known else value

    for query, expected in CASES:
        params = {
            key: [filled(v) for v in value] if isinstance(value, list) else filled(value)
            for key, value in query.items()
        }
        found = api.read("/v1/systems", **params)
        assert [item["name"] for item in found["items"]] == expected, query
        assert found["total"] == len(expected)


def test_holder_who_left_holds_no_duty(api: Api, portfolio: dict[str, Any]) -> None:
    person = portfolio["person"]
    api.patch(f"/v1/people/{person['id']}", {"leavesOn": "2026-03-01"})
    assert api.read("/v1/systems", duty="fix", personId=person["id"])["total"] == 0
    assert "OWN002" in api.flagged(portfolio["apple"])
