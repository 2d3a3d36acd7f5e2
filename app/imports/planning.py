"""From drafts to what they write: everything is found out before anything is written."""

from collections.abc import Callable, Sequence

from app.core.chunks import chunks
from app.imports import merging, references
from app.imports.amounts import warn_of_small_amounts
from app.imports.draft import Draft
from app.imports.kind import Kind

#: Drafts that are compared with what stands, and composed, before the next are looked at.
_STRIDE = 500


def plan(kind: Kind, drafts: Sequence[Draft], advance: Callable[[int], None]) -> None:
    """Match, resolve, compose and check the drafts; afterwards each is rejected or knows what it writes.

    Rows with a fault are looked at further, so that one report says everything that is wrong with them.
    """
    drafts = _begun(kind, drafts, advance)
    faulty = [draft for draft in drafts if draft.rejected]
    kind.match(_live(drafts))
    kind.match_rejected(faulty)
    # Rows of the file refer to each other in any order, so that all of them must be known by now.
    references.resolve(kind, drafts, own=True)
    for draft in drafts:
        if draft.rejected:
            kind.review(draft)
    kind.check(_live(drafts))
    for some in chunks(drafts, _STRIDE):
        _compose(kind, _live(some))
        advance(len(some))
    warn_of_small_amounts(kind, _live(drafts))
    references.weed_out(kind, drafts)
    kind.arrange(_live(drafts))
    if kind.work.offers is not None:
        kind.work.offers.judge(_live(drafts))


def _compose(kind: Kind, drafts: Sequence[Draft]) -> None:
    """Each by the row that it changes, which is not kept."""
    kind.read(drafts)
    merging.decide(kind, drafts)
    limit = kind.work.limit
    for draft in drafts:
        if not draft.rejected:
            kind.compose(draft)
        if limit is not None and draft.has_effect and not draft.rejected:
            kind.refuse_outside(draft, limit)
        kind.release(draft)


def _begun(kind: Kind, drafts: Sequence[Draft], advance: Callable[[int], None]) -> list[Draft]:
    """With what they refer to; without those that there is nothing to plan of."""
    told_apart = [draft for draft in drafts if not draft.is_settled]
    references.resolve(kind, told_apart, own=False)
    left = merging.begin(kind, told_apart)
    if len(left) < len(drafts):
        advance(len(drafts) - len(left))
    return left


def _live(drafts: Sequence[Draft]) -> list[Draft]:
    return [draft for draft in drafts if not draft.rejected]
