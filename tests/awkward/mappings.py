"""Files in words that are not ours, and who is meant by an owner."""

from typing import Any

from tests.awkward.case import Case, Found, Refusal, Report, book, text
from tests.support.api import Api
from tests.support.imports import csv, upload

_CRITICAL = {"Kritisk": {"field": "criticality", "values": {"Ja": "businessCritical", "Nee": "notCritical"}}}


def headers_of_another_language() -> Case:
    content = book(("Naam", "Omschrijving", "Kleur"), ("KSD", "x", "blauw"))
    mapping = {"naam": "name", "Omschrijving": "description"}
    return Case(content, Report(1, [("C1", "unread-column")], sheet="Ark1"), form={"mapping": mapping})


def headers_of_another_language_without_mapping() -> Case:
    return Case(book(("Naam", "Kleur"), ("KSD", "blauw")), Refusal(400, "missing-column", "Kleur"))


def words_of_another_language() -> Case:
    """What the mapping leaves out is read as it is."""
    content = text("System;Beskrivelse;Kritisk", "KSD;x;Ja", "Aula;x;nee", "KY;x;ukendt", "KP;x;Måske")
    report = Report(3, [("C5", "unknown-value")], rejected=1)
    return Case(content, report, form={"mapping": _CRITICAL})


def words_for_one_of_our_own_columns() -> Case:
    content = text("System;Beskrivelse;Kritikalitet", "KSD;x;1", "Aula;x;2")
    mapping = {"Kritikalitet": {"field": "criticality", "values": {"1": "forretningskritisk", "2": ""}}}
    return Case(content, Report(2), form={"mapping": mapping})


def column_mapped_to_nothing() -> Case:
    content = text("System;Beskrivelse;Status;Farve", "KSD;x;grøn;blå")
    return Case(content, Report(1), form={"mapping": {"Status": None, "farve": None}})


def mapping_of_a_header_that_there_is_not() -> Case:
    content = text("System;Beskrivelse", "KSD;x")
    return Case(content, Refusal(400, "unknown-header", "Beskrivelse"), form={"mapping": {"Navn": "name"}})


def mapping_to_a_field_that_there_is_not() -> Case:
    content = text("System;Beskrivelse", "KSD;x")
    return Case(content, Refusal(400, "unknown-field", "farve"), form={"mapping": {"Beskrivelse": "farve"}})


def mapped_header_below_a_title() -> Case:
    """The headers of the mapping tell the row as ours do."""
    content = book(("Overzicht",), (), ("Naam", "Omschrijving"), ("KSD", "x"))
    mapping = {"Naam": "name", "Omschrijving": "description"}
    return Case(content, Report(1, sheet="Ark1", header_row=3), form={"mapping": mapping})


def column_that_is_only_called_as_ours() -> Case:
    """`Status` of a foreign file is the state of a case: none of its values is one of ours."""
    content = text("Naam;Status;Omschrijving", "KSD;groen;x", "Aula;rood;x")
    mapping = {"Naam": "name", "Omschrijving": "description"}
    return Case(content, Report(2, [("B1", "unread-column")]), form={"mapping": mapping})


def column_that_is_called_as_ours_and_is_ours() -> Case:
    """One value of ours is enough: the other is a fault, not another language."""
    content = text("Naam;Status;Omschrijving", "KSD;i drift;x", "Aula;rood;x")
    mapping = {"Naam": "name", "Omschrijving": "description"}
    return Case(content, Report(1, [("B3", "unknown-value")], rejected=1), form={"mapping": mapping})


def _learnt(api: Api) -> None:
    mapping = {"Naam": "name", "Omschrijving": "description", **_CRITICAL, "Kleur": None}
    content = csv("Naam;Omschrijving;Kritisk;Kleur", "KP;x;Ja;blauw")
    assert upload(api, "systems", content, source="topdesk", mapping=mapping).status_code == 201


def mapping_that_is_remembered() -> Case:
    content = text("Naam;Omschrijving;Kritisk;Kleur", "KSD;x;Nee;rood")
    return Case(content, Report(1, [(1, "mapping-remembered")]), before=_learnt, form={"source": "topdesk"})


def mapping_that_is_remembered_of_fewer_columns() -> Case:
    """A column that is gone this time is no reason to refuse the file."""
    content = text("Naam;Omschrijving", "KSD;x")
    return Case(content, Report(1, [(1, "mapping-remembered")]), before=_learnt, form={"source": "topdesk"})


def mapping_of_another_source() -> Case:
    content = text("Naam;Omschrijving", "KSD;x")
    return Case(content, Refusal(400, "missing-column", "Naam"), before=_learnt, form={"source": "kitos"})


def _chief(api: Api) -> None:
    """One who holds one position, and two who share a name."""
    unit = api.unit("Ydelser")
    api.hold(api.position(unit=unit, title="Ydelseschef"), api.person("Ida Holm", email="ida@example.dk"))
    for _ in range(2):
        api.hold(api.position(unit=unit), api.person("Bo Krog"))


def owners_by_mail_name_and_position() -> Case:
    owners = ("ida@example.dk", "Ida Holm", "Ydelseschef", "Ydelseschef (Ydelser)", "Bo Krog", "Per Vogn")
    lines = (f"System {number};x;{owner}" for number, owner in enumerate(owners))
    found: list[Found] = [("C6", "ambiguous-reference"), ("C7", "unknown-reference")]
    return Case(text("System;Beskrivelse;Systemejer", *lines), Report(4, found, rejected=2), before=_chief)


def people_who_hold_nothing() -> Case:
    def idle(api: Any) -> None:
        api.person("Eva Lund", email="eva@example.dk")

    content = text("System;Beskrivelse;Systemejer", "KSD;x;eva@example.dk")
    return Case(content, Report(0, [("C2", "person-without-position")], rejected=1), before=idle)
