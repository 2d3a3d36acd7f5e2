"""Reading access tokens."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.access.schemas import TokenList, TokenView
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.http.representation import encode
from app.models import AccessToken
from app.register.rows import find
from app.security.reader import Reader

ORDER = Order(TokenList, {"name": SortKey(col(AccessToken.name_sort))}, SortKey(col(AccessToken.id)))


def token(reader: Reader, token_id: str) -> TokenView:
    return view(find(reader.session, AccessToken, token_id))


def tokens(reader: Reader, query: TokenList) -> tuple[Page, Sequence[bytes]]:
    page = read_page(reader.session, select(AccessToken), ORDER, query)
    return page, [encode(view(row[0])) for row in page.rows]


def view(row: AccessToken) -> TokenView:
    return TokenView.model_validate(row.model_dump(exclude={"secret_hash"}))


def any_token(session: Session) -> bool:
    """Whether anyone can get in at all."""
    return (
        session.exec(select(AccessToken.id).where(col(AccessToken.revoked_at).is_(None)).limit(1)).first() is not None
    )
