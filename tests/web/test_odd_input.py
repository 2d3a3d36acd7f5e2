"""Whatever stands in an address, a file or a name: a page answers in words, and nothing of it becomes markup."""

import pytest

from app.vocabulary import Role
from tests.support.api import Api
from tests.support.browsing import HTML, Tab, WebPage
from tests.support.imports import csv
from tests.support.refusals import no_trace
from tests.web.borough import Borough

one_database = pytest.mark.one_database("the page alone")
ODD = '<script>alert("1")</script>\'>&amp;\u202eklaf'
QUERIES = (
    "q=" + "a" * 5_000,
    "lifecycle=nonsense",
    "criticality=%3Cscript%3E",
    "unitId=findes-ikke",
    "unitId=" + "x" * 5_000,
    "ownerLevelMin=abc",
    "ownerLevelMin=99999999999999999999999999",
    "sort=nonsense",
    "cursor=nonsense",
    "limit=100000",
    "facets=alt",
    "nonsense=1",
    "changedSince=i+går",
    "knownAt=9999-99-99",
    "knownAt=2026-02-31",
    "rule=OWN999",
    "q=%00",
    "q=%ff",
    "a=b&a=b&a=b",
    "kolonner=nonsense",
    "at=nonsense",
    "from=2026-03-02&to=2026-01-01",
    "from=x",
    "duty=nonsense&basis=nonsense",
    "at=2026-03-02&from=2026-01-01",
    "at=0001-01-01",
    "dengang=ja&at=1900-01-01",
    "state=nonsense",
    "besked=%3Cscript%3E",
    "enhed=nonsense",
    "vist=nonsense",
    "vist=2999-01-01",
    "vist=1900-01-01",
    "foer=99999999999999999999",
    "foer=-1",
    "resource=nonsense",
    "resource=system&resourceId=x",
    "dag=nonsense",
    "dag=1900-01-01",
    "dag=2026-05-01&person=findes-ikke",
    "person=../../x",
    "til=findes-ikke&ansvar=nonsense",
    "linje=findes-ikke",
    "kontrakt=findes-ikke",
    "version=nonsense",
    "slags=nonsense",
    "ansvar=nonsense",
    "%00=%00",
    "&&&=",
)


def answers_with_a_page(tab: Tab, address: str) -> None:
    answer = tab.get(address)
    assert answer.status_code < 500, (address, answer.text)
    if answer.headers.get("content-type") == HTML:
        assert "<script>alert" not in answer.text
        WebPage(answer, tab)
    else:
        assert answer.status_code in {303, 400, 414}, (address, answer.status_code, answer.text)


#: Keys that are a page's own; all others are tried on the lists.
OWN = {
    "": ("vist", "besked", "ansvar"),
    "/tilbyd": ("til",),
    "/ansvar": ("til", "ansvar"),
    "/budget": ("linje",),
    "/kontrakt": ("kontrakt",),
}
ELSEWHERE = {
    "/aendringer": ("foer", "resource", "besked"),
    "/akut": ("q", "%00"),
    "/import": ("slags",),
    "/mit/fratraedelse": ("dag", "person"),
    "/sog/stillinger": ("q",),
    "/administration/politik": ("version",),
    "/log-ind": ("besked", "%00", "q"),
    "/fund": ("unitId", "rule", "%00"),
}


@one_database
@pytest.mark.parametrize("path", ["/", "/systemer", "/ansvar", "/fund/OWN003"])
def test_whatever_stands_behind_the_question_mark_of_a_list_is_answered_by_a_page(town: Borough, path: str) -> None:
    tab = town.tab(Role.ADMIN)
    for query in QUERIES:
        answers_with_a_page(tab, f"{path}?{query}")


@one_database
def test_whatever_stands_behind_the_question_mark_of_another_page_is_answered_by_a_page(town: Borough) -> None:
    tab = town.tab(Role.ADMIN)
    pages = {town.at("Sygedagpenge", rest): keys for rest, keys in OWN.items()} | ELSEWHERE
    for path, keys in pages.items():
        for query in QUERIES:
            if query.startswith(keys):
                answers_with_a_page(tab, f"{path}?{query}")


@one_database
def test_names_are_text_wherever_they_stand(town: Borough) -> None:
    api = town.api
    unit = api.unit(ODD, parentId=town.units["Social"]["id"], onCallName=ODD)
    position = api.position(3, unit, title=ODD, leadsUnit=True)
    person = api.person(ODD)
    api.hold(position, person)
    system = api.system(
        ODD, unitId=unit["id"], lifecycle="inOperation", criticality="societyCritical", supplier=ODD, description=ODD,
        notes=ODD, alternativeNames=[ODD],
    )  # fmt: skip
    api.assign(system, position)
    api.budget(system, estimatedDkk=5, allocatedUnknownReason=ODD, account="1")
    town.units[ODD], town.positions[ODD], town.people[ODD], town.systems[ODD] = unit, position, person, system
    for tab in (town.tab(Role.ADMIN), town.owner(ODD)):
        seen = 0
        for address in [
            *town.addresses(),
            f"/?enhed={unit['id']}",
            f"/systemer/{system['id']}/budget",
            "/systemer?q=script",
        ]:
            if address.startswith("/filer/"):
                continue
            page = WebPage(tab.get(address), tab)
            assert not [script for script in page.root.all("script") if script.raw_text], address
            assert '<script>alert("' not in page.answer.text, address
            assert "&lt;script&gt;" not in page.root.text, (address, "escaped twice")
            seen += ODD in page.root.text
        assert seen > 10


