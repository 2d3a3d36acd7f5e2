"""A finance system's file: amounts per account, which are known to pay for systems, in part or whole."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session

from app.imports import account_queries as queries
from app.imports.choices import ImportKind
from app.imports.draft import Draft
from app.imports.problems import Concerned, Problems
from app.imports.quoting import in_danish, quoted
from app.imports.reading import ReadFile
from app.imports.schemas import ImportOptions
from app.tabular.columns import Column
from app.tabular.shares import WHOLE


def spread(session: Session, file: ReadFile, options: ImportOptions) -> ReadFile:
    """A row that names an account and no system becomes one for each system that the account pays for.

    Accounts that pay for none are told with the sum of what their rows say, and their rows are left out. So is what is
    left of an account that systems have a part of.
    """
    if options.kind is not ImportKind.BUDGETS or not any(map(_has_account_alone, file.drafts)):
        return file
    shares = queries.shares(session, options.source)
    problems = Problems(list(file.problems.found))
    drafts: list[Draft] = []
    of_account: dict[str, list[Draft]] = defaultdict(list)
    for draft in file.drafts:
        if _has_account_alone(draft):
            account = draft.values["account"]
            of_account[account].append(draft)
            drafts += _parts(draft, shares.get(account, {}))
        else:
            drafts.append(draft)
    amounts = [place.column for place in file.layout.places if place.column.is_amount]
    for account, rows in of_account.items():
        percent = sum(shares.get(account, {}).values())
        if percent < WHOLE:
            _tell(account, rows, amounts, problems, percent)
    return replace(file, drafts=drafts, problems=problems, number=file.row_count)


def _has_account_alone(draft: Draft) -> bool:
    """Not in a workbook that the register made: there it is the row that names the system, edited or not."""
    return draft.basis is None and "account" in draft.values and "system" not in draft.values


def _parts(draft: Draft, paid: Mapping[str, int]) -> list[Draft]:
    """The last one takes what rounding leaves, so that nothing is lost."""
    left = {name: draft.values[name] for name in _amounts(draft) if name in draft.values}
    parts = []
    for number, (system_id, percent) in enumerate(paid.items(), start=1):
        part = draft.copy(draft.problems)
        part.values["system"] = system_id
        last = number == len(paid) and sum(paid.values()) == WHOLE
        for name, rest in left.items():
            part.values[name] = rest if last else round(draft.values[name] * percent / WHOLE)
        left = {name: amount - part.values[name] for name, amount in left.items()}
        parts.append(part)
    return parts


def _amounts(draft: Draft) -> list[str]:
    return [place.column.name for place in draft.places.values() if place.column.is_amount]


def _tell(account: str, rows: Sequence[Draft], amounts: Sequence[Column], problems: Problems, percent: int) -> None:
    """Of an account of which `percent` is paid for systems."""
    sums = ", ".join(
        f"{column.header.lower()} {in_danish(_left(rows, column.name, percent))} kr." for column in amounts
    )
    if percent:
        code = "partly-mapped-account"
        detail = (
            f"Systemerne har tilsammen {percent} % af kontoen {quoted(account)}. Resten ({sums}) er ikke læst. "
            "Importér en fil med konto, system og andel, hvis noget mangler."
        )
    else:
        code = "unmapped-account"
        said = "1 række" if len(rows) == 1 else f"{len(rows)} rækker"
        detail = (
            f"Kontoen {quoted(account)} hører ikke til noget system. {said} ({sums}) er ikke læst. "
            "Importér én gang en fil med både konto og system, så huskes det."
        )
    place = rows[0].places["account"]
    problems.add(rows[0].number, Concerned(place.header, place.index, account), code, detail, "warning")


def _left(rows: Iterable[Draft], name: str, percent: int) -> int:
    whole: int = sum(row.values.get(name, 0) for row in rows)
    return whole - round(whole * percent / WHOLE)
