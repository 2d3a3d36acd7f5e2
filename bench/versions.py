"""`python -m bench.versions REVISION`: what a write and an evaluation cost here, and at an earlier version, in one run.

Each version builds its own register with its own code, from a checkout of its own, and the two are measured in turn.
"""

import argparse
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

ROUNDS = 6
#: Makes a register of 250 systems where there is none yet; prints the seconds of 60 writes and 5 evaluations of all.
MEASURED = """
import sys
from itertools import count
from pathlib import Path
from time import perf_counter
from bench.portfolio import AUTHOR, open_register, sqlite_file
from app.register.evaluation import all_system_ids
from app.systems.schemas import SystemPatch
from app.systems.service import change_system

register = open_register(sqlite_file(Path(sys.argv[1]), 250))
with register.database.reading() as session:
    ids = all_system_ids(session)
today = register.clock.today()
criticalities = ("businessCritical", "notCritical")
for number in range(60):
    values = {"name": f"System {perf_counter()}", "criticality": criticalities[number % 2]}
    patch = SystemPatch.model_validate(values)
    begin = perf_counter()
    register.write(AUTHOR, lambda session: change_system(session, ids[7], patch, today), lambda *_: None)
    print("write", perf_counter() - begin)
for _ in range(5):
    begin = perf_counter()
    register.evaluate()
    print("evaluation", perf_counter() - begin)
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.versions")
    parser.add_argument("revision", help="The earlier version, as git names it.")
    revision: str = parser.parse_args().revision
    here = Path(__file__).resolve().parents[1]
    with TemporaryDirectory() as name:
        earlier = Path(name) / "earlier"
        _git("worktree", "add", "-q", "--detach", str(earlier), revision)
        try:
            seconds: dict[tuple[Path, str], list[float]] = defaultdict(list)
            for _ in range(ROUNDS):
                for checkout in (earlier, here):
                    folder = Path(name) / f"registers-{checkout.name}"
                    folder.mkdir(exist_ok=True)
                    for what, spent in _measure(checkout, folder):
                        seconds[checkout, what].append(spent)
        finally:
            _git("worktree", "remove", "--force", str(earlier))
    for what in ("write", "evaluation"):
        ratio = median(seconds[here, what]) / median(seconds[earlier, what])
        print(f"One {what}, here / at {revision}: {ratio:.3f}")


def _git(*arguments: str) -> None:
    git = shutil.which("git") or "git"
    subprocess.run([git, "-C", str(Path(__file__).resolve().parents[1]), *arguments], check=True)


def _measure(checkout: Path, folder: Path) -> Iterator[tuple[str, float]]:
    """What was done, and the seconds that it took; the first of each kind is left out, since it fills caches."""
    command = [sys.executable, "-c", MEASURED, str(folder)]
    done = subprocess.run(command, cwd=checkout, check=True, capture_output=True, text=True)
    seen: set[str] = set()
    for line in done.stdout.splitlines():
        what, spent = line.split()
        if what in seen:
            yield what, float(spent)
        seen.add(what)


if __name__ == "__main__":
    main()
