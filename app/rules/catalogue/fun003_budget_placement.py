"""FUN003: the money is held outside the owner's line, or by a position without budget authority."""

from app.rules.engine import rule
from app.rules.facts import BudgetHolderFacts, BudgetLineFacts, SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag, unknown
from app.rules.wording import positions
from app.vocabulary import Answer, Severity


@rule(
    "FUN003",
    severity=Severity.HIGH,
    title="Budgettet er placeret forkert",
    evidence=("fiscalYear", "positionIds", "reasons"),
)
def budget_placement(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: En ejer, der må bede en anden del af organisationen om penge, kan ikke løfte ansvaret.

    Det gælder også en budgetlinje uden bevilling: dér skal pengene søges.

    Fix: Flyt budgettet til ejeren eller en stilling i ejerens linje, og giv budgetholderen budgetansvar.
    """
    if not system.in_use or system.owner is None:
        return NOT_APPLICABLE
    year = system.today.year
    if not system.this_year:
        return unknown(f"Der er ingen budgetlinjer for {year}.", field="funding", fiscalYear=year)
    lines = [line for line in system.this_year if _is_about_money(line)]
    if not lines:
        return NOT_APPLICABLE
    holders = {line.holder.position_id: line.holder for line in lines if line.holder is not None}.values()
    outside = [holder for holder in holders if not holder.in_owner_line]
    powerless = [holder for holder in holders if holder.budget_authority is Answer.NO]
    if outside or powerless:
        return _misplaced(outside, powerless, year, alone=len(holders) == 1 and all(line.holder for line in lines))
    undecided = [holder.title for holder in holders if holder.budget_authority is Answer.UNKNOWN]
    gap = _gap(undecided, year, without_holder=any(line.holder is None for line in lines))
    return unknown(gap, field="funding", fiscalYear=year) if gap else OK


def _is_about_money(line: BudgetLineFacts) -> bool:
    """Where nothing is allocated, the holder of the estimate is where the money would be asked for."""
    return bool(line.estimated_dkk or line.allocated_dkk)


def _gap(undecided: list[str], year: int, *, without_holder: bool) -> str | None:
    """The fact that is missing, in words."""
    if without_holder:
        return f"Budgetholderen for {year} er ikke registreret."
    return f"Det er ukendt, om {positions(undecided)} har budgetansvar." if undecided else None


def _misplaced(
    outside: list[BudgetHolderFacts], powerless: list[BudgetHolderFacts], year: int, *, alone: bool
) -> Verdict:
    """`alone`: whether there is no other budget holder."""
    money = f"Budgettet for {year}" if alone else f"En del af budgettet for {year}"
    sentences, reasons = [], []
    if outside:
        titles = positions([holder.title for holder in outside])
        sentences.append(f"{money} ligger uden for ejerens linje, hos {titles}.")
        reasons.append("outsideOwnerLine")
    if powerless:
        titles = positions([holder.title for holder in powerless])
        sentences.append(f"{money} ligger hos {titles}, som ikke har budgetansvar.")
        reasons.append("noBudgetAuthority")
    return flag(
        " ".join(sentences),
        field="funding",
        fiscalYear=year,
        positionIds=list(dict.fromkeys(holder.position_id for holder in (*outside, *powerless))),
        reasons=reasons,
    )
