"""From drafts to what they write: everything is found out before anything is written."""

from collections.abc import Callable, Sequence

from app.imports import merging, references
from app.imports.amounts import warn_of_small_amounts
from app.imports.draft import Draft
from app.imports.kind import Kind

#: Drafts between two words of progress.
_STRIDE = 200


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
    kind.read(_live(drafts))
    merging.decide(kind, _live(drafts))
    warn_of_small_amounts(kind, _live(drafts))
    for number, draft in enumerate(drafts, start=1):
        if not draft.rejected:
            kind.compose(draft)
        if number % _STRIDE == 0 or number == len(drafts):
            advance((number - 1) % _STRIDE + 1)
    limit = kind.work.limit
    if limit is not None:
        for draft in _live(drafts):
            if draft.has_effect:
                kind.refuse_outside(draft, limit)
    references.weed_out(kind, drafts)
    kind.arrange(_live(drafts))
    if kind.work.offers is not None:
        kind.work.offers.judge(_live(drafts))


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
