"""How a cell finds the row that it refers to."""

import pytest

from app.imports.index import Entry, Index, Unresolved
from app.models.resource import Noun

ID = "01890a5d-ac96-774b-bcce-b302099a8057"


def index(*entries: Entry) -> Index:
    made = Index(Noun("enhed", "enheder", "enheden"), "løn")
    made.extend(entries)
    return made


def entry(number: int, name: str = "Ydelser", source: str | None = None, key: str | None = None) -> Entry:
    return Entry(ID[:-1] + str(number), source, key, name)


def test_a_key_of_the_own_source_goes_first() -> None:
    own, other = entry(1, source="løn", key="7"), entry(2, source="esdh", key="7")
    assert index(other, own).resolve("7") is own


def test_a_key_of_another_source_is_found_where_the_own_has_none() -> None:
    other = entry(2, source="esdh", key="7")
    assert index(entry(1), other).resolve("7") is other


def test_a_key_goes_before_a_name() -> None:
    named, keyed = entry(1, name="7"), entry(2, source="esdh", key="7")
    assert index(named, keyed).resolve("7") is keyed


def test_an_id_is_found_in_any_case() -> None:
    found = entry(7)
    assert index(found).resolve(found.id.upper()) is found


@pytest.mark.parametrize("text", ["ydelser", "YDELSER", "  Ydelser "])
def test_a_name_is_found_whatever_its_case_and_blanks(text: str) -> None:
    found = entry(1)
    assert index(found).resolve(text) is found


def test_danish_letters_stay_themselves() -> None:
    with pytest.raises(Unresolved):
        index(entry(1, name="Ås")).resolve("Aas")


def test_an_ambiguous_name_names_the_candidates() -> None:
    with pytest.raises(Unresolved) as caught:
        index(entry(1), entry(2, source="løn", key="17")).resolve("ydelser")
    assert caught.value.code == "ambiguous-reference"
    assert "(id 01890a5d-ac96-774b-bcce-b302099a8051)" in caught.value.detail
    assert "(nøgle »17« i kilden »løn«)" in caught.value.detail


def test_many_candidates_are_counted() -> None:
    with pytest.raises(Unresolved, match=r"og 2 til\."):
        index(*(entry(number) for number in range(7))).resolve("ydelser")


def test_a_key_of_two_other_sources_is_ambiguous() -> None:
    with pytest.raises(Unresolved) as caught:
        index(entry(1, source="a", key="7"), entry(2, source="b", key="7")).resolve("7")
    assert caught.value.code == "ambiguous-reference"


def test_an_unknown_one_says_what_to_do() -> None:
    with pytest.raises(Unresolved) as caught:
        index().resolve("Havnen")
    assert caught.value.code == "unknown-reference"
    assert caught.value.detail == (
        "Ingen enhed har nøglen eller navnet »Havnen«. Ret cellen, eller opret enheden først."
    )


@pytest.mark.parametrize("text", ["Leder (Ydelser)", "leder, ydelser"])
def test_namesakes_are_told_apart_by_their_units(text: str) -> None:
    first = Entry(ID, None, None, "Leder", unit_id="1", unit_name="Ydelser")
    second = Entry(ID[:-1] + "1", None, None, "Leder", unit_id="2", unit_name="Skoler")
    assert index(first, second).resolve(text) is first
