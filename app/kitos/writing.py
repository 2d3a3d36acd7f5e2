"""Rows into the register by the import's own way: planned, checked and written as a file's rows, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from app.core.errors import Conflict
from app.core.languages import Text
from app.imports.choices import ImportKind
from app.imports.draft import Draft
from app.imports.plan import carry_out, in_silence, make_plan
from app.imports.reports import Reporting
from app.imports.request import ImportRequest, Sender
from app.imports.schemas import ImportOptions, ImportReport
from app.journal.append import Author
from app.kitos.drafts import as_file
from app.kitos.fields import SOURCE
from app.register.register import Register

_SHOWN = 20
#: What reports say in the place of a file's name.
_NAME = "KITOS"


class KitosRefused(Conflict):
    """Rows were refused, and nothing is to be written then."""

    def __init__(self, report: ImportReport) -> None:
        said = "; ".join(problem.detail for problem in report.problems[:_SHOWN] if problem.severity == "error")
        super().__init__(
            Text(
                f"{report.rejected} {report.kind} of KITOS are refused: nothing is written. Correct them in KITOS, or "
                f"take the others with --partial. {said}",
                da=f"Registret afviser {report.rejected} rækker ({report.kind}) fra KITOS. Intet er skrevet. Ret dem i "
                f"KITOS, eller tag de øvrige med `--partial`. {said}",
            )
        )
        self.report = report


@dataclass(slots=True)
class Writer:
    """`partial`: the good rows go in although others are refused."""

    register: Register
    session: Session
    author: Author
    partial: bool
    reports: list[ImportReport] = field(default_factory=list)

    def write(
        self, kind: ImportKind, rows: Sequence[Mapping[str, Any]], warnings: Mapping[int, str] | None = None
    ) -> list[Draft]:
        """The drafts, in the order of the rows; raises KitosRefused. `warnings`: by the row's place."""
        if not rows:
            return []
        sender = Sender(self.author)
        request = ImportRequest(b"", ImportOptions(kind=kind, partial=self.partial, source=SOURCE), _NAME)
        file = as_file(kind, rows)
        plan = make_plan(self.register, self.session, sender, request, file)
        for place, sentence in (warnings or {}).items():
            plan.file.drafts[place].warn(None, "from-kitos", sentence)
        reporting = Reporting(sender, request, file, self.register.clock.now())
        if not plan.is_applied and not self.partial:
            raise KitosRefused(reporting.report(plan.file.drafts, plan.file.problems, applied=False))
        # Of a kind of which all that has changed is refused, nothing is kept; the other kinds are.
        if plan.is_applied:
            carry_out(self.session, sender, plan, plan.kept, in_silence)
        report = reporting.report(plan.file.drafts, plan.file.problems, applied=plan.is_applied)
        self.reports.append(reporting.conclude(self.session, report, plan.file.problems))
        return list(plan.file.drafts)

    def refusal(self, draft: Draft) -> str:
        """Why the row was refused, in a sentence or two."""
        return " ".join(
            problem.detail
            for problem in draft.problems.found
            if problem.row == draft.number and problem.severity == "error"
        )