@one_database
@pytest.mark.parametrize("address", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x"])
def test_an_address_of_a_plan_is_no_script(town: Borough, address: str) -> None:
    page = town.tab(Role.STEWARD).open(town.at("Vejarkiv", "/ret"))
    for field in ("noedplan", "dokumentation"):
        with no_trace(town.api):
            answer = page.send({field: address})
        assert answer.status in {400, 422}
        assert answer.faults


@one_database
def test_a_system_may_have_a_long_name_and_forty_findings(town: Borough) -> None:
    api = town.api
    system = api.system("Langt " * 33, lifecycle="inOperation", description="x" * 2_000)
    for number in range(20):
        for duty in ("fix", "monitor"):
            api.assign(system, api.position(title=f"Stilling {number} {duty}"), duty)
    for address in (f"/systemer/{system['id']}", "/systemer", "/", f"/akut/{system['id']}"):
        assert ("Langt " * 33).strip() in town.tab(Role.READER).open(address).root.text


@one_database
def test_a_tree_may_be_twelve_units_deep(town: Borough) -> None:
    above = town.units["Ydelser"]
    for number in range(12):
        above = town.api.unit(f"Dyb {number}", parentId=above["id"])
    system = town.api.system("Dybt system", unitId=above["id"], lifecycle="inOperation")
    tab = town.tab(Role.ADMIN)
    for address in ("/organisation", f"/organisation/enhed/{above['id']}", f"/systemer/{system['id']}"):
        assert "Dyb 11" in tab.open(address).text
    assert "Dyb 0" in tab.open(f"/systemer/{system['id']}").text


@one_database
def test_an_empty_register_has_its_pages_too(api: Api) -> None:
    tab = Tab(api, Role.ADMIN)
    for path in ("/", "/systemer", "/mit", "/ansvar", "/organisation", "/organisation/ubesatte", "/fund", "/regler"):
        tab.open(path)
    for path in ("/import", "/aendringer", "/administration", "/administration/politik", "/akut", "/akut/hefte"):
        tab.open(path)
    assert tab.open("/").heading == "Ingen systemer er i brug endnu."


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("billede.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
        ("tom.csv", b""),
        ("tom.xlsx", b""),
        ("regneark.xlsx", b"PK\x03\x04 dette er intet regneark"),
        ("nul.csv", b"\x00" * 100),
    ],
)
@one_database
def test_a_file_that_is_no_spreadsheet_is_refused_in_words(town: Borough, name: str, content: bytes) -> None:
    tab = town.tab(Role.STEWARD)
    with no_trace(town.api):
        answer = tab.upload(tab.open("/import").form("/import"), name, content, slags="systems")
    assert answer.status == 400
    assert answer.faults


@one_database
def test_a_file_with_other_columns_says_which_are_missing(town: Borough) -> None:
    tab = town.tab(Role.STEWARD)
    columns = tab.upload(
        tab.open("/import").form("/import"), "<b>.csv", csv("Farve;<i>Antal</i>", "rød;3"), slags="systems"
    )
    assert (columns.status, "<b>.csv" in columns.text) == (200, True)
    with no_trace(town.api):
        answer = columns.send(to="/import/proev")
    assert answer.status in {200, 400, 422}
    assert answer.faults or "Fejl" in answer.text


@one_database
def test_the_second_step_without_the_first_begins_anew(town: Borough) -> None:
    tab = town.tab(Role.STEWARD)
    for key in ("", "findes-ikke", "../../etc/passwd", "\x00"):
        answer = WebPage(tab.post("/import/proev", [("noegle", key), ("slags", "systems")]), tab)
        assert (answer.status, "Vælg den igen" in answer.faults) == (400, True)


@one_database
def test_forms_with_anything_in_them_are_answered_by_a_page(town: Borough) -> None:
    tab = town.tab(Role.ADMIN)
    done = set()
    for address in town.addresses():
        if address.startswith(("/filer/", "/sog/")):
            continue
        for each in WebPage(tab.get(address), tab).main.all("form", method="post"):
            action = each.attributes["action"]
            kind = action.rpartition("/")[2]
            if kind in done or kind == "spaer" or action.startswith("/aendringer"):
                continue
            done.add(kind)
            names = [
                control.attributes["name"] for control in each.all("input", "select", "textarea") if control.get("name")
            ]
            for value in ("", "9" * 40, ODD + "\x00"):
                answer = tab.post(action, [(name, value) for name in names])
                assert answer.status_code < 500, (action, value[:20], answer.text)
                if answer.status_code != 303:
                    WebPage(answer, tab)


@one_database
@pytest.mark.parametrize("query", ["q=" + "a" * 201, "cursor=zz"])
def test_list_that_was_not_searched_does_not_say_that_nothing_was_found(town: Borough, query: str) -> None:
    answer = town.tab(Role.STEWARD).get(f"/systemer?{query}")
    assert answer.status_code == 400
    assert "Der er ikke søgt" in answer.text
    assert "Ingen systemer" not in answer.text


@one_database
def test_mistyped_address_is_told_on_a_page_and_to_programs_as_a_problem(town: Borough) -> None:
    tab = town.tab(Role.STEWARD)
    answer = tab.get("/systemr", Accept="text/html,*/*;q=0.8")
    assert (answer.status_code, answer.headers["content-type"]) == (404, HTML)
    assert "Siden findes ikke" in answer.text
    for path, accept in (("/systemr", "application/json"), ("/v1/nothing", "text/html")):
        other = town.api.client.get(path, headers={"Accept": accept})
        assert (other.status_code, other.headers["content-type"]) == (404, "application/problem+json")
