"""Who sends the load: wrk where the machine has it, else the one of `bench.load`; and how fast that can be at all."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.load import Load
from tests.support.program import free_port, wait_for

_SCRIPT = Path(__file__).with_name("wrk.lua")


def generator() -> str:
    return "wrk" if shutil.which("wrk") else "bench.load"


def requests_per_second(load: Load) -> float:
    """Measured from a process of its own, so that the load costs the server's event loop nothing.

    wrk counts by the time that it was given, not by when a load ended.
    """
    wrk = None if load.may_end_early else shutil.which("wrk")
    return _own(load) if wrk is None else _with(wrk, load)


def _own(load: Load) -> float:
    return float(_output([sys.executable, "-m", "bench.load", json.dumps(asdict(load))]))


def _with(wrk: str, load: Load) -> float:
    """Whole seconds: wrk knows no others."""
    command = [wrk, "-t1", f"-c{load.connections}", f"-d{max(round(load.seconds), 1)}s", "-s", str(_SCRIPT)]
    for name, value in load.headers.items():
        command += ["-H", f"{name}: {value}"]
    answer = _output(
        [*command, f"http://127.0.0.1:{load.port}/"],
        BENCH_PATH=load.path,
        BENCH_STATUS=str(load.expected_status),
        BENCH_FIRST=str(load.first),
    )
    rate, wrong = answer.rpartition("RESULT ")[2].split()
    if int(wrong):
        raise RuntimeError(f"{load.path}: {wrong} answers were not {load.expected_status}")
    return float(rate)


def _output(command: list[str], **environment: str) -> str:
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return done.stdout


class _Nothing(asyncio.Protocol):
    """Answers whatever arrives with the same bytes."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer
        self._transport: Any = None

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - that of uvloop is none of asyncio's
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        if data.endswith(b"\r\n\r\n"):
            self._transport.write(self._answer)


@contextmanager
def raw_server(body_bytes: int) -> Iterator[int]:
    """A server that only answers, in a process of its own; gives its port."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "bench.generators", str(port), str(body_bytes)])
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


async def _serve(port: int, body_bytes: int) -> None:
    answer = f"HTTP/1.1 200 OK\r\ncontent-length: {body_bytes}\r\n\r\n".encode() + b"x" * body_bytes
    server = await asyncio.get_running_loop().create_server(lambda: _Nothing(answer), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    import uvloop

    uvloop.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
