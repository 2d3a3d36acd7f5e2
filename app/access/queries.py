"""Reading access tokens."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session, col, or_, select

from app.access.schemas import TokenList, TokenView
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.http.representation import encode
from app.models import AccessToken, TokenUse
from app.register.rows import find
from app.security.reader import Reader

ORDER = Order(TokenList, {"name": SortKey(col(AccessToken.name_sort))}, SortKey(col(AccessToken.id)))


def token(reader: Reader, token_id: str) -> TokenView:
    found = find(reader.session, AccessToken, token_id)
    return view(found, _last_uses(reader.session, [found.id]))


def tokens(reader: Reader, query: TokenList) -> tuple[Page, Sequence[bytes]]:
    page = read_page(reader.session, select(AccessToken), ORDER, query)
    uses = _last_uses(reader.session, [row[0].id for row in page.rows])
    return page, [encode(view(row[0], uses)) for row in page.rows]


def _last_uses(session: Session, token_ids: Sequence[str]) -> Mapping[str, date]:
    used = session.exec(select(TokenUse).where(col(TokenUse.token_id).in_(token_ids)))
    return {row.token_id: row.last_used_on for row in used}


def view(row: AccessToken, uses: Mapping[str, date]) -> TokenView:
    said = row.model_dump(exclude={"secret_hash"})
    return TokenView.model_validate({**said, "last_used_on": uses.get(row.id)})


def any_token(session: Session) -> bool:
    """Whether anyone can get in at all."""
    return (
        session.exec(select(AccessToken.id).where(col(AccessToken.revoked_at).is_(None)).limit(1)).first() is not None
    )


def valid_tokens(session: Session, today: date) -> Sequence[AccessToken]:
    """Those that are neither revoked nor over, by name."""
    lasting = (
        col(AccessToken.revoked_at).is_(None),
        or_(col(AccessToken.expires_on).is_(None), col(AccessToken.expires_on) >= today),
    )
    return session.exec(select(AccessToken).where(*lasting).order_by(AccessToken.name_sort, AccessToken.id)).all()
