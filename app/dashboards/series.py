"""How many findings were open on earlier days, as the register knew them at the end of each: any past interval."""

from calendar import monthrange
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from app.core.errors import InvalidInput
from app.core.languages import Text
from app.dashboards import series_queries
from app.dashboards.schemas import FindingsSeries, Interval, SeriesKey, SeriesPoint, SeriesQuery
from app.dashboards.series_queries import Group
from app.rules.engine import catalogue
from app.security.reader import Reader
from app.systems.filter_queries import units
from app.vocabulary import Severity

PointCounts = npt.NDArray[np.int64]

_DAY, _YEAR = timedelta(days=1), timedelta(days=364)
_SUNDAY = 6
#: More days than anyone reads; a year has fewer.
_MOST = 400
#: A year of weeks for 370 units, and more than any page draws.
_MOST_POINTS = 20_000


def findings_series(reader: Reader, query: SeriesQuery) -> FindingsSeries:
    """Raises InvalidInput for days to come, for a period that runs backwards, and for too many points."""
    first, last = _period(reader.today, query)
    days = list(_ends(first, last, query.interval))
    asked = units(reader.now, query.unit_id, subunits=query.include_subunits) if query.unit_id else None
    before = reader.clock.end_of(first - _DAY) if first > date.min else reader.clock.beginning_of(first)
    bounds = [before, *(reader.clock.end_of(day) for day in days)]
    groups = series_queries.grouped(reader.session, query.by, asked, bounds)
    keys = _keys(query.by, {group.kind for group in groups})
    _refuse_many(len(days) * len(keys))
    counts = _counted(groups, keys, len(bounds)).tolist()
    items = [
        SeriesPoint(on=day, key=key, open=is_open, opened=came, closed=went)
        for day, of_day in zip(days, counts[1:], strict=True)
        for key, (is_open, came, went) in zip(keys, of_day, strict=True)
    ]
    return FindingsSeries(interval=query.interval, by=query.by, items=items)


def _period(today: date, query: SeriesQuery) -> tuple[date, date]:
    last = query.last or today
    if last > today:
        detail = Text("What will be found then is not known yet.", da="Dagen er ikke kommet endnu. Vælg en tidligere.")
        raise InvalidInput.at("?to", "in-the-future", detail)
    first = query.first or max(last, date.min + _YEAR) - _YEAR
    if first > last:
        raise InvalidInput.at(
            "?to",
            "backwards-period",
            Text("`to` is before `from`.", da="Perioden slutter, før den begynder. Ret en af de to dage."),
        )
    shortest = {Interval.DAY: 1, Interval.WEEK: 7, Interval.MONTH: 28}[query.interval]
    if (last - first).days // shortest >= _MOST:
        detail = Text(
            f"A series has {_MOST} days at most: ask for a shorter period, or for longer intervals.",
            da=f"En serie har højst {_MOST} dage. Vælg en kortere periode eller et længere interval.",
        )
        raise InvalidInput.at("?from", "too-many-points", detail)
    return first, last


def _ends(first: date, last: date, interval: Interval) -> Iterator[date]:
    """The last day of each interval: weeks end on Sundays, months with the month, and the series with its last day."""
    begins = first
    while begins <= last:
        ends = min(_end(begins, interval), last)
        yield ends
        if ends == date.max:
            return
        begins = ends + _DAY


def _end(day: date, interval: Interval) -> date:
    match interval:
        case Interval.DAY:
            return day
        case Interval.WEEK:
            return day + min(timedelta(days=_SUNDAY - day.weekday()), date.max - day)
        case Interval.MONTH:
            return day.replace(day=monthrange(day.year, day.month)[1])


def _keys(by: SeriesKey, kinds: Collection[str | None]) -> Sequence[str | None]:
    """The closed lists whole, so that a chart has the same lines whatever was found."""
    match by:
        case SeriesKey.RULE:
            return [*catalogue(), *sorted(kind for kind in kinds if kind is not None and kind not in catalogue())]
        case SeriesKey.SEVERITY:
            return list(Severity)
        case SeriesKey.UNIT:
            return sorted(kinds, key=lambda unit: (unit is None, unit or ""))


def _refuse_many(points: int) -> None:
    if points > _MOST_POINTS:
        detail = Text(
            f"{points} points are more than {_MOST_POINTS}: ask for fewer units, or a shorter period.",
            da=f"{points} punkter er flere end {_MOST_POINTS}. Vælg færre enheder eller en kortere periode.",
        )
        raise InvalidInput.at("?by", "too-many-points", detail)


def _counted(groups: Sequence[Group], keys: Sequence[str | None], bounds: int) -> PointCounts:
    """How many were open at a bound, and came and went since the one before, as they stood at that bound.

    A table for each bound: a row for a key, three columns.
    """
    column_of = {key: column for column, key in enumerate(keys)}
    # Past the last bound lies what has not happened yet, as far as the series goes.
    counted = np.zeros((bounds + 1, len(keys), 3), np.int64)
    if groups:
        columns = np.array([column_of[group.kind] for group in groups])
        since, until, opened, closed, number = np.array([group[1:] for group in groups]).T
        ends = np.maximum(since, np.minimum(until, closed))
        np.add.at(counted[..., 0], (since, columns), number)
        np.subtract.at(counted[..., 0], (ends, columns), number)
        for nth, happened in ((1, opened), (2, closed)):
            told = (since <= happened) & (happened < until)
            np.add.at(counted[..., nth], (happened[told], columns[told]), number[told])
    counted[..., 0] = counted[..., 0].cumsum(axis=0)
    return counted[:-1]
