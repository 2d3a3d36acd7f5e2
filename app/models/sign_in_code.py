"""Codes that sign in once, for the holder of a token: only a hash is kept. Not journaled, and for a while only."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class SignInCode(SQLModel, table=True):
    """`token_hash`: the `secret_hash` of the access token whose holder the code lets in."""

    __tablename__ = "sign_in_code"

    code_hash: str = Field(primary_key=True)
    token_hash: str
    expires_at: datetime = Field(index=True)
    used_at: datetime | None = None
