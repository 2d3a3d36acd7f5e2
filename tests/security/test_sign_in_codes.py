"""Codes that sign in once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from app.core.errors import Unauthenticated
from app.security.identity import hash_secret
from tests.security.visitors import SESSIONS, Visitor, revoke, rows, sessions
from tests.support.api import Api


@pytest.fixture
def visitor(api: Api) -> Visitor:
    return Visitor(api)


def code_for(visitor: Visitor, minutes: int = 5) -> str:
    return sessions(visitor.api).issue_code(hash_secret(visitor.token), minutes)


def test_a_code_signs_its_holder_in_once(visitor: Visitor) -> None:
    code = code_for(visitor)
    visitor.secret = sessions(visitor.api).redeem(code)
    assert visitor.caller().name == "Kirstens adgang"
    with pytest.raises(Unauthenticated) as refused:
        sessions(visitor.api).redeem(code)
    assert refused.value.detail.da == "Koden er ukendt, brugt eller udløbet. Bed om en ny."


def test_of_two_who_redeem_a_code_at_the_same_moment_one_gets_in(visitor: Visitor) -> None:
    for _ in range(5):
        code, start = code_for(visitor), Barrier(2)

        def redeem(code: str = code, start: Barrier = start) -> str | None:
            start.wait()
            try:
                return sessions(visitor.api).redeem(code)
            except Unauthenticated:
                return None

        with ThreadPoolExecutor(2) as pool:
            secrets = [each.result() for each in [pool.submit(redeem), pool.submit(redeem)]]
        assert secrets.count(None) == 1
    assert len(rows(visitor.api, SESSIONS)) == 5


def test_a_code_expires(visitor: Visitor) -> None:
    code = code_for(visitor, minutes=5)
    visitor.api.time.advance(minutes=5)
    with pytest.raises(Unauthenticated):
        sessions(visitor.api).redeem(code)
    assert rows(visitor.api, SESSIONS) == []


@pytest.mark.parametrize("code", ["", "ansvarkode_", "ansvarkode_findes-ikke", "' OR 1=1 --"])
def test_a_wrong_code_lets_nobody_in(visitor: Visitor, code: str) -> None:
    code_for(visitor)
    with pytest.raises(Unauthenticated):
        sessions(visitor.api).redeem(code)


def test_a_code_of_a_revoked_token_lets_nobody_in(visitor: Visitor) -> None:
    visitor.signs_in()
    code = code_for(visitor)
    revoke(visitor.api, visitor.caller().token_id)
    with pytest.raises(Unauthenticated):
        sessions(visitor.api).redeem(code)
    assert len(rows(visitor.api, SESSIONS)) == 1
