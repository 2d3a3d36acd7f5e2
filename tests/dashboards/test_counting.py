"""What the figures of the front page are counted from."""

from dataclasses import replace
from typing import Any

import numpy as np

from app.dashboards.counting import COUNTED, count_verdicts, shortfall, tally
from tests.dashboards.portfolio import municipality
from tests.support.api import Api
from tests.support.furnishing import furnished


class Seen(dict[str, Any]):
    """Columns that remember which of them were looked at."""

    def __init__(self, columns: Any) -> None:
        super().__init__(columns)
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        """And say so."""
        self.names.add(name)
        return super().__getitem__(name)


def test_whatever_is_counted_is_counted_anew_when_it_changes(api: Api) -> None:
    """Figures are kept for as long as these columns are the same: one that was forgotten would leave them behind."""
    furnished(api, municipality)
    api.read("/v1/systems")
    snapshot = api.register.columns.at_hand(api.register.edition())
    assert snapshot is not None
    seen = Seen(snapshot.columns)
    looked = replace(snapshot, columns=seen)
    tally(looked, looked.alive, np.zeros(looked.size, np.int64), 1)
    count_verdicts(looked, looked.alive)
    shortfall(looked, looked.alive)
    assert seen.names == set(COUNTED)
