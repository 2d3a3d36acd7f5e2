"""The provider's keys: found by discovery, kept through an outage, and asked for no oftener than is said."""

import asyncio
import threading

import pytest

from app.core.errors import Unauthenticated, Unavailable
from app.security.oidc.provider import THREAD, Provider, fetch_published
from tests.support.provider import Published, public_jwk

EVERY, PAUSE = 900.0, 10.0


class Seconds:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 5.0

    def __call__(self) -> float:
        return self.now


def finish() -> None:
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join(10)


def ask(provider: Provider, *names: str) -> list[str | None]:
    """Asks for all of the keys at once."""

    async def work() -> list[str | None]:
        found = await asyncio.gather(*(provider.fitting_keys(name, "RS256") for name in names))
        return [key.identifier for (key,) in found]

    return asyncio.run(work())


def test_requests_that_come_together_share_one_fetch(published: Published) -> None:
    provider = Provider(published.issuer, EVERY, PAUSE, now=Seconds())
    assert ask(provider, *["RSA"] * 20) == ["RSA"] * 20
    assert published.asked == 1


def test_unknown_key_is_looked_for_at_most_once_in_a_while(published: Published) -> None:
    seconds = Seconds()
    provider = Provider(published.issuer, EVERY, PAUSE, now=seconds)
    ask(provider, "RSA")
    published.keys.append(public_jwk("RSA-2"))
    for _ in range(3):
        with pytest.raises(Unauthenticated):
            ask(provider, "RSA-2")
    assert published.asked == 1
    seconds.now += PAUSE
    assert ask(provider, "RSA-2") == ["RSA-2"]
    assert published.asked == 2


def test_key_that_was_withdrawn_ends_with_the_interval_and_nobody_waits(published: Published) -> None:
    seconds = Seconds()
    provider = Provider(published.issuer, EVERY, PAUSE, now=seconds)
    ask(provider, "RSA")
    before = provider.keys
    published.keys[:] = [public_jwk("RSA-2")]
    seconds.now += EVERY
    assert ask(provider, "RSA") == ["RSA"], "the old keys serve while the new ones come"
    finish()
    assert provider.keys is not before
    with pytest.raises(Unauthenticated):
        ask(provider, "RSA")


def test_same_keys_stay_the_same_object(published: Published) -> None:
    seconds = Seconds()
    provider = Provider(published.issuer, EVERY, PAUSE, now=seconds)
    ask(provider, "RSA")
    before = provider.keys
    seconds.now += EVERY
    provider.follow()
    finish()
    assert (published.asked, provider.keys is before) == (2, True)


def test_known_keys_outlast_an_outage_and_new_ones_come_after_it(
    published: Published, caplog: pytest.LogCaptureFixture
) -> None:
    seconds = Seconds()
    provider = Provider(published.issuer, EVERY, PAUSE, now=seconds)
    ask(provider, "RSA")
    published.down = True
    for _ in range(3):
        seconds.now += EVERY
        assert ask(provider, "RSA") == ["RSA"]
        finish()
        with pytest.raises(Unavailable) as told:
            ask(provider, "RSA-2")
        assert told.value.headers["Retry-After"] == "10", "it may be a new one: the provider cannot be asked"
    assert [record.message.count("the keys that are known go on") for record in caplog.records] == [1]
    published.down, published.keys[:] = False, [public_jwk("RSA-2")]
    seconds.now += PAUSE
    assert ask(provider, "RSA-2") == ["RSA-2"]


def test_empty_set_of_keys_is_an_outage(published: Published) -> None:
    seconds = Seconds()
    provider = Provider(published.issuer, EVERY, PAUSE, now=seconds)
    ask(provider, "RSA")
    published.keys.clear()
    seconds.now += EVERY
    provider.follow()
    finish()
    assert ask(provider, "RSA") == ["RSA"]


def test_provider_that_was_never_reached_is_a_passing_fault(published: Published) -> None:
    published.down = True
    seconds = Seconds()
    provider = Provider(published.issuer, EVERY, PAUSE, now=seconds)
    for _ in range(2):
        with pytest.raises(Unavailable) as told:
            ask(provider, "RSA")
        assert told.value.headers["Retry-After"] == "10"
    published.down = False
    seconds.now += PAUSE
    assert ask(provider, "RSA") == ["RSA"]


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"issuer": "https://evil.example"}, "calls itself"),
        ({"jwks_uri": "http://keys.example/keys"}, "not https"),
        ({"jwks_uri": "file:///etc/passwd"}, "not https"),
        ({"jwks_uri": None}, "not https"),
        ({"padding": "x" * 1_100_000}, "too much"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_document_that_leads_astray_is_not_followed(
    published: Published, said: dict[str, object], complaint: str
) -> None:
    published.said = said
    with pytest.raises(ValueError, match=complaint):
        fetch_published(published.issuer)


def test_redirect_is_not_followed(published: Published) -> None:
    published.said = {"jwks_uri": f"{published.issuer}/elsewhere"}
    with pytest.raises(OSError, match="302"):
        fetch_published(published.issuer)
