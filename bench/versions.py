"""`python -m bench.versions REVISION`: what one write costs here, against an earlier version, both in one run.

Each version builds its own register with its own code, from a checkout of its own, and the two are measured in turn.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

ROUNDS = 6
#: Makes a register of 250 systems where there is none yet, and prints the seconds that each of 60 writes took.
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
    print(perf_counter() - begin)
"""


def main() -> None:
    here = Path(__file__).resolve().parents[1]
    with TemporaryDirectory() as name:
        earlier = Path(name) / "earlier"
        _git("worktree", "add", "-q", "--detach", str(earlier), sys.argv[1])
        try:
            seconds: dict[Path, list[float]] = {earlier: [], here: []}
            for _ in range(ROUNDS):
                for checkout in seconds:
                    folder = Path(name) / f"registers-{checkout.name}"
                    folder.mkdir(exist_ok=True)
                    seconds[checkout] += _measure(checkout, folder)
        finally:
            _git("worktree", "remove", "--force", str(earlier))
    costs = {checkout: median(found) for checkout, found in seconds.items()}
    print(f"One write, here / at {sys.argv[1]}: {costs[here] / costs[earlier]:.3f}")


def _git(*arguments: str) -> None:
    git = shutil.which("git") or "git"
    subprocess.run([git, "-C", str(Path(__file__).resolve().parents[1]), *arguments], check=True)


def _measure(checkout: Path, folder: Path) -> list[float]:
    command = [sys.executable, "-c", MEASURED, str(folder)]
    done = subprocess.run(command, cwd=checkout, check=True, capture_output=True, text=True)
    # The first writes fill caches.
    return [float(line) for line in done.stdout.split()][10:]


if __name__ == "__main__":
    main()
