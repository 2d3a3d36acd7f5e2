"""Reading the policy."""

from collections.abc import Sequence

from sqlmodel import col, select

from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.http.representation import encode
from app.models import PolicyVersion
from app.policy.schemas import PolicyVersionList, PolicyVersionView, PolicyView
from app.register.policy import current_policy
from app.security.reader import Reader

ORDER = Order(PolicyVersionList, {"version": SortKey(col(PolicyVersion.version), int)}, SortKey(col(PolicyVersion.id)))


def policy(reader: Reader) -> PolicyView:
    version, current = current_policy(reader.session)
    return PolicyView(version=version, **current.model_dump())


def versions(reader: Reader, query: PolicyVersionList) -> tuple[Page, Sequence[bytes]]:
    page = read_page(reader.session, select(PolicyVersion), ORDER, query)
    return page, [
        encode(PolicyVersionView.model_validate(row[0].model_dump(include={"version", "created_at", "settings"})))
        for row in page.rows
    ]
