"""Whatever is changed on either side, in any order: following KITOS never overwrites what was changed here."""

from collections.abc import Callable
from functools import partial
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from app.imports.choices import ImportKind
from app.kitos.comparing import compare
from app.kitos.fields import FOLLOWED
from tests.kitos.conftest import Followed
from tests.support.imports import revision
from tests.support.kitos import StandIn
from tests.support.properties import FEW

VALUES = st.sampled_from([None, "", "a", "b", "unknown"])
NAMES = ("name", "version", "supplier")
SIDE = st.fixed_dictionaries(dict.fromkeys(NAMES, VALUES))


@given(before=st.none() | SIDE, said=SIDE, have=SIDE)
def test_only_what_nobody_here_has_touched_is_taken(
    before: dict[str, Any] | None, said: dict[str, Any], have: dict[str, Any]
) -> None:
    unchanged = frozenset(name for name in NAMES if before and before[name] == said[name])
    found = compare(before, said, have, unchanged)
    for name in found.take:
        assert name not in unchanged
        assert have[name] == before[name] if before else have[name] in (None, "", "unknown")
    for name in found.differ:
        assert have[name] != said[name]
        assert name not in unchanged
    taken = {**have, **found.take}
    assert compare(said, said, taken, frozenset(NAMES)).take == {}


def test_every_field_that_is_followed_can_be_written() -> None:
    assert {"name"} <= set.intersection(*(set(names) for kind, names in FOLLOWED.items() if kind in ImportKind))


WORDS = {"systemVersion": ["1", "2", None], "notes": ["x", "y", None], "localCallName": ["P", "Q", None]}
#: What the register calls it.
HERE = {"systemVersion": "version", "notes": "notes", "localCallName": "alternativeNames"}
EDIT = st.tuples(
    st.sampled_from(["kitos", "here", "night"]), st.integers(0, 2), st.sampled_from(sorted(WORDS)), st.integers(0, 2)
)


@FEW
@given(edits=st.lists(EDIT, max_size=12))
@example(edits=[("here", 0, "notes", 0), ("here", 0, "notes", 2), ("kitos", 0, "notes", 1)])
def test_edits_here_outlive_every_night(followed: Followed, edits: list[Any]) -> None:
    kitos = followed.kitos
    unit = next(iter(kitos.units.values()), None) or kitos.unit("Kommunen")
    usages = [kitos.touch(kitos.usage(f"System {number}", unit)) for number in range(3)]

    def everything(read: Callable[[Any, str], Any]) -> dict[tuple[int, str], Any]:
        return {(number, name): read(usage, name) for number, usage in enumerate(usages) for name in HERE.values()}

    followed.sync()
    known = everything(partial(_said, kitos))
    for side, number, word, choice in [*edits, ("night", 0, "notes", 0)]:
        value = WORDS[word][choice]
        if side == "kitos":
            kitos.touch(usages[number])["general"][word] = value
        elif side == "here":
            name = HERE[word]
            ours = ([value] if value else []) if name == "alternativeNames" else value
            system = followed.system(usages[number])
            if system[name] != ours:
                followed.api.patch(f"/v1/systems/{system['id']}", {name: ours})
        else:
            before, said = (
                everything(lambda usage, name: followed.system(usage)[name]),
                everything(partial(_said, kitos)),
            )
            followed.sync()
            now = everything(lambda usage, name: followed.system(usage)[name])
            # What says here what KITOS said last is followed, also where somebody has put it back.
            assert now == {key: said[key] if ours == known[key] else ours for key, ours in before.items()}
            known = said
    standing = revision(followed.api)
    assert followed.sync().reports == []
    assert revision(followed.api) == standing


def _said(kitos: StandIn, usage: Any, name: str) -> Any:
    word = next(word for word, ours in HERE.items() if ours == name)
    value = usage["general"].get(word)
    return ([value] if value else []) if name == "alternativeNames" else value
