"""GET /v1/rules: the rules as people and machines read them."""

import pytest

from app.rules.engine import catalogue
from app.rules.policy import Policy
from app.vocabulary import Severity
from tests.support.api import Api

pytestmark = pytest.mark.one_database("the list comes from the code")


def test_every_rule_is_listed_in_the_order_of_the_ids(api: Api) -> None:
    listed = api.read("/v1/rules")
    assert (listed["total"], listed["nextCursor"]) == (len(catalogue()), None)
    assert [rule["id"] for rule in listed["items"]] == sorted(catalogue())


def test_a_rule_says_why_it_is_there_and_how_to_mend(api: Api) -> None:
    policy_keys = set(Policy().model_dump(by_alias=True))
    for rule in api.read("/v1/rules")["items"]:
        assert set(rule) == {"id", "title", "why", "fix", "severity", "parameters"}
        assert all(rule[key] for key in ("title", "why", "fix"))
        assert rule["severity"] in Severity.labels()
        assert set(rule["parameters"]) <= policy_keys


def test_one_rule_is_as_in_the_list(api: Api) -> None:
    one = api.read("/v1/rules/OWN003")
    assert one in api.read("/v1/rules")["items"]
    assert one["parameters"] == ["requiredLevel", "directReportCounts"]


@pytest.mark.parametrize(("rule_id", "status"), [("OWN999", 404), ("own001", 400), ("OWN1", 400)])
def test_a_rule_that_there_is_not(api: Api, rule_id: str, status: int) -> None:
    assert api.get(f"/v1/rules/{rule_id}").status_code == status
