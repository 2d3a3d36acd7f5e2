"""What a write hands over to the next reader of its process: no more and no less than what the database says."""

from dataclasses import replace
from typing import Any

import pytest

from app.register.columns.handed import HandedLinks, HandedOver, merged, prolonged, way
from app.register.columns.reading import everything
from app.register.columns.snapshot import CardSnapshot
from app.register.edition import Edition
from app.register.outcome import FEW, Made, MadeCard
from tests.register.columns.contents import contents
from tests.support.api import Api, open_api
from tests.support.statements import counted

EDITION = Edition(10, "2026-03-02", 1, 3, 0, "head at 10")
LIST = "/v1/systems?limit=10"


def at(revision: int) -> Edition:
    return replace(EDITION, revision=revision, head=f"head at {revision}")


def link(since: int, until: int, *made: Made) -> HandedOver:
    return HandedOver(at(since), at(until), made)


def card(system_id: str, revision: int = 1) -> MadeCard:
    return MadeCard({"system_id": system_id, "revision": revision}, [], [])


def of_cards(api: Api, path: str = LIST) -> list[str]:
    """The statements about cards that the answer takes."""
    with counted(api) as statements:
        api.read(path)
    return [statement for statement in statements if "card" in statement]


# ------------------------------------------------------------------- the chain
def test_a_chain_goes_on_where_it_ends_and_begins_where_memory_is() -> None:
    chain: HandedLinks = prolonged((), at(10), link(10, 11))
    chain = prolonged(chain, at(10), link(11, 13))
    assert [one.until.revision for one in chain] == [11, 13]
    assert [one.until.revision for one in prolonged(chain, at(11), link(13, 14))] == [13, 14]
    assert prolonged(chain, at(10), link(14, 15)) == (), "another process has written between"
    assert prolonged(chain, at(12), link(13, 14)) == (), "memory is elsewhere"
    assert prolonged((), at(9), link(10, 11)) == ()


def test_a_write_of_nothing_leaves_the_chain_as_it_is() -> None:
    chain = (link(10, 11),)
    assert prolonged(chain, at(10), link(11, 11)) is chain


def test_a_chain_that_holds_too_much_is_given_up() -> None:
    many = Made([card(f"s{number}") for number in range(FEW - 3)])
    chain = prolonged((), at(10), link(10, 11, many))
    assert len(prolonged(chain, at(10), link(11, 12, Made(gone=["a"])))) == 2
    assert prolonged(chain, at(10), link(11, 12, Made(gone=["a", "b"]))) == ()


def test_a_chain_of_writes_that_touch_no_card_does_not_grow_for_ever() -> None:
    chain: HandedLinks = ()
    for revision in range(10, 1_000):
        chain = prolonged(chain, at(10), link(revision, revision + 1, Made()))
        assert len(chain) <= FEW
    assert chain == ()


def test_the_way_leads_from_one_edition_to_another_or_nowhere() -> None:
    chain = (link(10, 11), link(11, 12), link(12, 13))
    assert way(chain, at(10), at(12)) == chain[:2]
    assert way(chain, at(11), at(13)) == chain[1:]
    assert way(chain, at(12), at(11)) == ()
    assert way(chain, at(10), replace(at(12), head="another")) == ()
    assert way(chain, at(9), at(12)) == ()


def test_the_last_card_of_a_system_counts() -> None:
    first, last, back = card("a", 11), card("a", 12), card("b", 14)
    assert merged([link(10, 11, Made([first])), link(11, 12, Made([last]))]) == ([last], [])
    assert merged([link(10, 11, Made([first])), link(11, 12, Made(gone=["a"]))]) == ([], ["a"])
    came_again = [link(10, 13, Made([card("b", 11)]), Made(gone=["b"])), link(13, 14, Made([back]))]
    assert merged(came_again) == ([back], ["b"])


# ------------------------------------------------------------------ a register
def snapshots(api: Api) -> tuple[CardSnapshot, CardSnapshot]:
    """The one in memory, and the same read anew."""
    register = api.register
    edition = register.edition()
    in_memory, anew = register.columns.at_hand(edition), CardSnapshot()
    assert in_memory is not None
    with register.database.reading() as session:
        for piece in everything(session):
            anew = anew.later(edition, piece)
    return in_memory, anew


def change(api: Api, path: str, **body: Any) -> None:
    """Without looking at it first, which would be a reader."""
    answer = api.client.patch(path, json=body, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


def rename(api: Api, system: dict[str, Any], name: str = "Omdøbt") -> None:
    change(api, f"/v1/systems/{system['id']}", name=name)


def alarm(api: Api, system: dict[str, Any]) -> None:
    """Writes that open findings, and close others."""
    change(api, f"/v1/systems/{system['id']}", criticality="societyCritical")
    api.budget(system, estimatedDkk=100_000, allocatedDkk=0)


def assign(api: Api, system: dict[str, Any]) -> None:
    api.assign(system, api.read("/v1/positions")["items"][0])


def add(api: Api, _system: dict[str, Any]) -> None:
    api.system("Et til", kle=["27.18.02"], alternativeNames=["Ældre navn"])


def remove(api: Api, _system: dict[str, Any]) -> None:
    planned = api.system("Kun tænkt", lifecycle="planned")
    assert api.delete(f"/v1/systems/{planned['id']}").status_code == 204


@pytest.mark.parametrize("deed", [rename, alarm, assign, add, remove])
def test_promise_5_the_next_reader_reads_no_card_and_knows_what_the_database_says(api: Api, deed: Any) -> None:
    system = api.system()
    api.position(unit=api.unit())
    api.read(LIST)
    api.read("/v1/positions")
    deed(api, system)
    assert of_cards(api) == []
    in_memory, anew = snapshots(api)
    assert contents(in_memory) == contents(anew)
    assert {item["id"] for item in api.read(LIST)["items"]} == set(contents(anew))


def test_promise_5_what_another_process_wrote_is_read(api: Api) -> None:
    system = api.system()
    other = open_api(api.register.database.url.render_as_string(hide_password=False))
    try:
        api.read(LIST)
        rename(api, system)
        rename(other, system, "Af en anden")
        rename(api, system, "Igen")
        assert of_cards(api) != []
        in_memory, anew = snapshots(api)
        assert contents(in_memory) == contents(anew)
    finally:
        other.register.database.dispose()


def test_a_write_of_the_organisation_hands_nothing_over(api: Api) -> None:
    system, unit = api.system(), api.unit()
    api.read(LIST)
    change(api, f"/v1/units/{unit['id']}", name="Andet navn")
    rename(api, system)
    assert of_cards(api) != []


def test_a_refused_write_hands_nothing_over(api: Api) -> None:
    system = api.system()
    api.read(LIST)
    before = api.register.columns.at_hand(api.register.edition())
    stale = api.client.patch(f"/v1/systems/{system['id']}", json={"name": "Afvist"}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert api.register.columns.at_hand(api.register.edition()) is before
