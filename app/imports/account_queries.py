"""Which systems the accounts of a finance system pay for."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import insert
from sqlmodel import Session, col, delete, select

from app.core.among import among
from app.core.bulk import run_for_each
from app.models import AccountShare

_ADD = insert(AccountShare)


def shares(session: Session, source: str) -> dict[str, dict[str, int]]:
    """Account → system → per cent."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    statement = select(AccountShare).where(AccountShare.source == source).order_by(col(AccountShare.system_id))
    for row in session.exec(statement):
        found[row.account][row.system_id] = row.share_percent
    return found


def replace_shares(session: Session, source: str, accounts: Mapping[str, Mapping[str, int]]) -> None:
    """Account → system → per cent; what these accounts paid for until now does not count any more."""
    of_source = delete(AccountShare).where(col(AccountShare.source) == source)
    session.execute(of_source.where(among(AccountShare.account, "accounts")), {"accounts": accounts})
    rows = [
        {"source": source, "account": account, "system_id": system_id, "share_percent": percent}
        for account, systems in accounts.items()
        for system_id, percent in systems.items()
    ]
    run_for_each(session.connection(), _ADD, rows)
