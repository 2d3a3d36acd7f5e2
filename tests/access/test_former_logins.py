"""A leaver's account at the login provider stays out when the register has forgotten the leaver, or the address."""

import unicodedata
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.models import FormerLogin
from tests.support.imports import run
from tests.support.login import Login

ADDRESS = "slet@kommune.example"
Json = dict[str, Any]


class Leaver:
    """Who has left on Monday; it is Wednesday. `token`: what the provider goes on giving the account."""

    def __init__(self, login: Login, address: str = ADDRESS, **values: Any) -> None:
        self.login = login
        self.person = login.api.person("Sletteklar", email=address, source="hr", externalId="7", **values)
        self.path = f"/v1/people/{self.person['id']}"
        self.token = login.token("admins", email=address, exp=login.api.time.now().timestamp() + 9e6)

    def leave(self) -> "Leaver":
        self.change(leavesOn=self.login.api.time.today().isoformat())
        self.login.api.time.advance(days=2)
        return self

    def change(self, **values: Any) -> None:
        answer = self.login.api.patch(self.path, values)
        assert answer.status_code == 200, answer.text

    def is_out(self) -> bool:
        answer = self.login.get(self.token)
        assert answer.status_code in {200, 401}, answer.text
        return answer.status_code == 401 and "has left" in answer.json()["detail"]


def erase(leaver: Leaver) -> None:
    assert leaver.login.api.post(f"{leaver.path}/erasure").status_code == 200


def delete(leaver: Leaver) -> None:
    assert leaver.login.api.delete(leaver.path).status_code == 204


def clear(leaver: Leaver) -> None:
    leaver.change(email=None)


def rename(leaver: Leaver) -> None:
    leaver.change(email="nyt@kommune.example")


def bring_in(leaver: Leaver) -> None:
    run(leaver.login.api, "people", "Nøgle;Navn;E-mail", "7;Sletteklar;nyt@kommune.example", source="hr")


WAYS = (erase, delete, clear, rename, bring_in)


@pytest.mark.parametrize("way", WAYS)
def test_account_of_a_leaver_stays_out_whatever_takes_the_address_away(
    login: Login, way: Callable[[Leaver], None]
) -> None:
    leaver = Leaver(login).leave()
    assert leaver.is_out()
    way(leaver)
    assert leaver.is_out()


@pytest.mark.parametrize("way", [clear, rename])
def test_address_that_went_first_is_out_when_the_person_is(login: Login, way: Callable[[Leaver], None]) -> None:
    leaver = Leaver(login)
    way(leaver)
    assert not leaver.is_out(), "who it is is not known, and nobody has left"
    leaver.leave()
    assert leaver.is_out()
    erase(leaver)
    assert leaver.is_out()


@pytest.mark.parametrize("way", [None, *WAYS])
def test_address_that_is_not_proven_is_enough_to_keep_a_leaver_out(
    login: Login, way: Callable[[Leaver], None] | None
) -> None:
    leaver = Leaver(login)
    exp = login.api.time.now().timestamp() + 9e6
    leaver.token = login.token("admins", email=ADDRESS, email_verified=False, exp=exp)
    assert login.get(leaver.token).json()["personId"] is None
    leaver.leave()
    if way is not None:
        way(leaver)
    assert leaver.is_out()
    login.api.person("Ny", email=ADDRESS)
    assert login.get(leaver.token).json()["personId"] is None


def test_access_lasts_to_the_end_of_the_last_day(login: Login) -> None:
    leaver = Leaver(login)
    leaver.change(leavesOn=(login.api.time.today() + timedelta(days=1)).isoformat(), email=None)
    assert not leaver.is_out()
    login.api.time.advance(days=1)
    assert not leaver.is_out()
    login.api.time.advance(days=1)
    assert leaver.is_out()


def test_who_comes_back_is_let_in_again(login: Login) -> None:
    leaver = Leaver(login).leave()
    clear(leaver)
    leaver.change(leavesOn=None)
    assert not leaver.is_out()
    erase(leaver.leave())
    back = login.api.person("Kommet Igen", email=ADDRESS.upper())
    assert login.get(leaver.token).json()["personId"] == back["id"]


def test_somebody_new_with_the_address_decides_alone(login: Login) -> None:
    leaver = Leaver(login).leave()
    rename(leaver)
    new = login.api.person("Ny", email=ADDRESS)
    assert login.get(leaver.token).json()["personId"] == new["id"]
    login.api.person("Deler", email=ADDRESS)
    assert login.get(leaver.token).json()["personId"] is None


def test_other_accounts_of_nobody_come_in_as_before(login: Login) -> None:
    erase(Leaver(login).leave())
    assert login.me("admins", email="anden@kommune.example")["personId"] is None


def test_address_is_the_same_in_any_case_and_form(login: Login) -> None:
    composed, apart = (unicodedata.normalize(form, "vækå@kommune.example") for form in ("NFC", "NFD"))
    leaver = Leaver(login, apart).leave()
    spelled = [login.token("admins", email=address) for address in (composed, apart, composed.upper(), apart.upper())]
    for _ in range(2):
        assert [login.get(token).status_code for token in spelled] == [401] * 4
        clear(leaver)
    leaver.change(email=composed, leavesOn=None)
    assert {login.get(token).json()["personId"] for token in spelled} == {leaver.person["id"]}


def test_what_looks_like_a_pattern_in_an_address_is_none(login: Login) -> None:
    login.api.person(email="aaå@kommune.example")
    assert login.me("readers", email="a_å@kommune.example")["personId"] is None
    assert login.me("readers", email="%å@kommune.example")["personId"] is None


def test_key_of_a_leaver_who_is_deleted_stays_out(make_login: Callable[..., Login]) -> None:
    login = make_login(oidc_person_claim="employee", oidc_person_source="hr")
    leaver = Leaver(login)
    leaver.token = login.token("admins", employee="7", exp=login.api.time.now().timestamp() + 9e6)
    leaver.leave()
    assert leaver.is_out()
    leaver.change(externalId="8")
    assert leaver.is_out()
    delete(leaver)
    assert leaver.is_out()


def test_nothing_that_is_kept_says_whose_the_address_was(login: Login) -> None:
    leaver = Leaver(login).leave()
    clear(leaver)
    assert [row["person_id"] for row in kept(login)] == [leaver.person["id"]]
    erase(leaver)
    rows = kept(login)
    assert [row["person_id"] for row in rows] == [None]
    assert not any(word in str(rows) for word in (ADDRESS, "Sletteklar", leaver.person["id"]))
    assert login.api.read("/v1/journal/verification")["valid"] is True


def test_a_dry_run_keeps_nothing(login: Login) -> None:
    leaver = Leaver(login).leave()
    run(login.api, "people", "Nøgle;Navn;E-mail", "7;Sletteklar;nyt@kommune.example", source="hr", dryRun="true")
    assert kept(login) == []
    assert leaver.is_out()


def kept(login: Login) -> list[Json]:
    table: Any = FormerLogin.__table__  # type: ignore[attr-defined]
    with login.api.register.database.reading() as session:
        return [{**row} for row in session.execute(table.select()).mappings()]
