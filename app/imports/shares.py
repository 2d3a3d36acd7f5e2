"""What a finance system's accounts pay for, as files say that name both account and system."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.budgets.columns import SHARE
from app.imports import account_queries as queries
from app.imports.draft import Draft
from app.imports.limit import OUTSIDE_UNIT, Limit
from app.imports.quoting import quoted
from app.tabular.shares import WHOLE


@dataclass(frozen=True, slots=True)
class _Part:
    """That an account pays for a system, and how much of it in per cent, where the row says so."""

    draft: Draft
    system_id: str
    share: int | None


def check_shares(session: Session, source: str, drafts: Iterable[Draft], limit: Limit | None) -> None:
    """Reject rows whose shares come to more than their account, or contradict each other; say which are not kept.

    Systems outside a limit have their part of an account until somebody who keeps them as well says otherwise.
    """
    by_account = _by_account(drafts)
    known = queries.shares(session, source) if by_account else {}
    for account, parts in by_account.items():
        if _says_shares(parts):
            _refuse_too_much(account, parts)
            if limit is not None and not limit.has_systems(known.get(account, {})):
                _keep_what_others_have(account, parts, known[account])
        elif account in known:
            for part in parts:
                if part.system_id not in known[account] and _is_given(account, part.draft):
                    detail = (
                        f"Kontoen {quoted(account)} er fordelt på andre systemer. Fordelingen er ikke ændret: skriv "
                        "andelen i en kolonne »Andel«, hvis kontoen også betaler for dette."
                    )
                    part.draft.warn("account", "share-unknown", detail)


def learn(session: Session, source: str, drafts: Iterable[Draft]) -> None:
    """Keep which systems the accounts of the rows pay for, where the rows name both.

    A file that says nothing of shares changes none that are known.
    """
    by_account = _by_account(draft for draft in drafts if not draft.rejected)
    known = queries.shares(session, source) if by_account else {}
    learned = {
        account: _shared_out({part.system_id: part.share for part in parts})
        for account, parts in by_account.items()
        if account not in known or _says_shares(parts)
    }
    if learned:
        queries.replace_shares(session, source, learned)


def _by_account(drafts: Iterable[Draft]) -> dict[str, list[_Part]]:
    """What the rows of the file say that name an account and a system."""
    found: dict[str, list[_Part]] = defaultdict(list)
    for draft in drafts:
        account, system_id = draft.values.get("account"), draft.references.get("system")
        if account and system_id and "system" in draft.places:
            found[account].append(_Part(draft, system_id, draft.values.get(SHARE)))
    return found


def _keep_what_others_have(account: str, parts: Iterable[_Part], shares: Mapping[str, int]) -> None:
    """Reject rows that share the account out otherwise; what the others say is known, and nothing to learn."""
    detail = (
        f"Kontoen {quoted(account)} betaler også for andre enheders systemer, så andelene ændres ikke herfra. Tøm "
        "»Andel« i rækken, eller bed en, der har adgang til alle kontoens systemer, om at ændre dem."
    )
    for part in parts:
        if part.share is not None:
            del part.draft.values[SHARE]
            if part.share != shares.get(part.system_id) and not part.draft.rejected:
                part.draft.reject(SHARE, OUTSIDE_UNIT, detail)


def _is_given(account: str, draft: Draft) -> bool:
    """Whether the line has not had the account before."""
    return bool(getattr(draft.existing, "account", None) != account)


def _says_shares(parts: Iterable[_Part]) -> bool:
    return any(part.share is not None for part in parts)


def _refuse_too_much(account: str, parts: Sequence[_Part]) -> None:
    said: dict[str, _Part] = {}
    silent: set[str] = set()
    for part in parts:
        first = said.setdefault(part.system_id, part) if part.share is not None else None
        if first is None:
            silent.add(part.system_id)
        elif first.share != part.share:
            detail = f"Andelen af kontoen {quoted(account)} er en anden end i række {first.draft.number}. Ret den ene."
            part.draft.reject(SHARE, "contradiction", detail)
    percent = sum(part.share or 0 for part in said.values())
    if percent > WHOLE:
        way = f"Ret dem, så de højst giver {WHOLE} %."
    elif percent == WHOLE and silent - said.keys():
        way = "Der er intet til de systemer, der ikke har nogen andel. Ret andelene, eller tøm kontoen i de rækker."
    else:
        return
    for part in said.values():
        detail = f"Andelene af kontoen {quoted(account)} giver tilsammen {percent} %. {way}"
        part.draft.reject(SHARE, "more-than-whole", detail)


def _shared_out(systems: Mapping[str, int | None]) -> dict[str, int]:
    """Those without a share have as much as each other of what is left."""
    shares = {system_id: percent for system_id, percent in systems.items() if percent is not None}
    silent = [system_id for system_id, percent in systems.items() if percent is None]
    left = WHOLE - sum(shares.values())
    for number, system_id in enumerate(silent):
        shares[system_id] = left // (len(silent) - number)
        left -= shares[system_id]
    return {system_id: percent for system_id, percent in shares.items() if percent}
