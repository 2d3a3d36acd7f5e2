"""Every address of the site, for every role: derived from the site, so that a new page is covered by itself."""

import re
from urllib.parse import quote

import pytest

from app import vocabulary
from app.register.edition import Edition
from app.vocabulary import Role, Term
from tests.support.browsing import HTML, Tab, WebPage
from tests.support.extent import sampled
from tests.support.warm import make_client
from tests.web.borough import CONTACTS, Borough

one_database = pytest.mark.one_database("what a page is made of is asked of the interface")
#: Codes that are words of Danish or of a name as well, and those that no reader could tell from them.
_CODE = re.compile(
    r"\b(?:[a-z]+[A-Z][A-Za-z]+|[A-Z]{3}\d{3}|{'[a-z]|\[\]|None|True|False|undefined|"
    + "|".join(
        sorted(
            member.value
            for kind in vars(vocabulary).values()
            if isinstance(kind, type) and issubclass(kind, Term) and kind is not Term
            for member in kind
            if member.value.isalpha() and member.label and member.value != member.label
        )
    )
    + r")\b"
)
#: Names of files, formats and things that are called so in Danish too.
_WORDS = frozenset({"holder", "team", "other", "no"})


@one_database
def test_every_page_is_there_for_an_administrator(town: Borough) -> None:
    tab = town.tab(Role.ADMIN)
    for address in town.addresses():
        answer = tab.get(address)
        if address.startswith("/aendringer/"):
            # Whether the change can be undone is told by the page itself.
            assert answer.status_code in {200, 409}, address
        else:
            assert answer.status_code == 200, (address, answer.text)
        if not address.startswith("/filer/"):
            WebPage(answer, tab)


@one_database
def test_a_page_asks_where_the_register_stands_before_and_after_and_for_none_of_its_parts(
    town: Borough, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab, register, asked = town.tab(Role.ADMIN), town.api.register, list[str]()
    edition = register.edition

    def counted() -> Edition:
        asked.append("edition")
        return edition()

    monkeypatch.setattr(register, "edition", counted)
    for address in town.addresses():
        asked.clear()
        tab.get(address)
        # Whether a change can be undone is tried, and a write asks for itself.
        assert len(asked) <= 2 or address.startswith("/aendringer/"), address


@one_database
@pytest.mark.parametrize("role", Role)
def test_every_role_reads_a_page_or_is_told_in_plain_words_that_it_may_not(town: Borough, role: Role) -> None:
    tab = town.tab(role)
    for address in town.addresses():
        answer = tab.get(address)
        if answer.status_code == 303:
            assert (address, answer.headers["location"], role) == ("/", "/akut", Role.ON_CALL)
            continue
        # What somebody else has sent is not there for others.
        there = {404} if "import/" in address else set()
        assert answer.status_code in {200, 403, 409, *there}, (address, answer.status_code, answer.text)
        if address.startswith("/filer/") and answer.status_code == 200:
            continue
        page = WebPage(answer, tab)
        if answer.status_code == 403:
            assert page.heading == "Det har du ikke adgang til" or page.faults, address
            assert len(page.text) > len(page.heading) + 20, address


@one_database
def test_the_menu_leads_only_to_pages_that_the_reader_may_see(town: Borough) -> None:
    for role in Role:
        tab = town.tab(role)
        for link in tab.open("/").root.all("nav", class_="menu")[0:1]:
            for entry in link.all("a"):
                assert tab.get(entry.attributes["href"]).status_code == 200, (role, entry.attributes["href"])


@one_database
def test_without_a_session_every_page_leads_to_the_sign_in_and_back(town: Borough) -> None:
    nobody = Tab(town.api)
    for address in town.addresses():
        answer = nobody.get(f"{address}?q=a%26b")
        assert (answer.status_code, answer.content) == (303, b""), address
        assert answer.headers["location"] == f"/log-ind?naeste={quote(f'{address}?q=a%26b', safe='/')}"
    assert nobody.get("/").headers["location"] == "/log-ind"


@one_database
@pytest.mark.parametrize("role", sampled(Role, {Role.READER, Role.OWNER}))
def test_no_page_shows_a_number_or_an_address_that_the_interface_does_not_show(town: Borough, role: Role) -> None:
    tab = town.tab(role)
    client = make_client(town.api.app, tab.secret)
    asked = ["/v1/people?limit=200", "/v1/units?limit=200", "/v1/contracts?limit=200", "/v1/escalations?limit=200"]
    asked += [
        f"/v1/systems/{system['id']}/escalation?duty={duty}"
        for system in town.systems.values()
        for duty in ("owner", "monitor", "fix", "develop", "retire")
    ]
    told = "".join(client.get(address).text for address in asked)
    hidden = [contact for contact in CONTACTS if contact not in told]
    for address in town.addresses():
        if not address.startswith("/filer/"):
            page = tab.get(address).text
            shown = [each for each in hidden if each in page or (each[0].isdigit() and each.replace(" ", "") in page)]
            assert shown == [], address
    if role is Role.READER:
        assert hidden, "there is something to hide"


@one_database
def test_no_page_shows_a_code(town: Borough) -> None:
    for role in (Role.ADMIN, Role.OWNER):
        tab = town.tab(role)
        for address in [
            *town.addresses(),
            "/ansvar?from=2023-01-01&to=2026-03-02&basis=practice&duty=fix",
            "/systemer?kolonner=level&kolonner=lifecycle&kolonner=unit&kolonner=updated&kolonner=criticality",
        ]:
            if address.startswith(("/filer/", "/sog/")):
                continue
            page = WebPage(tab.get(address), tab)
            labels = [
                element.get(name) or "" for element in page.root.below() for name in ("aria-label", "title", "alt")
            ]
            for text in (page.root.text, *labels):
                found = {code for code in _CODE.findall(text) if code not in _WORDS}
                assert not found, (address, found)


@one_database
def test_every_link_of_every_page_leads_somewhere(town: Borough) -> None:
    tab = town.tab(Role.STEWARD)
    links: dict[str, str] = {}
    for address in town.addresses():
        if not address.startswith("/filer/"):
            for link in WebPage(tab.get(address), tab).links:
                links.setdefault(link.partition("#")[0], address)
    for link, address in sorted(links.items()):
        if not link.startswith(("http", "tel:", "mailto:", "/sprog/", "/docs")) and link:
            answer = tab.get(link)
            assert answer.status_code in {200, 409}, (address, link, answer.status_code)


def test_a_page_that_is_not_there_says_so_in_words(town: Borough) -> None:
    tab = town.tab(Role.ADMIN)
    for address in (
        "/systemer/findes-ikke",
        "/systemer/00000000-0000-7000-8000-000000000000",
        "/systemer/findes-ikke/ret",
        "/tilbud/1",
        "/tvister/1",
        "/organisation/enhed/x",
        "/organisation/stilling/x",
        "/organisation/person/x",
        "/fund/OWN999",
        "/aendringer/99999999",
        "/aendringer/nej",
        "/akut/x",
        "/systemer/%00",
        "/systemer/..%2f..%2fv1",
        "/systemer/%ff%fe",
        "/fund/%3Cscript%3E",
    ):
        answer = tab.get(address)
        assert answer.status_code in {400, 404}, (address, answer.status_code)
        if answer.headers["content-type"] == HTML:
            assert WebPage(answer, tab).heading in {"Siden findes ikke", "Adressen eller formularen kan ikke bruges"}
