"""A load of GET requests over connections that are kept open, from a process of its own."""

import asyncio
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Load:
    """`path` may hold `{n}`, which is another number in every request, so that no two are the same."""

    port: int
    path: str
    headers: dict[str, str]
    connections: int = 8
    seconds: float = 3.0
    expected_status: int = 200


async def _client(load: Load, numbers: Iterator[int], until: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", load.port)
    head = "".join(f"{name}: {value}\r\n" for name, value in load.headers.items())
    done = 0
    while perf_counter() < until:
        path = load.path.replace("{n}", f"{next(numbers):06}")
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n".encode())
        answer = await reader.readuntil(b"\r\n\r\n")
        status = int(answer[9:12])
        if status != load.expected_status:
            raise RuntimeError(f"{path} was answered {status}")
        marker = answer.lower().find(b"content-length:")
        length = int(answer[marker + 15 : answer.index(b"\r", marker)]) if marker >= 0 else 0
        if length:
            await reader.readexactly(length)
        done += 1
    writer.close()
    return done


async def _run(load: Load) -> float:
    numbers = count()
    begin = perf_counter()
    done = await asyncio.gather(*(_client(load, numbers, begin + load.seconds) for _ in range(load.connections)))
    return sum(done) / (perf_counter() - begin)


def main() -> None:
    """Read a load as JSON from the arguments, print requests per second."""
    print(asyncio.run(_run(Load(**json.loads(sys.argv[1])))))


if __name__ == "__main__":
    main()
