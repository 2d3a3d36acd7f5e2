"""Every button on a system's page leads to a form that can be saved, and none is missing that would lead to one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from app.vocabulary import Duty, Role
from tests.support.browsing import Tab, WebPage
from tests.support.extent import sampled
from tests.support.warm import make_client
from tests.web.borough import DORTE, IDA, LENE, MAJA, Borough

pytestmark = pytest.mark.one_database("what is shown is asked of what decides")

Readers = Callable[[Borough], Tab]
#: Inside the registrar's unit with the owner inside and outside, outside it, with a vacant owner and with none.
SYSTEMS = ("Sygedagpenge", "Boligstøtte", "Nødkald", "Hjemmepleje", "Kortviser", "Signalanlæg", "Vejarkiv")
READERS: dict[str, Readers] = {
    **{role.value: lambda town, role=role: town.tab(role) for role in Role if role is not Role.OWNER},  # type: ignore[misc]
    **{name: lambda town, name=name: town.owner(name) for name in (LENE, MAJA, DORTE, IDA)},  # type: ignore[misc]
}
#: One who keeps a part of the register, and an owner; the others in the soak.
SAMPLE = frozenset({Role.REGISTRAR.value, LENE})
#: One of them can receive whatever it is.
RECEIVERS = ("Socialchef", "Driftsansvarlig", "Kommunaldirektør")
ANSWERS = {"ejerskab": "yes", "indsigt": "yes", "tid": "yes", "penge": "yes"}


@dataclass
class Attempts:
    """What somebody does with a system: by the page's form, or past the page where it shows no button."""

    town: Borough
    tab: Tab
    system: str

    def by_form(self, place: str, *filled: dict[str, Any]) -> None:
        """One of the ways to fill in the form has to be taken."""
        refusals = []
        for values in filled:
            done = self.tab.open(self.town.at(self.system, f"/{place}")).send(values)
            if done.status == 200:
                return
            refusals.append((done.status, done.faults))
        raise AssertionError(self.system, place, refusals)

    def refused(self, path: str, *bodies: dict[str, Any]) -> None:
        client = make_client(self.town.api.app, self.tab.secret)
        for body in bodies:
            answer = client.post(f"/v1/systems/{self.town.systems[self.system]['id']}/{path}", json=body)
            assert answer.status_code in {400, 403, 409}, (self.system, path, body, answer.text)

    def attest(self, *, shown: bool) -> None:
        if shown:
            self.by_form("bekraeft", ANSWERS)
        else:
            body = {"confirmsOwnership": True, "insight": "yes", "time": "yes", "money": "yes"}
            self.refused("attestations", body)

    def correct(self, *, shown: bool) -> None:
        if shown:
            self.by_form("ret", {"leverandoer": "En anden"})
            return
        path = f"/v1/systems/{self.town.systems[self.system]['id']}"
        client, tag = make_client(self.town.api.app, self.tab.secret), self.town.api.get(path).headers["ETag"]
        assert client.patch(path, json={"supplier": "En anden"}, headers={"If-Match": tag}).status_code == 403

    def assign(self, *, shown: bool) -> None:
        if shown:
            self.by_form("ansvar", {"ansvar": "monitor", "grundlag": "practice", "stilling": "Socialchef"})
        else:
            named = self.town.positions["Socialchef"]["id"]
            self.refused("responsibilities", {"duty": "monitor", "basis": "practice", "positionId": named})

    def offer(self) -> None:
        """Of each duty that the form names; of the others to anybody."""
        shown = any("/tilbyd" in link for link in self.links())
        listed = self.listed("tilbyd") if shown else []
        for choice in listed:
            self.by_form("tilbyd", *({"ansvar": choice, "stilling": title} for title in RECEIVERS))
        self.refused("handovers", *self.past(listed, "toPositionId", {}))

    def dispute(self) -> None:
        shown = any("/tvist?" in link for link in self.links())
        listed = self.listed("tvist") if shown else []
        for choice in listed:
            ways = ({"ansvar": choice, "stilling": title, "grund": "Den er deres."} for title in RECEIVERS)
            self.by_form("tvist", *ways)
        self.refused("disputes", *self.past(listed, "namesPositionId", {"reason": "Den er deres."}))

    def links(self) -> list[str]:
        """Of the system's page as it is now: what was done may have made more possible."""
        return WebPage(self.tab.get(self.town.at(self.system)), self.tab).links

    def listed(self, place: str) -> list[str]:
        return list(self.tab.open(self.town.at(self.system, f"/{place}")).form().choices("ansvar"))

    def past(self, listed: list[str], key: str, beside: dict[str, str]) -> list[dict[str, Any]]:
        duties = [duty for duty in Duty if not any(choice.startswith(duty.value) for choice in listed)]
        return [
            {"duty": duty.value, key: self.town.positions[title]["id"], **beside}
            for duty in duties
            for title in RECEIVERS
        ]


