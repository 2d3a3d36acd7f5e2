"""Writers that know of each of their writes whether it was acknowledged, also when the service dies meanwhile."""

from collections.abc import Iterable
from http import HTTPStatus
from random import Random

import httpx2

from tests.faults.deeds import Deed, Deeds, Known, says

#: An answer that leaves open whether the write was carried out.
UNAVAILABLE = HTTPStatus.SERVICE_UNAVAILABLE


class Unanswered(Exception):
    pass


class Writer:
    """One request at a time, about nothing that others write, but for one system that all want to change."""

    def __init__(self, base: str, secret: str, sign: str, seed: str, positions: list[str], contended: str) -> None:
        self.known: Known = {}
        self.touched: set[str] = set()
        #: The entry of the journal and what was written, of each acknowledged change of the contended system.
        self.contended: list[tuple[int, str]] = []
        self.acknowledged = self.carried_out = self.taken_back = self.stale = self.unavailable = 0
        self._contended = contended
        self._random = Random(f"{seed} {sign}")  # noqa: S311 - repeatable, not secret
        self._sign = sign
        self._deeds = Deeds(sign, self._random, positions, self.known)
        self._open: tuple[Deed, dict[str, str]] | None = None
        self._sent = 0
        self._client = httpx2.Client(
            base_url=base, headers={"Authorization": f"Bearer {secret}"}, timeout=60, verify=False
        )

    def close(self) -> None:
        self._client.close()

    def write_until_it_is_gone(self) -> None:
        """Returns when the service does not answer any more."""
        try:
            while True:
                if self._random.random() < 0.1:
                    self._contend()
                else:
                    self._do(self._deeds.next())
        except (httpx2.TransportError, Unanswered):
            return

    def settle(self) -> None:
        """Find out what became of the write that was not answered, as a client would: a POST is sent again."""
        if self._open is None:
            return
        deed, headers = self._open
        if deed.method == "POST":
            was_there = "Idempotent-Replayed" in self._send(deed, headers).headers
        else:
            self._open = None
            was_there = not any(self._difference(path, fields) for path, fields in deed.after.items())
            if was_there:
                self.known |= deed.after
        self.carried_out += was_there
        self.taken_back += not was_there

    def losses(self, paths: Iterable[str]) -> list[str]:
        """Where the register does not say what the writer knows."""
        return [found for path in paths if (found := self._difference(path, self.known.get(path)))]

    def _difference(self, path: str, fields: dict[str, object] | None) -> str:
        response = self._client.get(path)
        if response.status_code == HTTPStatus.NOT_FOUND:
            return "" if fields is None else f"{path} is gone, and was {fields}"
        assert response.status_code == HTTPStatus.OK, response.text
        if fields is not None and says(response.json(), fields):
            return ""
        return f"{path} is not {fields} but {response.text}"

    def _do(self, deed: Deed) -> None:
        headers = {}
        if deed.method in {"PATCH", "DELETE"}:
            headers["If-Match"] = self._tag(deed.path)
        if deed.method == "POST":
            self._sent += 1
            headers["Idempotency-Key"] = f"{self._sign} {self._sent}"
        self._send(deed, headers)

    def _send(self, deed: Deed, headers: dict[str, str]) -> httpx2.Response:
        self._open = deed, headers
        self.touched |= deed.after.keys()
        response = self._request(deed.method, deed.path, deed.body, headers)
        self._open = None
        assert response.is_success, (deed, response.status_code, response.text)
        self.acknowledged += 1
        self.known |= deed.after
        if deed.made is not None:
            path = httpx2.URL(response.headers["location"]).path
            self.known[path] = deed.made
            self.touched.add(path)
        return response

    def _contend(self) -> None:
        """Change what others change as well, unless one of them was faster."""
        tag = self._tag(self._contended)
        self._sent += 1
        word = f"{self._sign} {self._sent}"
        response = self._request("PATCH", self._contended, {"notes": word}, {"If-Match": tag})
        if response.status_code == HTTPStatus.PRECONDITION_FAILED:
            self.stale += 1
            return
        assert response.status_code == HTTPStatus.OK, response.text
        self.acknowledged += 1
        self.contended.append((response.json()["revision"], word))

    def _tag(self, path: str) -> str:
        response = self._request("GET", path, None, {})
        assert response.status_code == HTTPStatus.OK, (path, response.text)
        return response.headers["etag"]

    def _request(self, method: str, path: str, body: object, headers: dict[str, str]) -> httpx2.Response:
        response = self._client.request(method, path, json=body, headers=headers)
        if response.status_code == UNAVAILABLE:
            self.unavailable += 1
            raise Unanswered
        return response
