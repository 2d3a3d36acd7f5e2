"""Whatever is changed on either side, in any order: following KITOS never overwrites what was changed here."""

from typing import Any

from hypothesis import given
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
def test_edits_here_outlive_every_night(followed: Followed, edits: list[Any]) -> None:
    kitos = followed.kitos
    unit = next(iter(kitos.units.values()), None) or kitos.unit("Kommunen")
    usages = [kitos.touch(kitos.usage(f"System {number}", unit)) for number in range(3)]
    followed.sync()
    edited: dict[tuple[int, str], Any] = {}
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
                edited[number, name] = ours
        else:
            before = {key: followed.system(usages[key[0]])[key[1]] for key in edited}
            said = {key: _said(kitos, usages[key[0]], key[1]) for key in edited}
            followed.sync()
            for key, ours in before.items():
                now = followed.system(usages[key[0]])[key[1]]
                assert now == ours, (key, ours, now)
                if ours == said[key]:
                    # Both say the same: from here on KITOS is followed again.
                    edited.pop(key)
    standing = revision(followed.api)
    assert followed.sync().reports == []
    assert revision(followed.api) == standing


def _said(kitos: StandIn, usage: Any, name: str) -> Any:
    word = next(word for word, ours in HERE.items() if ours == name)
    value = usage["general"].get(word)
    return ([value] if value else []) if name == "alternativeNames" else value
