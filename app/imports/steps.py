"""A partial import in steps: each is a write of its own, short enough for others to come in between."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter, sleep

from sqlmodel import Session

from app.core.errors import ApplicationError, Unavailable
from app.imports.applying import Advance, in_order
from app.imports.draft import Draft
from app.imports.plan import Plan, carry_out, in_silence, make_plan
from app.imports.problems import Problems
from app.imports.reading import ReadFile
from app.imports.reports import Reporting
from app.imports.schemas import ImportReport
from app.register.edition import Edition, read_edition
from app.register.gate import Settled
from app.register.register import Register

#: Seconds that a step should take, so that another write seldom waits for longer than two.
_AIM = 1.0
_FIRST, _FEWEST, _MOST = 200, 25, 1000
#: Seconds between two steps: long enough for those who wait to find the lock free, in other processes too.
_PAUSE = 0.1


def write_in_steps(
    register: Register, file: ReadFile, plan: Plan, reporting: Reporting, advance: Advance
) -> tuple[ImportReport, Problems]:
    """Write the rows of the plan that are kept; the report of what came of them, which each step stores so far.

    Rows that became impossible since they were planned are rejected.
    """
    drafts = in_order([draft for draft in plan.kept if draft.has_effect])
    settled = [draft for draft in plan.file.drafts if draft.rejected or not draft.has_effect]
    steps = _Steps(register, file, plan, reporting, settled, plan.file.problems, plan.edition)
    advance(len(settled))
    size = _FIRST
    while drafts:
        step, drafts = drafts[:size], drafts[size:]
        steps.write(step)
        advance(len(step))
        size = max(_FEWEST, min(_MOST, 2 * size, int(len(step) * _AIM / max(steps.seconds, 0.001))))
        if drafts:
            sleep(_PAUSE)
    return steps.report(), steps.problems


@dataclass(slots=True)
class _Steps:
    """`settled`: the drafts whose outcome is known. `edition`: the one that this import has left.

    `seconds`: how long the last step held the lock.
    """

    register: Register
    file: ReadFile
    plan: Plan
    reporting: Reporting
    settled: list[Draft]
    problems: Problems
    edition: Edition
    seconds: float = 0.0

    def write(self, drafts: Sequence[Draft]) -> None:
        """The drafts in one transaction; where it is refused, each half, until it is plain which rows are at fault."""
        try:
            self._write(drafts)
        except Unavailable:
            raise
        except ApplicationError as fault:
            if len(drafts) > 1:
                middle = len(drafts) // 2
                self.write(drafts[:middle])
                self.write(drafts[middle:])
                return
            (draft,) = drafts
            self._forget([draft])
            again = draft.copy(self.problems)
            again.reject(None, fault.code, fault.detail.da)
            self.settled.append(again)

    def report(self) -> ImportReport:
        return self.reporting.report(self.settled, self.problems, applied=True)

    def _write(self, drafts: Sequence[Draft]) -> None:
        sender = self.reporting.sender

        def act(session: Session) -> tuple[float, Plan | None]:
            begun = perf_counter()
            plan = None if read_edition(session) == self.edition else self._plan_again(session, drafts)
            rows = list(drafts) if plan is None else plan.kept
            carry_out(session, sender, plan or self.plan, rows, in_silence)
            self.reporting.keep(session, self._so_far(drafts if plan is None else plan.file.drafts, plan))
            return begun, plan

        def leave(
            session: Session, result: tuple[float, Plan | None], _settled: Settled
        ) -> tuple[float, Plan | None, Edition]:
            session.flush()
            sender.before_commit(session, last=False)
            return (*result, read_edition(session))

        begun, plan, edition = self.register.write(sender.author, act, leave, guard=sender.guard)
        self.seconds = perf_counter() - begun
        self.edition = edition
        if plan is not None:
            self._forget(drafts)
            self.problems.found.extend(plan.file.problems.found)
        self.settled.extend(drafts if plan is None else plan.file.drafts)

    def _plan_again(self, session: Session, drafts: Sequence[Draft]) -> Plan:
        """These rows alone, by what is in the register now: those that they need are there already."""
        rows = {draft.number for draft in drafts}
        return make_plan(self.register, session, self.reporting.sender, self.plan.request, self.file, rows=rows)

    def _so_far(self, drafts: Sequence[Draft], plan: Plan | None) -> ImportReport:
        """What the report says once this step is in, should it be the last that is."""
        problems = self.problems
        if plan is not None:
            rows = {draft.number for draft in drafts}
            others = [problem for problem in problems.found if problem.row not in rows]
            problems = Problems([*others, *plan.file.problems.found])
        return self.reporting.report([*self.settled, *drafts], problems, applied=True)

    def _forget(self, drafts: Sequence[Draft]) -> None:
        """What was said of rows that something else is said of now."""
        rows = {draft.number for draft in drafts}
        self.problems.found[:] = [problem for problem in self.problems.found if problem.row not in rows]
