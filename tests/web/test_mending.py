"""Every finding leads to the form that begins mending what it says, and to no other."""

from typing import Any

import pytest

from app.vocabulary import Role
from tests.support.browsing import Tab, WebPage
from tests.web.borough import LENE, Borough

pytestmark = pytest.mark.one_database("the links follow from the card")

#: A bit of what the finding says → where it leads.
Link = str | None


def link_of(page: WebPage, said: str) -> Link:
    """Where the one finding that says this leads; None where it names somebody to ask."""
    (finding,) = [article for article in page.main.all("article") if said in article.text]
    links = [link.attributes["href"] for link in finding.all("a")]
    assert len(links) <= 1
    return links[0] if links else None


def steward_at(town: Borough, system: str) -> WebPage:
    return town.tab(Role.STEWARD).open(town.at(system))


def test_a_duty_that_several_have_is_offered_by_one_of_them(town: Borough) -> None:
    town.api.assign(town.systems["Nødkald"], town.positions["Socialchef"], "fix")
    page = steward_at(town, "Nødkald")
    link = link_of(page, "Flere stillinger har formelt samme ansvar")
    assert link == town.at("Nødkald", "/tilbyd?ansvar=fix")
    form = page.tab.open(link).form()
    (one,) = [value for value, words in form.choices("ansvar").items() if words == "fejlrette (Driftsansvarlig)"]
    page.tab.open(link).send({"ansvar": one, "stilling": "Socialchef"})
    (offer,) = town.api.read("/v1/handovers", state="offered", duty="fix")["items"]
    town.api.post(f"/v1/handovers/{offer['id']}/accept")
    assert "Flere stillinger har formelt samme ansvar" not in steward_at(town, "Nødkald").text


@pytest.mark.parametrize("duty", ["develop", "owner"])
def test_a_duty_that_another_does_in_practice_is_offered_to_that_one(town: Borough, duty: str) -> None:
    system, doing = town.systems["Hjemmepleje"], town.positions["Teamleder"]
    if duty != "owner":
        town.api.assign(system, town.positions["Socialchef"], duty)
    town.api.assign(system, doing, duty, basis="practice")
    page = steward_at(town, "Hjemmepleje")
    assert link_of(page, "Praksis afviger fra det formelle:") == town.at(
        "Hjemmepleje", f"/tilbyd?ansvar={duty}&til={doing['id']}"
    )
    form = page.tab.open(town.at("Hjemmepleje", f"/tilbyd?ansvar={duty}&til={doing['id']}")).form()
    assert (form.value("ansvar"), form.value("stilling")) == (duty, "Teamleder")


def test_what_is_offered_already_leads_to_the_offer(town: Borough) -> None:
    said = "Ejerskabet er placeret for lavt"
    assert link_of(steward_at(town, "Sygedagpenge"), said) == f"/tilbud/{town.made['offer']['id']}"
    assert link_of(town.tab(Role.READER).open(town.at("Sygedagpenge")), said) is None


def test_a_missing_on_call_number_leads_to_the_contracts_and_a_missing_plan_to_the_facts(town: Borough) -> None:
    system = town.api.system(
        "Alarm", lifecycle="inOperation", criticality="societyCritical", supportHours="aroundTheClock"
    )
    town.systems["Alarm"] = system
    tab = town.tab(Role.STEWARD)
    at = town.at("Alarm")
    assert link_of(tab.open(at), "der er ingen beredskabsplan") == f"{at}/ret"
    town.api.patch(f"/v1/systems/{system['id']}", {"emergencyPlanUrl": "https://plan.example"})
    assert link_of(tab.open(at), "hverken registreret en vagt") == f"{at}/kontrakt"
    tab.open(f"{at}/kontrakt").send({"navn": "Drift", "hotline": "70 10 20 31", "start": "2026-01-01"})
    assert "hverken registreret en vagt" not in tab.open(at).text


def test_a_phase_out_that_nobody_has_leads_to_whoever_is_to_have_it(town: Borough) -> None:
    page = steward_at(town, "Gammelt arkiv")
    assert link_of(page, "en formel indehaver af ansvaret for at afvikle") == town.at(
        "Gammelt arkiv", "/ansvar?ansvar=retire"
    )


def test_an_owner_who_cannot_write_a_duty_down_can_offer_it(town: Borough) -> None:
    lene: Tab = town.owner(LENE)
    page = lene.open(town.at("Boligstøtte"))
    link = link_of(page, "Ingen stilling har formelt ansvaret")
    assert link == town.at("Boligstøtte", "/tilbyd?ansvar=monitor")
    assert lene.open(link).send({"stilling": "Socialchef"}).status == 200


def test_every_link_of_a_finding_leads_to_a_form_or_an_offer(town: Borough) -> None:
    for tab in (town.tab(Role.STEWARD), town.tab(Role.REGISTRAR), town.owner(LENE)):
        for system in town.systems:
            for article in tab.open(town.at(system)).main.all("article"):
                found: list[Any] = [tab.open(link.attributes["href"]) for link in article.all("a")]
                assert all(page.main.all("form", method="post") for page in found), (system, article.text)
