"""Offers and disputes: whoever may answer, take back or decide sees how; everyone else sees who it is that may."""

from collections.abc import Callable

import pytest

from app.vocabulary import Role
from tests.support.browsing import Tab
from tests.web.borough import DORTE, IDA, LENE, MAJA, Borough

one_database = pytest.mark.one_database("what is shown is asked of what decides")


def readers(town: Borough) -> dict[str, Tab]:
    offices = {role.value: town.tab(role) for role in Role if role not in {Role.OWNER, Role.ON_CALL}}
    return {**offices, **{name: town.owner(name) for name in (LENE, MAJA, DORTE, IDA)}}


@one_database
def test_only_whoever_may_answer_an_offer_sees_how(town: Borough) -> None:
    path = f"/tilbud/{town.made['offer']['id']}"
    answering, withdrawing = set(), set()
    for name, tab in readers(town).items():
        page = tab.open(path)
        assert page.has_form(f"{path}/overtag") == page.has_form(f"{path}/afslaa"), name
        if page.has_form(f"{path}/overtag"):
            answering.add(name)
        else:
            assert "Det er Socialchef, der skal svare." in page.text, name
        if page.has_form(f"{path}/traek-tilbage"):
            withdrawing.add(name)
        assert path in tab.open(town.at("Sygedagpenge")).links, name
    assert answering == {MAJA, "registrar", "steward", "admin"}
    assert withdrawing == {LENE, "registrar", "steward", "admin"}


@one_database
def test_a_registrar_of_another_unit_answers_and_decides_nothing(town: Borough) -> None:
    tab = Tab(town.api, Role.REGISTRAR, unit_id=town.units["Teknik"]["id"])
    for path in (f"/tilbud/{town.made['offer']['id']}", f"/tvister/{town.made['dispute']['id']}"):
        assert tab.open(path).main.all("form", method="post") == []


def test_an_offer_is_taken_back_by_whoever_made_it(town: Borough) -> None:
    path = f"/tilbud/{town.made['offer']['id']}"
    lene = town.owner(LENE)
    done = lene.open(town.at("Sygedagpenge")).click("Se tilbuddet").send(to=f"{path}/traek-tilbage")
    assert done.text.startswith("Tilbuddet er trukket tilbage.")
    assert "Tilbuddet er trukket tilbage" in lene.open(path).heading
    assert lene.open(town.at("Sygedagpenge", "/tilbyd?ansvar=owner")).send({"stilling": "Socialchef"}).status == 200


@one_database
@pytest.mark.parametrize(
    ("place", "values"),
    [("tilbyd", {}), ("ansvar", {"ansvar": "owner", "afloes": "ja"})],
)
def test_what_is_offered_already_leads_to_the_offer(town: Borough, place: str, values: dict[str, str]) -> None:
    tab = town.tab(Role.REGISTRAR)
    form = tab.open(town.at("Sygedagpenge", f"/{place}")).form()
    assert f"/tilbud/{town.made['offer']['id']}" in tab.open(town.at("Sygedagpenge", f"/{place}")).links
    sent = [*form.filled({"stilling": "Kommunaldirektør", **values})]
    if place == "tilbyd":
        # As it was sent from a page that is older than the offer.
        sent = [(name, value) for name, value in sent if name != "ansvar"] + [("ansvar", "owner")]
    page = tab.follow(tab.post(form.action, sent))
    assert (page.status, "Ansvaret er allerede tilbudt en anden." in page.faults) == (409, True)
    assert town.made["offer"]["id"] not in page.text
    assert f"/tilbud/{town.made['offer']['id']}" in page.links


@one_database
def test_only_whoever_may_decide_a_dispute_sees_how(town: Borough) -> None:
    path, deciding = f"/tvister/{town.made['dispute']['id']}", set()
    for name, tab in readers(town).items():
        page = tab.open(path)
        if page.has_form(path):
            deciding.add(name)
        else:
            assert "Tvisten afgøres af en leder over Driftsansvarlig" in page.text, name
    assert deciding == {DORTE, "steward", "admin"}


@one_database
def test_a_dispute_that_an_offer_stands_in_the_way_of_links_to_it(town: Borough) -> None:
    system, path = town.systems["Nødkald"]["id"], f"/tvister/{town.made['dispute']['id']}"
    body = {"duty": "fix", "toPositionId": town.positions["Socialchef"]["id"]}
    offer = town.api.make(f"/v1/systems/{system}/handovers", body)
    page = town.tab(Role.STEWARD).open(path)
    assert f"/tilbud/{offer['id']}" in page.links


@one_database
@pytest.mark.parametrize("decide", [lambda town: town.owner(DORTE), lambda town: town.tab(Role.STEWARD)])
def test_whoever_sees_the_form_of_a_dispute_can_decide_it(town: Borough, decide: Callable[[Borough], Tab]) -> None:
    page = decide(town).open(f"/tvister/{town.made['dispute']['id']}")
    assert page.send({"grund": "Den bliver, hvor den er."}).text.startswith("Tvisten er afgjort.")


@one_database
def test_whoever_has_a_duty_and_owns_nothing_of_it_can_say_so_and_hand_it_over(town: Borough) -> None:
    town.api.assign(town.systems["Boligstøtte"], town.positions["Driftsansvarlig"], "develop")
    ida, at = town.owner(IDA), town.at("Boligstøtte")
    page = ida.open(at)
    assert f"{at}/bekraeft" not in page.links
    assert f"{at}/tilbyd?ansvar=owner" not in page.links
    disputed = page.click("Sig, at et ansvar ligger hos en anden")
    assert list(disputed.form().choices("ansvar")) == ["develop"]
    assert disputed.send({"stilling": "Teamleder", "grund": "Det er jeres."}).text.startswith("Tvisten er oprettet.")
    offered = ida.open(at).click("Tilbyd et ansvar til en anden stilling")
    assert list(offered.form().choices("ansvar")) == ["develop"]
    assert offered.send({"stilling": "Teamleder"}).text.startswith("Tilbuddet er sendt.")
    (offer,) = town.api.read("/v1/handovers", state="offered", duty="develop")["items"]
    assert offer["fromPositionId"] == town.positions["Driftsansvarlig"]["id"]


@one_database
def test_whoever_has_a_duty_in_practice_alone_can_say_that_it_is_anothers(town: Borough) -> None:
    page = town.owner(IDA).open(town.at("Sygedagpenge"))
    assert (
        page.click("Sig, at et ansvar ligger hos en anden").send({"stilling": "Teamleder", "grund": "Nej."}).status
        == 200
    )


@one_database
def test_only_the_duty_that_was_declined_is_said_to_have_been(town: Borough) -> None:
    path = f"/v1/systems/{town.systems['Sygedagpenge']['id']}/handovers"
    town.api.make(path, {"duty": "develop", "toPositionId": town.positions["Socialchef"]["id"]})
    notices = town.tab(Role.READER).open(town.at("Sygedagpenge")).main.all("div", class_="notice")
    said = {"Ejerskabet" if "Ejerskabet" in notice.text else "udvikle": notice.text for notice in notices}
    assert "Det er afslået én gang før." in said["Ejerskabet"]
    assert "afslået" not in said["udvikle"]
