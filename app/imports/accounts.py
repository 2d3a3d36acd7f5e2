"""A finance system's file: amounts per account, which are known to pay for systems, in part or whole."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session

from app.budgets.columns import SHARE
from app.imports import account_queries as queries
from app.imports.choices import ImportKind
from app.imports.draft import Draft
from app.imports.problems import Concerned, Problems
from app.imports.quoting import in_danish, quoted
from app.imports.reading import ReadFile
from app.imports.schemas import ImportOptions
from app.tabular.columns import Column

_WHOLE = 100


def spread(session: Session, file: ReadFile, options: ImportOptions) -> ReadFile:
    """A row that names an account and no system becomes one for each system that the account pays for.

    Accounts that pay for none are told with the sum of what their rows say, and their rows are left out.
    """
    if options.kind is not ImportKind.BUDGETS or not any(map(_has_account_alone, file.drafts)):
        return file
    shares = queries.shares(session, options.source)
    problems = Problems(list(file.problems.found))
    drafts: list[Draft] = []
    unknown: dict[str, list[Draft]] = defaultdict(list)
    for draft in file.drafts:
        if not _has_account_alone(draft):
            drafts.append(draft)
        elif paid := shares.get(draft.values["account"]):
            drafts += _parts(draft, paid)
        else:
            unknown[draft.values["account"]].append(draft)
    amounts = [place.column for place in file.layout.places if place.column.is_amount]
    for account, rows in unknown.items():
        _tell(account, rows, amounts, problems)
    return replace(file, drafts=drafts, problems=problems, number=file.row_count)


def learn(session: Session, source: str, drafts: Iterable[Draft]) -> None:
    """Keep which systems the accounts of the rows pay for, where the rows name both."""
    said: dict[str, dict[str, int]] = defaultdict(dict)
    for draft in drafts:
        account, system_id = draft.values.get("account"), draft.references.get("system")
        if account and system_id and "system" in draft.places and not draft.rejected:
            said[account][system_id] = draft.values.get(SHARE, _WHOLE)
    for account, systems in said.items():
        queries.replace_shares(session, source, account, _adding_up(systems))


def _has_account_alone(draft: Draft) -> bool:
    return "account" in draft.values and "system" not in draft.values


def _parts(draft: Draft, paid: Mapping[str, int]) -> list[Draft]:
    """The last one takes what rounding leaves, so that nothing is lost."""
    places = [place.column.name for place in draft.places.values() if place.column.is_amount]
    left = {name: draft.values[name] for name in places if name in draft.values}
    parts = []
    for number, (system_id, percent) in enumerate(paid.items(), start=1):
        part = draft.copy(draft.problems)
        part.values["system"] = system_id
        last = number == len(paid) and sum(paid.values()) == _WHOLE
        for name, rest in left.items():
            part.values[name] = rest if last else round(draft.values[name] * percent / _WHOLE)
        left = {name: amount - part.values[name] for name, amount in left.items()}
        parts.append(part)
    return parts


def _tell(account: str, rows: Sequence[Draft], amounts: Sequence[Column], problems: Problems) -> None:
    sums = [
        f"{column.header.lower()} {in_danish(sum(row.values.get(column.name, 0) for row in rows))} kr."
        for column in amounts
    ]
    said = "1 række" if len(rows) == 1 else f"{len(rows)} rækker"
    detail = (
        f"Kontoen {quoted(account)} hører ikke til noget system. {said} ({', '.join(sums)}) er ikke læst. "
        "Importér én gang en fil med både konto og system, så huskes det."
    )
    place = rows[0].places["account"]
    concerned = Concerned(place.header, place.index, account)
    problems.add(rows[0].number, concerned, "unmapped-account", detail, "warning")


def _adding_up(systems: Mapping[str, int]) -> dict[str, int]:
    """Without shares an account that pays for several systems pays for each as much."""
    if sum(systems.values()) <= _WHOLE:
        return dict(systems)
    each = _WHOLE // len(systems)
    shares = dict.fromkeys(systems, each)
    shares[next(reversed(shares))] += _WHOLE - each * len(systems)
    return shares
