"""Pages of lists of cards, cut out of the columns in memory."""

from collections.abc import Sequence
from functools import lru_cache

from app.http.cursors import read_position, write_position
from app.http.lists import ListQuery, Order, Page
from app.http.sorting import terms_of
from app.register.columns.coded import Mask
from app.register.columns.orders import OrderTerm, cut
from app.register.columns.snapshot import INSTANTS, CardSnapshot, instant_of, microseconds


def cut_page(snapshot: CardSnapshot, mask: Mask, order: Order, query: ListQuery, total: int) -> Page:
    """One page of the systems where the mask is true; its rows are slots. Raises InvalidInput for the cursor.

    The keys of the order name columns of the snapshot.
    """
    terms, backwards = _canonical(order, query.sort)
    found = snapshot.order(terms)
    slots = found.slots
    if query.cursor is not None:
        keys = [*(order.keys[term.name] for term in terms_of(query.sort)), order.tie]
        values = [
            microseconds(value) if key.column in INSTANTS else value
            for key, value in zip(keys, read_position(query.cursor, keys), strict=True)
        ]
        columns = snapshot.sortable(terms)
        behind = slice(found.place_before(columns, values)) if backwards else slice(found.place(columns, values), None)
        slots = slots[behind]
    # An order is kept one way round, and read both ways.
    rows = cut(slots[::-1] if backwards else slots, mask, query.limit + 1)
    more = len(rows) > query.limit
    del rows[query.limit :]
    return Page(rows, _position(snapshot, terms, rows[-1]) if more else None, total)


@lru_cache(1_000)
def _canonical(order: Order, sort: tuple[str, ...]) -> tuple[tuple[OrderTerm, ...], bool]:
    """The terms with the id behind them, the first one upwards, and whether that turned the order round."""
    asked = terms_of(sort)
    backwards = asked[0].down
    columns = [*(order.keys[term.name].column for term in asked), order.tie.column]
    downs = [*(term.down for term in asked), asked[-1].down]
    return tuple(OrderTerm(column, down != backwards) for column, down in zip(columns, downs, strict=True)), backwards


def _position(snapshot: CardSnapshot, terms: Sequence[OrderTerm], slot: int) -> str:
    values = [column.at(slot) for column in snapshot.sortable(terms)]
    return write_position(
        [instant_of(value) if term.column in INSTANTS else value for term, value in zip(terms, values, strict=True)]
    )
