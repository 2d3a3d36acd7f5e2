"""Sessions of accounts that a login provider has vouched for."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson
import pytest

from app.core.errors import Unauthenticated
from app.security.account import Account
from app.vocabulary import Role
from tests.security.visitors import SESSIONS, Visitor, caller, rows, sessions
from tests.support.api import Api
from tests.support.provider import AUDIENCE, Published

KIRSTEN = Account(
    "account-1", "Kirsten Æ. Holm", frozenset({Role.READER, Role.STEWARD}), "kirsten@kommune.example", None, 0.0
)


@pytest.fixture
def make_trusting(make_api: Callable[..., Api], published: Published) -> Callable[..., Api]:
    """A register that trusts the provider."""

    def make(**settings: Any) -> Api:
        chosen = {"oidc_issuer": published.issuer, "oidc_audience": AUDIENCE, "oidc_roles": '{"readers": "reader"}'}
        return make_api(**{**chosen, **settings})

    return make


@pytest.fixture
def trusting(make_trusting: Callable[..., Api]) -> Api:
    return make_trusting()


def test_an_account_begins_a_session_with_its_roles_and_its_person(trusting: Api) -> None:
    person = trusting.person("Kirsten Holm", email="Kirsten@kommune.example")
    visit = sessions(trusting).find(sessions(trusting).sign_in_account(KIRSTEN))
    assert visit is not None
    found = caller(trusting, visit)
    assert (found.name, found.person_id, found.roles) == ("oidc:Kirsten Æ. Holm", person["id"], KIRSTEN.roles)
    assert (visit.access_id, visit.token_hash) == (found.token_id, None)
    assert caller(trusting, visit) is found, "remembered"


def test_two_accounts_are_told_apart_and_one_knows_its_previous_visit(trusting: Api) -> None:
    first = sessions(trusting).sign_in_account(KIRSTEN)
    other = sessions(trusting).sign_in_account(replace(KIRSTEN, subject="account-2"))
    again = sessions(trusting).sign_in_account(replace(KIRSTEN, roles=frozenset({Role.READER})))
    visits = [sessions(trusting).find(secret) for secret in (first, other, again)]
    assert [visit is not None and visit.previous_visit_at is not None for visit in visits] == [False, False, True]
    assert [len(caller(trusting, visit).roles) for visit in visits if visit is not None] == [2, 2, 1]


def test_a_session_of_an_account_ends_when_the_person_has_left(trusting: Api) -> None:
    person = trusting.person("Kirsten Holm", email="kirsten@kommune.example")
    visit = sessions(trusting).find(sessions(trusting).sign_in_account(KIRSTEN))
    assert visit is not None
    caller(trusting, visit)
    assert trusting.patch(f"/v1/people/{person['id']}", {"leavesOn": "2026-03-01"}).status_code == 200
    with pytest.raises(Unauthenticated):
        caller(trusting, visit)
    with pytest.raises(Unauthenticated):
        sessions(trusting).sign_in_account(KIRSTEN)


def test_a_provider_that_is_trusted_no_more_lets_nobody_in(trusting: Api, make_trusting: Callable[..., Api]) -> None:
    visit = sessions(trusting).find(sessions(trusting).sign_in_account(KIRSTEN))
    assert visit is not None
    another = make_trusting(oidc_issuer="http://127.0.0.1:9/another")
    none = make_trusting(oidc_issuer=None, oidc_audience=None, oidc_roles="")
    for register in (another, none):
        with pytest.raises(Unauthenticated):
            caller(register, visit)
    with pytest.raises(Unauthenticated):
        sessions(none).sign_in_account(KIRSTEN)


def test_erasing_a_person_takes_what_the_provider_said_along(trusting: Api) -> None:
    """Also of an account that was found to be the person's by a name alone."""
    person = trusting.person("Kirsten Æ. Holm", email="kirsten@kommune.example", leavesOn="2026-03-03")
    sessions(trusting).sign_in_account(KIRSTEN)
    sessions(trusting).sign_in_account(replace(KIRSTEN, subject="account-2", person=None))
    sessions(trusting).sign_in_account(replace(KIRSTEN, subject="account-3", person=None, name="Verner"))
    trusting.time.advance(days=2)
    assert trusting.post(f"/v1/people/{person['id']}/erasure").status_code == 200
    assert [orjson.loads(row["account"])["subject"] for row in rows(trusting, SESSIONS)] == ["account-3"]


def test_a_session_of_an_account_and_one_of_a_token_stand_side_by_side(trusting: Api) -> None:
    visitor = Visitor(trusting)
    visitor.signs_in()
    visit = sessions(trusting).find(sessions(trusting).sign_in_account(KIRSTEN))
    assert visit is not None
    assert (visitor.caller().name, caller(trusting, visit).name) == ("Kirstens adgang", "oidc:Kirsten Æ. Holm")
