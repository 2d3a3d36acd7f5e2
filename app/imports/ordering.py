"""Rows of a tree: none stands above itself, and what stands above is in its place before what stands below it."""

from collections.abc import Mapping, Sequence

from app.imports.draft import Draft
from app.imports.index import Index
from app.imports.tree import Upwards, circles, depths

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


def refuse_circles(
    above: Upwards, moving: Mapping[str, Draft], index: Index, field: str, code: str, sentence: str
) -> bool:
    """Reject the moving drafts that close a circle of the tree as it will be; gives whether there were any.

    `sentence`: with `{names}` where the circle's members are named.
    """
    found = False
    for circle in circles(above):
        names = " → ".join(index[row_id].name for row_id in (*circle, circle[0]))
        for draft in (moving[row_id] for row_id in circle if row_id in moving):
            draft.reject(field, code, sentence.format(names=names))
            found = True
    return found
