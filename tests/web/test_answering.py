"""Offers and disputes: whoever may answer, take back or decide sees how; everyone else sees who it is that may."""

import pytest

from tests.web.borough import IDA, Borough

one_database = pytest.mark.one_database("what is shown is asked of what decides")


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
