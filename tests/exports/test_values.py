"""Values, and how cells say them."""

from datetime import date

import pytest

from app.exports.values import Translation, Value, in_codes, in_danish
from app.systems.card import SystemCard
from app.tabular.table import Cell
from app.vocabulary import Acquisition, Criticality, PersonalData


@pytest.mark.parametrize(
    ("value", "danish", "code"),
    [
        (Criticality.BUSINESS_CRITICAL, "forretningskritisk", "businessCritical"),
        ([PersonalData.ORDINARY, PersonalData.CPR], "almindelige, personnummer", "ordinary, cpr"),
        (["KSD", "Sygedagpenge, ny"], 'KSD, "Sygedagpenge, ny"', 'KSD, "Sygedagpenge, ny"'),
        (date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 2)),
        (True, True, True),
        (900_000, 900_000, 900_000),
        (None, None, None),
    ],
)
def test_people_read_labels_and_machines_codes(value: Value, danish: Cell, code: Cell) -> None:
    assert (in_danish(value), in_codes(value)) == (danish, code)


def test_json_becomes_terms_and_days() -> None:
    translate = Translation(
        SystemCard, ["name", "acquisition", "personalData", "phasedOutOn", "notes", "owner's shoes"]
    )
    body = {
        "name": "KSD",
        "acquisition": "bespoke",
        "personalData": ["cpr"],
        "phasedOutOn": "2026-12-31",
        "notes": None,
    }
    assert translate(body) == {
        "name": "KSD",
        "acquisition": Acquisition.BESPOKE,
        "personalData": [PersonalData.CPR],
        "phasedOutOn": date(2026, 12, 31),
        "notes": None,
    }