@pytest.mark.parametrize("reader", sampled(READERS, SAMPLE))
def test_every_button_works_and_none_that_would_work_is_missing(town: Borough, reader: str) -> None:
    tab = READERS[reader](town)
    for system in SYSTEMS:
        attempts = Attempts(town, tab, system)
        links = attempts.links()
        attempts.correct(shown=town.at(system, "/ret") in links)
        attempts.assign(shown=town.at(system, "/ansvar") in links)
        attempts.attest(shown=town.at(system, "/bekraeft") in links)
        attempts.offer()
        attempts.dispute()


def test_a_budget_is_written_only_by_whoever_keeps_the_system(town: Borough) -> None:
    registrar = town.tab(Role.REGISTRAR)
    for system, inside in (("Boligstøtte", True), ("Kortviser", False)):
        assert registrar.open(town.at(system, "/budget")).has_form(town.at(system, "/budget")) is inside


def test_findings_lead_a_registrar_to_forms_of_its_own_systems_alone(town: Borough) -> None:
    registrar = town.tab(Role.REGISTRAR)
    for system, inside in (("Nødkald", True), ("Kortviser", False)):
        findings = registrar.open(town.at(system)).main.all("article")
        forms = [link.attributes["href"] for finding in findings for link in finding.all("a")]
        assert bool(forms) is inside, forms
        for form in forms:
            assert registrar.open(form).main.all("form", method="post"), form


def test_whoever_was_asked_above_the_owner_may_confirm(town: Borough) -> None:
    lene, maja = town.owner(LENE), town.owner(MAJA)
    at = town.at("Boligstøtte")
    assert f"{at}/bekraeft" not in maja.open(at).links
    lene.open(f"{at}/bekraeft").send({**ANSWERS, "ejerskab": "no"})
    assert f"{at}/bekraeft" in maja.open(at).links
    assert "Tak. Svaret er skrevet ned." in maja.open(f"{at}/bekraeft").send(ANSWERS).text


def test_where_several_have_a_duty_the_form_says_whose(town: Borough) -> None:
    town.api.assign(town.systems["Nødkald"], town.positions["Socialchef"], "fix")
    steward = town.tab(Role.STEWARD)
    form = steward.open(town.at("Nødkald", "/tilbyd?ansvar=fix")).form()
    words = form.choices("ansvar")
    assert sorted(word for word in words.values() if word.startswith("fejlrette")) == [
        "fejlrette (Driftsansvarlig)",
        "fejlrette (Socialchef)",
    ]
    assert words[form.value("ansvar")].startswith("fejlrette")


def test_only_what_one_has_done_oneself_can_be_undone_without_the_whole_register(town: Borough) -> None:
    registrar, steward = town.tab(Role.REGISTRAR), town.tab(Role.STEWARD)
    registrar.open(town.at("Boligstøtte", "/ret")).send({"leverandoer": "En anden"})
    own = f"/aendringer/{town.api.register.edition().revision}"
    assert [link for link in registrar.open("/aendringer").links if link.startswith("/aendringer/")] == [own]
    assert registrar.open(own).main.all("form", method="post")
    assert len([link for link in steward.open("/aendringer").links if link.startswith("/aendringer/")]) > 1
