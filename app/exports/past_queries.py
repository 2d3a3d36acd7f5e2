"""Reading whole lists as the register knew them at an earlier instant: from versions of cards and from the journal."""

from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import orjson
from sqlalchemy import Result
from sqlmodel import col, select

from app.budgets.schemas import BudgetLineView
from app.core.errors import InvalidInput
from app.core.folding import sort_key
from app.core.periods import covers
from app.core.schema import Schema
from app.exports.queries import CHUNK, read_all
from app.exports.schemas import BudgetQuery, FindingQuery, ResponsibilityQuery, SystemQuery
from app.findings.queries import ORDER as FINDING_ORDER
from app.journal.past import PastRow, rows_of_systems
from app.models import BudgetLine, Finding, Responsibility
from app.responsibility.responsibilities.schemas import ResponsibilityView
from app.systems.filter_queries import conditions
from app.systems.shelf import Shelf
from app.vocabulary import Criticality, Severity


class PastRows:
    """Rows that are put together while they are read; looks like the result of a query."""

    def __init__(self, pages: Generator[Sequence[Any], None, None]) -> None:
        self._pages = pages

    def partitions(self) -> Iterator[Sequence[Any]]:
        return self._pages

    def close(self) -> None:
        self._pages.close()


def responsibilities_then(stood: Shelf, query: ResponsibilityQuery) -> PastRows:
    systems = query.model_copy(update={"duty": [], "position_id": [], "person_id": []})
    held = {position for person in query.person_id for position in stood.organisation.held_by(person)}

    def wanted(row: Any) -> bool:  # noqa: ANN401 - a row of any dataset
        return (
            (not query.duty or row.duty in query.duty)
            and (not query.basis or row.basis in query.basis)
            and (not query.position_id or row.position_id in query.position_id)
            and (not query.person_id or row.position_id in held)
            and (query.at is None or covers(row.valid_from, row.valid_until, query.at))
        )

    return _belongings(stood, systems, Responsibility.resource, ResponsibilityView, wanted, lambda row: row.id)


def budget_lines_then(stood: Shelf, query: BudgetQuery) -> PastRows:
    """In the order of the systems, whose sorts alone can be asked for; then by year."""

    def wanted(row: Any) -> bool:  # noqa: ANN401 - a row of any dataset
        return not query.fiscal_year or row.fiscal_year in query.fiscal_year

    return _belongings(stood, query, BudgetLine.resource, BudgetLineView, wanted, lambda row: (row.fiscal_year, row.id))


def _belongings(
    stood: Shelf,
    query: SystemQuery,
    resource: str,
    view: type[Schema],
    wanted: Callable[[Any], bool],
    order: Callable[[Any], Any],
) -> PastRows:
    """The rows of a resource that belong to the systems that match."""
    moment, session, card = stood.moment, stood.reader.session, stood.table
    revision = moment.revision if moment else 0
    columns: tuple[Any, ...] = (card.system_id, card.name, card.external_id)
    # Asked for at once, so that an unknown sort is refused before anything is sent.
    systems = read_all(session, select(*columns).where(*conditions(stood, query)), stood.order, query.sort)

    def pages() -> Generator[Sequence[Any], None, None]:
        with systems:
            for chunk in systems.partitions():
                rows: dict[str, list[Any]] = {row.system_id: [] for row in chunk}
                named = {row.system_id: row for row in chunk}
                for past in rows_of_systems(session, list(rows), [resource], revision):
                    system = named[past.values["systemId"]]
                    row = _row(past, view, system_name=system.name, external_id=system.external_id)
                    if wanted(row):
                        rows[system.system_id].append(row)
                yield [row for found in rows.values() for row in sorted(found, key=order)]

    return PastRows(pages())


def _row(past: PastRow, view: type[Schema], **more: Any) -> Any:  # noqa: ANN401 - of any view
    """What the live query's row has."""
    stored = {**past.values, "id": past.id, "createdAt": past.created_at, "updatedAt": past.updated_at}
    return SimpleNamespace(**view.model_validate(stored).model_dump(), **more)


