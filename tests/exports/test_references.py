"""How cells name rows."""

from app.exports.references import Directory, Named
from app.tabular.several import join


def directory(*rows: Named) -> Directory:
    return Directory(rows)


def test_a_key_comes_first() -> None:
    assert directory(Named("1", "K-1", ("Ydelser",))).text("1") == "K-1"


def test_a_name_serves_where_there_is_no_key() -> None:
    assert directory(Named("1", None, ("Ydelser",)), Named("2", None, ("Skole",))).text("2") == "Skole"


def test_a_key_that_two_sources_use_gives_way_to_the_name() -> None:
    rows = directory(Named("1", "7", ("Ydelser",)), Named("2", "7", ("Skole",)))
    assert [rows.text("1"), rows.text("2")] == ["Ydelser", "Skole"]


def test_a_name_that_another_row_has_as_its_key_is_no_reference() -> None:
    rows = directory(Named("1", None, ("Skole",)), Named("2", "skole", ("Dagtilbud",)))
    assert [rows.text("1"), rows.text("2")] == ["1", "Dagtilbud"]


def test_namesakes_are_told_apart_by_their_longer_names_and_else_by_id() -> None:
    rows = directory(
        Named("1", None, ("Leder", "Leder (Ydelser)")),
        Named("2", None, ("LEDER", "LEDER (Skole)")),
        Named("3", None, ("leder ", "Leder  (skole)")),
    )
    assert [rows.text("1"), rows.text("2"), rows.text("3")] == ["Leder (Ydelser)", "2", "3"]


def test_no_row_is_no_text() -> None:
    assert directory().text(None) is None


def test_names_too_long_for_one_cell_give_way_to_ids() -> None:
    rows = [Named(f"{number:036}", None, (f"{number} " + "x" * 190,)) for number in range(60)]
    texts = directory(*rows).texts(row.id for row in rows)
    assert texts == [row.id for row in rows]
    assert len(join(texts)) < 10_000
