"""The report of an import: how it is made, and kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert
from sqlmodel import Session

from app.core.bulk import run_for_each
from app.core.canonical import dump
from app.core.identifiers import new_id
from app.imports.choices import ImportKind, UploadKind
from app.imports.draft import Draft
from app.imports.problems import MOST_REPORTED, Problems, grouped
from app.imports.quoting import without_cpr
from app.imports.reading import ReadFile
from app.imports.remembering import remember
from app.imports.request import ImportRequest, Sender
from app.imports.schemas import REPORT, ImportReport
from app.imports.shares import learn
from app.models import ImportedFile, StoredProblem, StoredReport

_ADD_PROBLEMS = insert(StoredProblem.__table__)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Reporting:
    """One import's reports, which have one id: each takes the place of the one before."""

    sender: Sender
    request: ImportRequest
    file: ReadFile
    at: datetime
    #: Another one where what is done has an id before it is begun.
    id: str = field(default_factory=new_id)

    def report(self, drafts: Sequence[Draft], problems: Problems, *, applied: bool) -> ImportReport:
        """`drafts`: those whose outcome is known, the rejected ones too."""
        options = self.request.options
        outcomes = [draft.outcome for draft in drafts if not draft.rejected]
        return ImportReport(
            id=self.id,
            kind=UploadKind(options.kind),
            dry_run=options.dry_run,
            partial=options.partial,
            applied=applied and not options.dry_run,
            source=options.source,
            file_name=self.request.file_name and without_cpr(self.request.file_name),
            sheet=self.file.sheet and without_cpr(self.file.sheet),
            header_row=self.file.header_row,
            form=self.file.form,
            rows=self.file.row_count,
            created=outcomes.count("created"),
            updated=outcomes.count("updated"),
            unchanged=outcomes.count("unchanged"),
            rejected=len(drafts) - len(outcomes),
            warnings=problems.warnings,
            problems=problems.ordered()[:MOST_REPORTED],
            problems_total=len(problems.found),
            created_at=self.at,
        )

    def conclude(
        self, session: Session, report: ImportReport, problems: Problems, drafts: Sequence[Draft] = ()
    ) -> ImportReport:
        """Store the last report, with all of its problems and the file that has them; and how the file was read."""
        self.keep(session, report)
        rows = [
            {
                "report_id": report.id,
                "number": number,
                "group_number": each.group,
                "nth": each.nth,
                **each.problem.model_dump(),
            }
            for number, each in enumerate(grouped(problems.ordered()))
        ]
        run_for_each(session.connection(), _ADD_PROBLEMS, rows)
        # What comes from another register is no file.
        if rows and self.request.content:
            session.add(ImportedFile(report_id=report.id, created_at=self.at, content=self.request.content))
        if report.applied:
            if self.request.options.kind is ImportKind.BUDGETS:
                learn(session, report.source, drafts)
            remember(session, self.sender, self.request.options, self.at)
        session.flush()
        return report

    def keep(self, session: Session, report: ImportReport) -> ImportReport:
        """Store the report, to be fetched again later."""
        return store_report(session, self.sender, report)


def store_report(session: Session, sender: Sender, report: ImportReport) -> ImportReport:
    """The report itself, stored in the place of an earlier one of its id."""
    session.merge(
        StoredReport(
            id=report.id,
            created_at=report.created_at,
            actor=sender.author.actor,
            token_id=sender.token_id,
            shape=REPORT.newest,
            body=dump(report.model_dump(mode="json", by_alias=True)).decode(),
        )
    )
    session.flush()
    return report
