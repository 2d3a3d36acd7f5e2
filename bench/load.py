"""A load of GET requests over connections that are kept open, from a process of its own."""

import asyncio
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from time import perf_counter

#: As many numbers as six digits give: no load gets through a tenth of them in the time that it has.
MANY = 1_000_000


@dataclass(frozen=True, slots=True)
class Load:
    """`path` may hold `{n}`, which is another number in every request, so that no two are the same.

    The numbers go on from `first`, and the load ends early where they reach `below`: nothing is asked twice.
    """

    port: int
    path: str
    headers: dict[str, str]
    connections: int = 8
    seconds: float = 2.0
    expected_status: int = 200
    first: int = 0
    below: int = MANY

    @property
    def may_end_early(self) -> bool:
        return self.below < MANY // 10


async def exchange(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    method: str,
    path: str,
    headers: Mapping[str, str],
    body: bytes = b"",
) -> tuple[int, bytes, bytes]:
    """One request over a connection that stays open: the status, the head and the body of the answer."""
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    writer.write(f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n".encode() + body)
    answer = await reader.readuntil(b"\r\n\r\n")
    if header(answer, "transfer-encoding") == "chunked":
        return int(answer[9:12]), answer, await _chunks(reader)
    length = int(header(answer, "content-length") or 0)
    return int(answer[9:12]), answer, await reader.readexactly(length) if length else b""


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readline(), 16):
        body += (await reader.readexactly(size + 2))[:size]
    await reader.readline()
    return body


def header(head: bytes, name: str) -> str:
    """The value of the header in the head of an answer; empty where there is none."""
    marker = head.lower().find(f"\r\n{name}:".encode())
    if marker < 0:
        return ""
    begin = marker + len(name) + 3
    return head[begin : head.index(b"\r", begin)].decode().strip()


async def _client(load: Load, numbers: Iterator[int], until: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", load.port)
    done = 0
    while perf_counter() < until:
        path = load.path
        if "{n}" in path:
            number = next(numbers)
            if number >= load.below:
                break
            path = path.replace("{n}", f"{number:06}")
        status, _, _ = await exchange(reader, writer, "GET", path, load.headers)
        if status != load.expected_status:
            raise RuntimeError(f"{path} was answered {status}")
        done += 1
    writer.close()
    return done


async def _run(load: Load) -> float:
    numbers = count(load.first)
    begin = perf_counter()
    done = await asyncio.gather(*(_client(load, numbers, begin + load.seconds) for _ in range(load.connections)))
    return sum(done) / (perf_counter() - begin)


def main() -> None:
    """Read a load as JSON from the arguments, print requests per second."""
    print(asyncio.run(_run(Load(**json.loads(sys.argv[1])))))


if __name__ == "__main__":
    main()
