"""A finance system's file: amounts per account, which are known to pay for systems, in part or whole."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

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

#: Rows that a sentence names.
_NAMED = 10


def spread(session: Session, file: ReadFile, options: ImportOptions) -> ReadFile:
    """A row that names an account and no system becomes one for each system that the account pays for.

    Several rows that say the same of an account but for the amounts are postings, and are added up before. Accounts
    that pay for none are told with the sum of what their rows say, and their rows are left out. So is what is left of
    an account that systems have a part of.
    """
    if options.kind is not ImportKind.BUDGETS or not any(map(_has_account_alone, file.drafts)):
        return file
    shares = queries.shares(session, options.source)
    problems = Problems(list(file.problems.found))
    drafts: list[Draft] = []
    of_account: dict[str, list[Draft]] = defaultdict(list)
    postings: dict[Hashable, list[Draft]] = defaultdict(list)
    for draft in file.drafts:
        if _has_account_alone(draft):
            of_account[draft.values["account"]].append(draft)
            postings[_said_besides(draft)].append(draft)
        else:
            drafts.append(draft)
    for rows in postings.values():
        parts = _parts(_added_up(rows), shares.get(rows[0].values["account"], {}))
        if parts and len(rows) > 1:
            _tell_of_postings(rows, problems)
        drafts += parts
    drafts.sort(key=attrgetter("number"))
    amounts = [place.column for place in file.layout.places if place.column.is_amount]
    for account, rows in of_account.items():
        percent = sum(shares.get(account, {}).values())
        if percent < WHOLE:
            _tell(account, rows, amounts, problems, percent)
    return replace(file, drafts=drafts, problems=problems, number=file.row_count)


def _has_account_alone(draft: Draft) -> bool:
    """Not in a workbook that the register made: there it is the row that names the system, edited or not."""
    return draft.basis is None and "account" in draft.values and "system" not in draft.values


def _said_besides(draft: Draft) -> Hashable:
    """All that it says besides amounts; a row that is refused stands alone."""
    if draft.rejected:
        return draft.number
    amounts = _amounts(draft)
    return tuple((name, str(value)) for name, value in sorted(draft.values.items()) if name not in amounts)


def _added_up(rows: Sequence[Draft]) -> Draft:
    first, *others = rows
    if not others:
        return first
    whole = first.copy(first.problems)
    for name in _amounts(first):
        said = [row.values[name] for row in rows if name in row.values]
        if said:
            whole.values[name] = sum(said)
    return whole


def _tell_of_postings(rows: Sequence[Draft], problems: Problems) -> None:
    first, *others = rows
    numbers = ", ".join(str(row.number) for row in others[:_NAMED])
    more = f" og {len(others) - _NAMED} til" if len(others) > _NAMED else ""
    detail = f"Beløbene er lagt sammen med dem i række {numbers}{more}, som er om det samme."
    _warn(first, "postings-added", detail, problems)


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
    _warn(rows[0], code, detail, problems)


def _warn(draft: Draft, code: str, detail: str, problems: Problems) -> None:
    place = draft.places["account"]
    concerned = Concerned(place.header, place.index, draft.values["account"])
    problems.add(draft.number, concerned, code, detail, "warning")


def _left(rows: Iterable[Draft], name: str, percent: int) -> int:
    whole: int = sum(row.values.get(name, 0) for row in rows)
    return whole - round(whole * percent / WHOLE)