def findings_then(stood: Shelf, query: FindingQuery) -> PastRows:
    """Open and waived findings as the cards had them; closed ones as they were when they closed."""
    keys = _sort_keys(query.sort)
    found = [row for row in _known_findings(stood, query) if _matches(row.Finding, query)]
    for key, descending in reversed(keys):
        found.sort(key=key, reverse=descending)

    def pages() -> Generator[Sequence[Any], None, None]:
        for start in range(0, len(found), CHUNK):
            yield found[start : start + CHUNK]

    return PastRows(pages())


def _known_findings(stood: Shelf, query: FindingQuery) -> Iterator[Any]:
    card, session = stood.table, stood.reader.session
    units: Sequence[str] = query.unit_id
    if query.include_subunits:
        units = [unit for top in query.unit_id for unit in stood.organisation.subtree(top)]
    where = [
        *stood.standing,
        *([col(card.unit_id).in_(units)] if units else []),
        *([col(card.system_id).in_(query.system_id)] if query.system_id else []),
        *([col(card.owner_position_id).in_(query.owner_position_id)] if query.owner_position_id else []),
        *([col(card.criticality).in_(_codes(query.criticality))] if query.criticality else []),
    ]
    columns: tuple[Any, ...] = (card.system_id, card.name, card.unit_id, card.owner_position_id)
    bodies: tuple[Any, ...] = (card.body,)
    if query.state != "closed":
        with_open = select(*columns, *bodies).where(*where, col(card.finding_count) > 0)
        for page in _streamed(session.execute(with_open, execution_options={"yield_per": CHUNK})):
            for row in page:
                yield from (_finding(row, item) for item in orjson.loads(row.body)["findings"])
    if query.state in {"closed", "all"} and stood.moment is not None:
        closed = (
            select(Finding, *columns)
            .join(card, col(card.system_id) == col(Finding.system_id))
            .where(*where, col(Finding.closed_at) <= stood.moment.at)
        )
        for page in _streamed(session.execute(closed, execution_options={"yield_per": CHUNK})):
            yield from page


def _streamed(result: Result[Any]) -> Iterator[Sequence[Any]]:
    with result:
        yield from result.partitions()


def _codes(criticalities: Sequence[Criticality]) -> list[str]:
    return [criticality.value for criticality in criticalities]


def _finding(row: Any, item: dict[str, Any]) -> Any:  # noqa: ANN401 - what the live query's row has
    kept = {name: item[name] for name in ("id", "rule", "severity", "message", "field", "evidence", "waived")}
    finding = Finding(
        **kept,
        system_id=row.system_id,
        severity_rank=item["severityRank"],
        opened_at=datetime.fromisoformat(item["openedAt"]),
        opened_revision=0,
    )
    return SimpleNamespace(Finding=finding, name=row.name, unit_id=row.unit_id, owner_position_id=row.owner_position_id)


def _matches(finding: Finding, query: FindingQuery) -> bool:
    state = query.state == "all" or (
        (query.state == "closed") == (finding.closed_at is not None)
        and (query.state == "closed" or finding.waived == (query.state == "waived"))
    )
    return (
        state
        and (not query.rule or finding.rule in query.rule)
        and (not query.severity or finding.severity in query.severity)
        and (query.min_severity is None or finding.severity_rank >= Severity(query.min_severity).rank)
    )


def _sort_keys(sort: str | None) -> list[tuple[Callable[[Any], Any], bool]]:
    """The keys of the list of findings, as functions of a row; raises InvalidInput for an unknown one."""
    known: dict[str, Callable[[Any], Any]] = {
        "severityRank": lambda row: row.Finding.severity_rank,
        "openedAt": lambda row: row.Finding.opened_at,
        "rule": lambda row: row.Finding.rule,
        "systemName": lambda row: sort_key(row.name),
    }
    keys: list[tuple[Callable[[Any], Any], bool]] = []
    for term in (sort or FINDING_ORDER.usual).split(","):
        name = term.strip().removeprefix("-")
        if name not in known:
            detail = f"There is no sort {name!r}; there are {', '.join(known)}."
            raise InvalidInput.at("?sort", "unknown-name", detail)
        keys.append((known[name], term.strip().startswith("-")))
    return [*keys, (lambda row: row.Finding.id, keys[-1][1])]
