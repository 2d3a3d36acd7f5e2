"""The order of writing rows of a tree: what stands above is in its place before what stands below it."""

from collections.abc import Sequence

from app.imports.draft import Draft
from app.imports.tree import Upwards, depths

#: New rows come first, since rows that are there may be moved below them.
_NEW = 0


def from_the_top(drafts: Sequence[Draft], above: Upwards, attribute: str) -> None:
    """Set phase and depth. `above` is the tree as it will be; `attribute` is the column that points upwards.

    The database refuses a circle at every single statement: rows that move do so level by level, the upper ones
    first, so that no order of them makes one in passing.
    """
    moving = [draft for draft in drafts if attribute in draft.columns]
    depth = depths(above, [draft.id for draft in moving])
    for draft in moving:
        draft.depth = depth[draft.id]
        draft.phase = _NEW if draft.new else 1 + draft.depth
