"""Which column is which field."""

from typing import Any

import pytest

from app.core.errors import InvalidInput
from app.core.validation import validated
from app.imports.choices import ImportKind
from app.imports.columns import Layout, lay_out
from app.imports.kinds import KINDS
from app.imports.schemas import ImportOptions
from tests.support.headers import IMPORTED


def laid_out(headers: list[str], mapping: dict[str, Any] | None = None, kind: ImportKind = ImportKind.UNITS) -> Layout:
    said = None if mapping is None else validated(ImportOptions, {"kind": kind, "mapping": mapping}).mapping
    return lay_out(headers, KINDS[kind].columns, said, KINDS[kind].required)


def fields(layout: Layout) -> list[tuple[int, str]]:
    return [(place.index, place.column.name) for place in layout.places]


@pytest.mark.parametrize("kind", ImportKind)
def test_every_kind_reads_exactly_the_promised_columns(kind: ImportKind) -> None:
    alone = {"share": "Andel"} if kind is ImportKind.BUDGETS else {}
    assert {column.name: column.header for column in KINDS[kind].columns} == IMPORTED[kind] | alone


def test_the_danish_headers_are_known_in_any_case_and_order() -> None:
    assert fields(laid_out(["  OVERORDNET  enhed ", "enhed"])) == [(0, "parent"), (1, "name")]


def test_the_names_of_the_fields_are_known_as_well() -> None:
    assert fields(laid_out(["name", "externalId"])) == [(0, "name"), (1, "externalId")]


def test_a_mapping_takes_a_field_from_its_usual_header_and_leaves_the_others() -> None:
    layout = laid_out(["Enhed", "Afdeling", "Type"], {"afdeling": "name"})
    assert fields(layout) == [(1, "name"), (2, "kind")]
    assert layout.unread == ("Enhed",)


def test_a_header_that_is_mapped_to_nothing_is_passed_over_in_silence() -> None:
    layout = laid_out(["Enhed", "Type"], {"Type": None})
    assert (fields(layout), layout.unread) == ([(0, "name")], ())


def test_a_mapping_says_what_cells_mean() -> None:
    layout = laid_out(["Enhed", "Slags"], {"Slags": {"field": "kind", "values": {"Afd.": "department"}}})
    assert layout.places[1].values == {"afd.": "department"}


def test_a_unit_of_money_belongs_to_no_header() -> None:
    for header in ("Skøn (1.000 kr.)", "Skøn i t.kr.", "skøn, mio. kr.", "Skøn [kr.]"):
        assert "estimatedDkk" in laid_out(["System", "År", header], kind=ImportKind.BUDGETS).fields, header


def test_headers_that_are_not_read_are_told_once() -> None:
    assert laid_out(["Enhed", "Bil", "", "Bil", "Farve"]).unread == ("Bil", "Farve")


@pytest.mark.parametrize(
    ("headers", "mapping", "code", "part"),
    [
        (["Enhed", "Nøgle", "nøgle"], None, "duplicate-column", "'Nøgle' (column 2), 'nøgle' (column 3)"),
        (["Enhed", "name"], None, "duplicate-column", "name"),
        (["A", "B"], {"A": "name", "B": "name"}, "duplicate-column", "'A' (column 1), 'B' (column 2)"),
        (["A"], {"A": "navn"}, "unknown-field", "there are name, kind, parent, onCallName, onCallPhone, externalId"),
        (["A"], {"B": "name"}, "unknown-header", "it has 'A'"),
        (["A"], {"A": "name", "a": "kind"}, "repeated-header", "twice"),
        (["Type"], None, "missing-column", "No column holds name (Enhed)"),
        (["A", "B"], {"A": "kind"}, "missing-column", "'A', 'B'"),
    ],
)
def test_what_does_not_go_together_is_refused(
    headers: list[str], mapping: dict[str, Any] | None, code: str, part: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        laid_out(headers, mapping)
    assert caught.value.errors[0].code == code
    assert part in caught.value.errors[0].detail.en


def test_every_fault_of_a_mapping_is_told() -> None:
    with pytest.raises(InvalidInput) as caught:
        laid_out(["A"], {"A/B": "name", "A": "farve"})
    assert [fault.pointer for fault in caught.value.errors] == ["/mapping/A~1B", "/mapping/A"]


def test_a_first_row_of_data_does_not_give_a_cpr_number_away() -> None:
    with pytest.raises(InvalidInput) as caught:
        laid_out(["Jens Hansen", "010190-1234"])
    assert "1234" not in str([caught.value.detail.en, caught.value.detail.da])
