"""Writers that go on when the service cannot, and rounds of writing in which PostgreSQL loses its primary."""

import time
from collections.abc import Callable
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from http import HTTPStatus
from threading import Event

import httpx2

from tests.faults.rounds import Rounds
from tests.faults.writers import UNAVAILABLE, Unanswered, Writer

#: Acknowledged writes of each writer before the primary goes, and after the other one has taken over.
_SOME = 2
_LONGEST_SECONDS = 60
_PAUSE = 0.05


class SteadyWriter(Writer):
    """Takes a 503 for what it says, tries again until it is over, and forgives no other fault."""

    def __init__(self, *words: object) -> None:
        super().__init__(*words)  # type: ignore[arg-type] # those of a writer
        self.acknowledged_at: list[float] = []
        self.longest_request = 0.0

    def write_until(self, enough: Event) -> None:
        while not enough.is_set():
            try:
                if self._open is not None:
                    self.settle()
                elif self._random.random() < 0.1:
                    self._contend()
                else:
                    self._do(self._deeds.next())
            except Unanswered:
                time.sleep(_PAUSE)

    def settle(self) -> None:
        if self._open is None:
            return
        self._wait_until_it_answers()
        super().settle()

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + _LONGEST_SECONDS
        while True:
            try:
                self._tag(self._contended)
            except Unanswered:
                assert time.monotonic() < deadline, "the service has not come back"
                time.sleep(_PAUSE)
            else:
                return

    def _request(self, method: str, path: str, body: object, headers: dict[str, str]) -> httpx2.Response:
        begun = time.monotonic()
        response = self._client.request(method, path, json=body, headers=headers)
        ended = time.monotonic()
        self.longest_request = max(self.longest_request, ended - begun)
        if response.status_code == UNAVAILABLE:
            self.unavailable += 1
            assert int(response.headers["retry-after"]) > 0
            raise Unanswered
        assert response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, response.text
        if method != "GET" and response.is_success:
            self.acknowledged_at.append(ended)
        return response


class Losses(Rounds):
    """Rounds in each of which the primary is lost and the standby takes over, while all write."""

    writers: list[SteadyWriter]  # type: ignore[assignment] # made of that kind below

    def __init__(self, database_url: str, base: str, *, writers: int, seed: int) -> None:
        super().__init__(database_url, base, writers=writers, seed=seed, kind=SteadyWriter)
        self.without_writes: list[float] = []
        self.until_promoted: list[float] = []
        self.longest_requests: list[float] = []

    def lose(self, primary_is_lost: Callable[[], None], promote: Callable[[], None], unnoticed: float) -> None:
        """`unnoticed`: seconds in which nobody does anything about the loss."""
        enough = Event()
        with ThreadPoolExecutor(len(self.writers)) as pool:
            writing = [pool.submit(writer.write_until, enough) for writer in self.writers]
            try:
                self._let_write(writing)
                for writer in self.writers:
                    # A service that has just started is slower: that is not what is measured.
                    writer.longest_request = 0.0
                primary_is_lost()
                lost = time.monotonic()
                time.sleep(unnoticed)
                promote()
                self.until_promoted.append(time.monotonic() - lost)
                self._let_write(writing)
            finally:
                enough.set()
            for one in writing:
                one.result(_LONGEST_SECONDS)
        self.longest_requests.append(max(writer.longest_request for writer in self.writers))
        acknowledged = sorted(at for writer in self.writers for at in writer.acknowledged_at)
        before = max(at for at in acknowledged if at <= lost)
        self.without_writes.append(min(at for at in acknowledged if at > lost + unnoticed) - before)

    def _let_write(self, writing: list[Future[None]]) -> None:
        """Until each has written something more; raises what ended one of them."""
        goals = [len(writer.acknowledged_at) + _SOME for writer in self.writers]
        deadline = time.monotonic() + _LONGEST_SECONDS
        while any(len(writer.acknowledged_at) < goal for writer, goal in zip(self.writers, goals, strict=True)):
            assert time.monotonic() < deadline, "a writer cannot write"
            for ended in wait(writing, _PAUSE, FIRST_EXCEPTION).done:
                ended.result()

    def figures(self) -> dict[str, object]:
        return super().figures() | {
            "Answers of 503, each with Retry-After": sum(writer.unavailable for writer in self.writers),
            "Answers of another 5xx, or none": 0,
            "Longest request during and after a loss, median and longest": _seconds(self.longest_requests),
            "From the loss until the standby takes writes, median and longest": _seconds(self.until_promoted),
            "Without an acknowledged write, median and longest": _seconds(self.without_writes),
        }


def _seconds(found: list[float]) -> str:
    return f"{sorted(found)[len(found) // 2]:.1f} s, {max(found):.1f} s"
