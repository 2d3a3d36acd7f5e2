"""What a finance system's accounts pay for, as files say that name both account and system."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import Session

from app.budgets.columns import SHARE
from app.imports import account_queries as queries
from app.imports.draft import Draft
from app.imports.limit import OUTSIDE_UNIT, Limit
from app.imports.quoting import quoted
from app.tabular.shares import WHOLE


def check_shares(session: Session, source: str, drafts: Iterable[Draft], limit: Limit | None) -> None:
    """Reject rows whose shares come to more than their account, or contradict each other; say which are not kept.

    Systems outside a limit have their part of an account until somebody who keeps them as well says otherwise.
    """
    by_account = _by_account(drafts)
    known = queries.shares(session, source) if by_account else {}
    for account, rows in by_account.items():
        if _says_shares(rows):
            _refuse_too_much(account, rows)
            if limit is not None and not limit.has_systems(known.get(account, {})):
                _keep_what_others_have(account, rows, known[account])
        elif account in known:
            for draft in rows:
                if draft.references["system"] not in known[account] and _is_given(draft):
                    detail = (
                        f"Kontoen {quoted(account)} er fordelt på andre systemer. Fordelingen er ikke ændret: skriv "
                        "andelen i en kolonne »Andel«, hvis kontoen også betaler for dette."
                    )
                    draft.warn("account", "share-unknown", detail)


def learn(session: Session, source: str, drafts: Iterable[Draft]) -> None:
    """Keep which systems the accounts of the rows pay for, where the rows name both.

    A file that says nothing of shares changes none that are known.
    """
    by_account = _by_account(draft for draft in drafts if not draft.rejected)
    known = queries.shares(session, source) if by_account else {}
    learned = {
        account: _shared_out({draft.references["system"]: draft.values.get(SHARE) for draft in rows})
        for account, rows in by_account.items()
        if account not in known or _says_shares(rows)
    }
    if learned:
        queries.replace_shares(session, source, learned)


def _by_account(drafts: Iterable[Draft]) -> dict[str, list[Draft]]:
    """The rows of the file that name an account and a system."""
    found: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.values.get("account") and draft.references.get("system") and "system" in draft.places:
            found[draft.values["account"]].append(draft)
    return found


def _keep_what_others_have(account: str, rows: Iterable[Draft], shares: Mapping[str, int]) -> None:
    """Reject rows that share the account out otherwise; what the others say is known, and nothing to learn."""
    detail = (
        f"Kontoen {quoted(account)} betaler også for andre enheders systemer, så andelene ændres ikke herfra. Tøm "
        "»Andel« i rækken, eller bed en, der har adgang til alle kontoens systemer, om at ændre dem."
    )
    for draft in rows:
        share = draft.values.pop(SHARE, None)
        if share is not None and share != shares.get(draft.references["system"]) and not draft.rejected:
            draft.reject(SHARE, OUTSIDE_UNIT, detail)


def _is_given(draft: Draft) -> bool:
    """Whether the line has not had the account before."""
    return bool(getattr(draft.existing, "account", None) != draft.values["account"])


def _says_shares(rows: Iterable[Draft]) -> bool:
    return any(SHARE in draft.values for draft in rows)


def _refuse_too_much(account: str, rows: Sequence[Draft]) -> None:
    said: dict[str, Draft] = {}
    silent: set[str] = set()
    for draft in rows:
        system_id = draft.references["system"]
        first = said.setdefault(system_id, draft) if SHARE in draft.values else None
        if first is None:
            silent.add(system_id)
        elif first.values[SHARE] != draft.values[SHARE]:
            detail = f"Andelen af kontoen {quoted(account)} er en anden end i række {first.number}. Ret den ene."
            draft.reject(SHARE, "contradiction", detail)
    percent = sum(draft.values[SHARE] for draft in said.values())
    if percent > WHOLE:
        way = f"Ret dem, så de højst giver {WHOLE} %."
    elif percent == WHOLE and silent - said.keys():
        way = "Der er intet til de systemer, der ikke har nogen andel. Ret andelene, eller tøm kontoen i de rækker."
    else:
        return
    for draft in said.values():
        detail = f"Andelene af kontoen {quoted(account)} giver tilsammen {percent} %. {way}"
        draft.reject(SHARE, "more-than-whole", detail)


def _shared_out(systems: Mapping[str, int | None]) -> dict[str, int]:
    """Those without a share have as much as each other of what is left."""
    shares = {system_id: percent for system_id, percent in systems.items() if percent is not None}
    silent = [system_id for system_id, percent in systems.items() if percent is None]
    left = WHOLE - sum(shares.values())
    for number, system_id in enumerate(silent):
        shares[system_id] = left // (len(silent) - number)
        left -= shares[system_id]
    return {system_id: percent for system_id, percent in shares.items() if percent}
