"""`python3 -m tests.newcomer`: clone the commit, do what the README says, compare what comes with what it prints."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.newcomer.interpreters import others
from tests.newcomer.readme import README, Call, calls, differences
from tests.newcomer.room import Failed, Room, Server, clean_room, taken_port
from tests.support.program import free_port

REPOSITORY = README.parent
#: Where the README's examples expect the demonstration.
ADDRESS = "127.0.0.1:8000"
#: A machine that reaches nothing: its proxy is a port on which nobody listens.
_OFFLINE = dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"), "127.0.0.1:9")


def main() -> None:
    """Exits 1 with a sentence where the README does not hold."""
    steps: list[tuple[str, Callable[[], None]]] = [
        ("first ten minutes, and every call of the README", first_ten_minutes),
        ("no network, a folder that cannot be made, a port that is taken", stumbles),
        ("what make test needs, and a few tests on both databases", tests_start),
        *((f"make demo with {path}", partial(other_interpreter, path)) for path in others()),
        ("pip install, away from the checkout", installed_elsewhere),
    ]
    for name, step in steps:
        started = time.monotonic()
        try:
            step()
        except (Failed, subprocess.TimeoutExpired) as failure:
            sys.exit(f"newcomer: {name}: {failure}")
        tell(f"{name}: {time.monotonic() - started:.0f} s")


def tell(message: str) -> None:
    print(f"newcomer: {message}", flush=True)  # noqa: T201 - what whoever runs it reads


def first_ten_minutes() -> None:
    with clean_room(REPOSITORY) as room:
        port = free_port()
        with Server(room, port) as server:
            tell(f"from make demo in a fresh clone to an answer: {server.seconds:.0f} s")
            token = answer_to_the_printed_call(room, server)
            room.refuse(f"Port {port} of 127.0.0.1 is taken", "make", "demo", f"PORT={port}")
            for call in calls((room.clone / README.name).read_text(encoding="utf-8")):
                follow(room, call, port, token)
        left = room.succeed("git", "status", "--porcelain")
        if left:
            raise Failed(f"make demo leaves files that git does not ignore:\n{left}")


def stumbles() -> None:
    """What may be wrong on a machine: each is said in words, and the next try goes on from there."""
    with clean_room(REPOSITORY) as room:
        room.refuse("The package registry cannot be reached", "make", "demo", environment=_OFFLINE)
        blocked = room.clone / "var"
        blocked.write_text("in the way of the folder")
        room.refuse("The folder var for the database cannot be made", "make", "demo", f"PORT={free_port()}")
        blocked.unlink()
        with taken_port() as port:
            room.refuse(f"Port {port} of 127.0.0.1 is taken", "make", "demo", f"PORT={port}")
        if blocked.exists():
            raise Failed("make demo loads the demonstration before it sees that the port is taken.")
        with Server(room, free_port()) as server:
            answer_to_the_printed_call(room, server)


def answer_to_the_printed_call(room: Room, server: Server) -> str:
    """Run the `curl` line that was printed; the token in it."""
    line = server.line("curl ")
    found = json.loads(room.succeed("bash", "-c", line, at=room.desk))
    if not found["items"] or not all(card["owner"] for card in found["items"]):
        raise Failed(f"The printed call answers nothing of use: {found}")
    secret = re.search(r"Bearer ([^']+)'", line)
    if secret is None:
        raise Failed(f"The printed call has no token: {line}")
    return secret[1]


def follow(room: Room, call: Call, port: int, token: str) -> None:
    """Run one call of the README and compare what comes with what is printed below it."""
    here = f"127.0.0.1:{port}"
    text = call.block.text.replace(ADDRESS, here)
    runner = ("bash", "-euc") if call.block.language == "sh" else (str(room.clone / ".venv/bin/python"), "-c")
    try:
        came = room.succeed(*runner, text, at=room.desk, environment={"TOKEN": token})
    except Failed as failure:
        raise Failed(f"README, line {call.block.line}: {failure}") from failure
    if call.answer is None:
        return
    if call.block.language == "sh":
        found = differences(json.loads(call.answer.text), json.loads(came))
    else:
        found = [] if came == call.answer.text else [f"the program prints {came!r}; the README {call.answer.text!r}"]
    if found:
        raise Failed(f"README, line {call.answer.line}:\n" + "\n".join(found))


def tests_start() -> None:
    """The set-up of `make test`, and that it takes from there; CI runs all of it, with the same environment."""
    with clean_room(REPOSITORY) as room:
        room.succeed("make", "setup")
        said = room.succeed(".venv/bin/python", "-m", "pytest", "-q", "tests/migrations")
        if " passed" not in said or "skipped" in said:
            raise Failed(f"The tests of the migrations do not pass:\n{said}")


def other_interpreter(path: Path) -> None:
    with clean_room(REPOSITORY) as room, Server(room, free_port(), PYTHON=str(path)) as server:
        answer_to_the_printed_call(room, server)


def installed_elsewhere() -> None:
    """The package carries its migrations and the demonstration, and needs no checkout."""
    with clean_room(REPOSITORY) as room:
        room.succeed(sys.executable, "-m", "venv", "venv", at=room.desk)
        room.succeed("venv/bin/pip", "install", "--quiet", str(room.clone), at=room.desk)
        program = str(room.desk / "venv/bin/ansvarsregister")
        room.succeed(program, "demo", "--load-only", at=room.desk)
        variables = {"DATABASE_URL": f"sqlite:///{room.desk}/var/demo.db"}
        chain = json.loads(room.succeed(program, "who", "HJP-03", "--json", at=room.desk, environment=variables))
        if chain["actingOrder"] is None:
            raise Failed(f"The installed command finds nobody who acts: {chain}")


if __name__ == "__main__":
    main()
