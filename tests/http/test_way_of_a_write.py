"""From the route to the service a write takes few steps, and a debugger names each of them."""

import inspect
import traceback
from typing import Any

import pytest

from app.contracts import service
from tests.support.api import Api

WRITE = [
    *("Register.write", "Register._carry_out", "Register._commit", "Transaction.begin", "Transaction._act"),
    "Attempt.act",
]


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The calls of our own between the thread that a write runs in and the service, filled when it comes there."""
    found: list[str] = []

    def noting(name: str) -> Any:
        called = getattr(service, name)

        def noted(*arguments: Any) -> Any:
            frames = [frame for frame, _ in traceback.walk_stack(inspect.currentframe())]
            ours = [frame.f_code.co_qualname for frame in reversed(frames) if "/app/" in frame.f_code.co_filename]
            found[:] = ours[ours.index(WRITE[0]) :]
            return called(*arguments)

        return noted

    for name in ("create_contract", "change_contract", "delete_contract"):
        monkeypatch.setattr(service, name, noting(name))
    return found


def test_every_step_has_a_name_but_for_the_route_s_own_line(sqlite_api: Api, steps: list[str]) -> None:
    contract = sqlite_api.post("/v1/contracts", {"name": "Drift"}).json()
    assert steps == [*WRITE, "create_contract.<locals>.<lambda>"]
    path = f"/v1/contracts/{contract['id']}"
    tag = sqlite_api.client.get(path).headers["ETag"]
    changed = sqlite_api.client.patch(path, json={"name": "Hosting"}, headers={"If-Match": tag})
    assert steps == [*WRITE, "change_contract.<locals>.<lambda>"]
    sqlite_api.client.delete(path, headers={"If-Match": changed.headers["ETag"]})
    assert steps == [*WRITE, "delete_contract.<locals>.<lambda>"]
