"""Charts as SVG made on the server: no script, no style in attributes, and a sentence that says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from app.web.words import PageWords

_WIDTH = 400
_BAR = 30


@dataclass(frozen=True, slots=True)
class BudgetYear:
    """Money of one fiscal year, in DKK; None: not known, or nothing recorded."""

    year: int
    needed: int | None
    allocated: int | None


def share_bar(part: int, whole: int) -> Markup:
    """A line, filled as far as the part goes; the number stands beside it in words."""
    width = round(100 * part / whole, 1) if whole else 0
    return Markup(
        '<svg viewBox="0 0 100 9" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="whole" width="100" height="9"/><rect class="part" width="{}" height="9"/></svg>'
    ).format(width)


def money(words: PageWords, needed: int, allocated: int, missing: int) -> Markup:
    """What is needed as an outline, what is allocated filled, and what is missing dashed.

    `missing` is more than the difference where some have too much, and less where nobody knows what some have.
    """
    whole = max(needed, allocated + missing, 1)
    wide = {amount: round((_WIDTH - 4) * amount / whole) for amount in (needed, allocated, missing)}
    said = words.say(
        "Skønnet %(needed)s, bevilget %(allocated)s, mangler %(missing)s.",
        needed=words.much_money(needed),
        allocated=words.much_money(allocated),
        missing=words.much_money(missing),
    )
    parts = [
        f'<text x="2" y="16">{escape(words.say("Skøn: %(amount)s", amount=words.much_money(needed)))}</text>',
        f'<rect class="needed" x="2" y="23" width="{wide[needed]}" height="{_BAR}"/>',
        f'<text x="2" y="76">{escape(words.say("Bevilget: %(amount)s", amount=words.much_money(allocated)))}</text>',
        f'<rect class="allocated" x="2" y="83" width="{wide[allocated]}" height="{_BAR}"/>',
    ]
    if missing:
        left = 2 + wide[allocated]
        parts.append(f'<rect class="missing" x="{left}" y="83" width="{max(wide[missing], 3)}" height="{_BAR}"/>')
        label = escape(words.say("Mangler %(amount)s", amount=words.much_money(missing)))
        parts.append(f'<text x="{_WIDTH - 2}" y="132" text-anchor="end">{label}</text>')
    return _chart(said, _WIDTH, 140 if missing else 118, parts)


def years(words: PageWords, amounts: Sequence[BudgetYear]) -> Markup:
    """Two columns a year, estimate and allocation; a question mark where nobody knows."""
    most = max([amount for year in amounts for amount in (year.needed, year.allocated) if amount] or [1])
    step = _WIDTH // max(len(amounts), 1)
    width, floor, height = min(46, step // 3), 135, 105
    parts = [f'<line class="axis" x1="0" y1="{floor}" x2="{_WIDTH}" y2="{floor}"/>']
    said = []
    for place, year in enumerate(amounts):
        left = place * step + (step - 2 * width - 6) // 2
        tall = [0 if amount is None else round(height * amount / most) for amount in (year.needed, year.allocated)]
        parts += _column("needed", left, width, floor, tall[0], unknown=year.needed is None)
        parts += _column("allocated", left + width + 6, width, floor, tall[1], unknown=year.allocated is None)
        lacking = 0 if year.needed is None or year.allocated is None else tall[0] - tall[1]
        if lacking > 0:
            top = floor - tall[0]
            parts.append(f'<rect class="missing" x="{left + width + 6}" y="{top}" width="{width}" height="{lacking}"/>')
        parts.append(f'<text x="{left + width + 3}" y="{floor + 19}" text-anchor="middle">{year.year}</text>')
        said.append(
            words.say(
                "%(year)s: skøn %(needed)s, bevilget %(allocated)s",
                year=year.year,
                needed=words.money(year.needed),
                allocated=words.money(year.allocated),
            )
        )
    return _chart(". ".join(said) + ".", _WIDTH, floor + 28, parts)


def trend(words: PageWords, points: Sequence[tuple[str, int]], said: str) -> Markup:
    """A line through the numbers of days; the first and the last day and number stand in words."""
    if not points:
        return Markup("")
    most = max(number for _, number in points) or 1
    left, right, top, floor = 8, _WIDTH - 8, 22, 104
    across = (right - left) / max(len(points) - 1, 1)
    places = [
        (round(left + across * place, 1), round(floor - (floor - top) * number / most, 1))
        for place, (_, number) in enumerate(points)
    ]
    line = " ".join(f"{x},{y}" for x, y in places)
    first_day, last_day = (escape(words.plain_date(points[place][0])) for place in (0, -1))
    parts = [
        f'<polygon class="below" points="{left},{floor} {line} {places[-1][0]},{floor}"/>',
        f'<polyline class="trend" points="{line}"/>',
        f'<line class="axis" x1="{left}" y1="{floor}" x2="{right}" y2="{floor}"/>',
        f'<text x="{left}" y="{max(places[0][1] - 7, 13)}">{words.number(points[0][1])}</text>',
        f'<text x="{right}" y="{max(places[-1][1] - 7, 13)}" text-anchor="end">{words.number(points[-1][1])}</text>',
        f'<text class="faint" x="{left}" y="{floor + 18}">{first_day}</text>',
        f'<text class="faint" x="{right}" y="{floor + 18}" text-anchor="end">{last_day}</text>',
    ]
    return _chart(said, _WIDTH, floor + 26, parts)


def _column(kind: str, left: int, width: int, floor: int, tall: int, *, unknown: bool) -> list[str]:
    if unknown:
        return [f'<text x="{left + width // 2}" y="{floor - 8}" text-anchor="middle">?</text>']
    if not tall:
        return [f'<text x="{left + width // 2}" y="{floor - 6}" text-anchor="middle">0</text>']
    return [f'<rect class="{kind}" x="{left}" y="{floor - tall}" width="{width}" height="{tall}"/>']


def _chart(said: str, width: int, height: int, parts: Sequence[str]) -> Markup:
    """`parts` hold numbers, and words that are escaped already."""
    body = "".join(parts)
    return Markup(  # noqa: S704 - see above
        f'<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(said)}" '
        f'focusable="false">{body}</svg>'
    )
