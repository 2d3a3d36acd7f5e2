"""Random days of a register; after each deed both workers are asked, and must say what the database says."""

from itertools import cycle
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from app.register.columns.reading import everything
from app.register.columns.snapshot import CardSnapshot
from tests.promises.machine import RegisterMachine
from tests.promises.organisation_machine import PICKS
from tests.register.columns.contents import contents
from tests.register.columns.figures import Figures
from tests.register.columns.questions import answered, in_the_database, question

NAMES = ["Ældre ﬁnans¨", "100% _ a%b", "Åse\u00a0Ø", "Straße İ", "É½ \\ '", "ældre", "Aeldre"]


def random_of(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - questions are no secrets


class ColumnsMachine(RegisterMachine):
    """Whoever writes next is not who is asked next: reads follow the write of another process at once."""

    def __init__(self) -> None:
        super().__init__()
        self.random = random_of(0)
        self.kinds = cycle(["summary", "heatmap", "units"])

    def teardown(self) -> None:
        self.stack.close()

    @initialize(seed=st.integers(0, 1000))
    def questions_begin(self, seed: int) -> None:
        self.random = random_of(seed)

    # ------------------------------------------------------------------- deeds
    @rule(
        pick=PICKS,
        name=st.sampled_from(NAMES),
        change=st.sampled_from(
            [
                {"description": "Et ord, ﬁre ÆØÅ"},
                {"supplier": "Søborg Data"},
                {"supplier": "ﬁnans"},
                {"supplier": None},
                {"kle": ["27.18.02", "85"]},
                {"kle": []},
                {"personalData": ["ordinary", "cpr"]},
                {"alternativeNames": ["yst", "%"]},
            ]
        ),
    )
    def system_is_told_of(self, pick: int, name: str, change: dict[str, Any]) -> None:
        self.patch(f"/v1/systems/{self.some('system', pick)}", {"name": name, **change})

    @rule(name=st.sampled_from(NAMES), unit=PICKS, gone=st.booleans())
    def system_is_planned(self, name: str, unit: int, gone: bool) -> None:
        """One that was never in use can be deleted, and the deletion undone."""
        body = {"name": name, "description": "S", "lifecycle": "planned", "unitId": self.some("unit", unit)}
        self.post("system", "/v1/systems", body)
        if gone:
            self.delete(f"/v1/systems/{self.ids['system'][-1]}")

    @rule(back=st.integers(0, 6))
    def change_is_undone(self, back: int) -> None:
        revision = self.api.register.edition().revision - back
        answer = self.api.post(f"/v1/changes/{revision}/revert", {})
        assert answer.status_code < 500, answer.text

    @precondition(lambda self: self.ids.get("system"))
    @rule(back=PICKS)
    def deletion_is_undone(self, back: int) -> None:
        changes = self.api.read("/v1/changes", resource="system", limit=200)["items"]
        deleted = [change for change in changes if change["action"] == "delete"]
        if deleted:
            answer = self.api.post(f"/v1/changes/{deleted[back % len(deleted)]['revision']}/revert", {})
            assert answer.status_code < 500, answer.text

    # --------------------------------------------------------------- invariants
    @invariant()
    def lists_say_what_the_database_says(self) -> None:
        asked = question(self.random, self.ids)
        one, two = self.api, self.api
        items, total = answered(one, asked, self.random.randint(1, 5))
        expected = in_the_database(one, asked)
        assert items == expected, asked
        assert total == len(expected), asked
        assert answered(two, asked, 200) == (items, total), asked

    @invariant()
    def one_card_says_what_the_database_says(self) -> None:
        for card in in_the_database(self.api, {"sort": "-updatedAt"})[:1]:
            assert self.api.card(card) == card

    @invariant()
    def figures_are_those_of_the_cards(self) -> None:
        kind, api = next(self.kinds), self.api
        known = self.ids["unit"]
        units = self.random.sample(known, min(len(known), self.random.choice([0, 0, 1, 2])))
        subunits = self.random.random() < 0.7
        if kind == "units":
            listed = api.read("/v1/dashboard/units")
            assert {row["unitId"]: row for row in listed["items"]} == Figures(api).unit_rows()
            return
        found = api.read(f"/v1/dashboard/{kind}", unitId=units, includeSubunits=str(subunits).lower())
        figures = Figures(api)
        expected = figures.summary if kind == "summary" else figures.heatmap
        assert found == expected(units, subunits=subunits)

    @invariant()
    def memory_is_what_is_read_anew(self) -> None:
        """Whether it was read, or handed over by a write."""
        register = self.api.register
        in_memory, anew = register.columns.at_hand(register.edition()), CardSnapshot()
        with register.database.reading() as session:
            for piece in everything(session):
                anew = anew.later(register.edition(), piece)
        assert in_memory is None or contents(in_memory) == contents(anew)

    # Each of these is a property with a test of its own.
    def evaluating_everything_anew_finds_nothing_to_change(self) -> None: ...

    def every_card_says_what_the_oracle_works_out(self) -> None: ...

    def journal_holds(self) -> None: ...
