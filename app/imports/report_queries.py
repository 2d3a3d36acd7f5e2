"""Reading what imports have left: reports and their problems."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.core.errors import NotFound
from app.core.languages import Text
from app.http.filters import any_of
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.http.representation import encode
from app.imports.schemas import REPORT, ImportProblem, ProblemGroup, ProblemList
from app.models import ImportedFile, Job, StoredProblem, StoredReport
from app.security.identity import Identity
from app.security.reader import Reader
from app.security.sightings import ReadKind
from app.vocabulary import Permission

_ORDER = Order(
    ProblemList,
    {"severity": SortKey(col(StoredProblem.severity)), "row": SortKey(col(StoredProblem.row), int)},
    SortKey(col(StoredProblem.number), int),
)
#: Rows that a group names.
NAMED = 10


def report(reader: Reader, report_id: str) -> bytes:
    """The stored report, which quotes the file: for whoever sent it, and for those who may import everything.

    Raises NotFound.
    """
    row = _found(reader, report_id)
    return REPORT.up_to_date(row.body, row.shape)


def problems(reader: Reader, report_id: str, query: ProblemList) -> tuple[Page, Sequence[bytes]]:
    """The problems of a report, or groups of them. Raises NotFound as `report` does."""
    _found(reader, report_id)
    statement: Any = select(StoredProblem).where(
        StoredProblem.report_id == report_id, *any_of(StoredProblem.severity, query.severity)
    )
    if query.group_by is None:
        page = read_page(reader.session, statement, _ORDER, query)
        return page, [_problem(row.StoredProblem) for row in page.rows]
    page = read_page(reader.session, statement.where(StoredProblem.nth == 0), _ORDER, query)
    return page, _groups(reader.session, report_id, [row.StoredProblem for row in page.rows])


def all_problems(session: Session, report_id: str) -> list[StoredProblem]:
    """In the order of the report."""
    statement = select(StoredProblem).where(StoredProblem.report_id == report_id).order_by(col(StoredProblem.number))
    return list(session.exec(statement))


def kept_file(reader: Reader, report_id: str) -> tuple[StoredReport, bytes]:
    """The report and the file that it is about. Raises NotFound, also where the file is not kept any more."""
    row = _found(reader, report_id)
    file = reader.session.get(ImportedFile, report_id)
    if file is None:
        raise NotFound(
            Text(
                "The file is not kept: it had no problems, or was sent more than 7 days ago.",
                da="Filen er ikke gemt: Den havde ingen fejl, eller den blev sendt for mere end 7 dage siden.",
            )
        )
    return row, file.content


def concerns(identity: Identity | None, row: StoredReport | Job) -> bool:
    """Whether the caller sent it, or may import everything."""
    return identity is None or row.token_id == identity.token_id or identity.may(Permission.WRITE_ORGANISATION)


def _found(reader: Reader, report_id: str) -> StoredReport:
    row = reader.session.get(StoredReport, report_id)
    if row is None or not concerns(reader.identity, row):
        raise NotFound(Text(f"There is no import {report_id}.", da=f"Ingen import har id'et {report_id}."))
    if reader.identity is not None and row.token_id != reader.identity.token_id:
        reader.sightings.add(ReadKind.CONTACTS, ("import", row.id))
    return row


def _problem(row: StoredProblem) -> bytes:
    return encode(ImportProblem(**{name: getattr(row, name) for name in ImportProblem.model_fields}))


def _groups(session: Session, report_id: str, firsts: Sequence[StoredProblem]) -> list[bytes]:
    row = StoredProblem
    wanted = (row.report_id == report_id, col(row.group_number).in_([first.group_number for first in firsts]))
    counts: Any = select(row.group_number, func.count()).where(*wanted).group_by(col(row.group_number))
    counted = {group: number for group, number in session.execute(counts)}  # noqa: C416 - rows, not pairs
    members: dict[int, list[StoredProblem]] = defaultdict(list)
    for member in session.exec(select(row).where(*wanted, row.nth < NAMED).order_by(col(row.number))):
        members[member.group_number].append(member)
    return [_group(first, counted[first.group_number], members[first.group_number]) for first in firsts]


def _group(first: StoredProblem, count: int, members: Sequence[StoredProblem]) -> bytes:
    said = {name: getattr(first, name) for name in ("column", "value", "register_value", "code", "detail", "severity")}
    rows, cells = [member.row for member in members], [member.cell for member in members if member.cell is not None]
    return encode(ProblemGroup(**said, count=count, rows=rows, cells=cells))
