"""Fill .venv with what a lock file names: `python3 requirements/install.py runtime`, or `dev` for the tests' tools too.

A lock is complete, so it is installed as it is and nothing is resolved: what appears on the registry later changes
nothing. What is missing is said in one sentence, with exit status 2; after the mend the same command goes on.

Standard library only, and in words that an old Python reads as well, to be told that it is too old.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 14)
NAMES = ["python3.%d" % minor for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
FOLDER = Path(__file__).resolve().parent
VENV = FOLDER.parent / ".venv"
PYTHON = VENV / "bin/python"
#: Which locks were installed, by their digests. It is written last: without it the installation is not finished.
STAMP = VENV / "installed.json"
LOG = VENV / "install.log"
#: How many pips work at once.
PIPS = 2
#: The locks that hold all of a lock.
HOLDERS = {"runtime": ("runtime", "dev"), "dev": ("dev",)}
TROUBLES = (
    (
        ("No space left on device", "Disk quota exceeded"),
        "The disk is full: the packages take about 560 MB. Free some space, and run the same command again.",
    ),
    (
        ("DO NOT MATCH THE HASHES",),
        "A package is not the one that the lock names: its hash differs. Use another package registry (PIP_INDEX_URL).",
    ),
    (
        ("Permission denied", "Read-only file system", "Operation not permitted"),
        "The folder {folder} cannot be written by this user. Let it write there, or clone to another folder.",
    ),
    (
        (
            "Retrying (Retry",
            "Max retries exceeded",
            "Connection refused",
            "Connection reset",
            "name resolution",
            "ConnectTimeout",
            "ReadTimeout",
            "ProxyError",
            "SSLError",
            "NewConnectionError",
            "Cannot connect",
        ),
        "The package registry cannot be reached. Check the network (HTTPS_PROXY, PIP_INDEX_URL), and try again.",
    ),
    (
        ("No matching distribution", "Could not find a version"),
        "The package registry does not have all that the lock names. Use another (PIP_INDEX_URL). Details: {log}",
    ),
)


def main(name: str) -> None:
    """Install the lock called `name` unless it is there already."""
    if is_installed(name):
        return
    require_python()
    say("Installing %d packages into .venv (%s) ..." % (len(entries(name)), lock(name).name))
    make_environment()
    install(name)
    run([str(PYTHON), "-m", "pip", "check"], "The packages do not fit together; please report it. ")
    STAMP.write_text(json.dumps({**installed(), name: digest(name)}))


def is_installed(name: str) -> bool:
    """Whether .venv holds the lock as it reads now, and its Python and packages still exist."""
    if not PYTHON.exists() or not any(VENV.glob("lib/*/site-packages/pip")):
        return False
    kept = installed()
    return any(kept.get(each) == digest(each) for each in HOLDERS[name])


def installed() -> "dict[str, str]":
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def lock(name: str) -> Path:
    return FOLDER / (name + ".txt")


def entries(name: str) -> "list[str]":
    """The packages of the lock, each with its hashes."""
    found = []  # type: list[list[str]]
    for line in lock(name).read_text().splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            found.append([])
        if found:
            found[-1].append(line)
    return ["\n".join(lines) for lines in found]


def digest(name: str) -> str:
    return hashlib.sha256(lock(name).read_bytes()).hexdigest()


def require_python() -> None:
    """Go on with a Python that will do: this one, or one beside it; exits where there is none, or no venv in it."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        other = next((found for found in map(shutil.which, NAMES) if found and starts(found)), None)
        if other is None:
            fail(
                "Python %d.%d to %d.%d is needed, and %s is %d.%d. Install one; where it is not found, name it: "
                "make setup PYTHON=/path/to/python3" % (*OLDEST, *NEWEST, sys.executable, *sys.version_info[:2])
            )
        os.execv(other, [other, *sys.argv])  # noqa: S606 - the same program, with another interpreter
    try:
        import ensurepip  # noqa: F401, PLC0415 - only whether it is there
        import venv  # noqa: F401, PLC0415 - only whether it is there
    except ImportError:
        fail(
            "%s has no module venv, so that no virtual environment can be made. On Debian and Ubuntu: "
            "apt-get install python%d.%d-venv" % (sys.executable, *sys.version_info[:2])
        )


def starts(interpreter: str) -> bool:
    """Whether the command is more than a name: version managers leave shims for Pythons that are not there."""
    return subprocess.call([interpreter, "-c", ""], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def make_environment() -> None:
    """An environment that pip can fill; a broken one, or one with packages of an older lock, is made anew."""
    usable = (
        PYTHON.exists() and subprocess.call([str(PYTHON), "-m", "pip", "--version"], stdout=subprocess.DEVNULL) == 0
    )
    if not usable or any(digest(each) != kept for each, kept in installed().items()):
        run([sys.executable, "-m", "venv", "--clear", str(VENV)], "The virtual environment cannot be made. ")


def install(name: str) -> None:
    """Have pip install the lock; on a terminal its progress shows on one line.

    Two at once, each with its own half of the packages: pip waits for one download after the other. Nothing is compiled
    beforehand: Python does that for the modules that are used, when they are used first.
    """
    packages = entries(name)
    VENV.mkdir(exist_ok=True)
    heard = []  # type: list[str]

    def pip(number: int) -> int:
        half = VENV / ("lock-%d.txt" % number)
        half.write_text("\n".join(packages[number::PIPS]) + "\n")
        command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--retries", "3"]
        command += ["--no-compile", "--no-deps", "--require-hashes", "--requirement", str(half)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
            for line in process.stdout or ():
                heard.append(line)
                tell(sum(each.startswith(("Collecting", "Requirement already")) for each in heard), len(packages), line)
        return process.returncode

    with ThreadPoolExecutor(PIPS) as pool:
        failed = any(list(pool.map(pip, range(PIPS))))
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    if failed:
        give_up("".join(heard), "The packages cannot be installed. ")


def tell(done: int, count: int, line: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K  %3d of %d  %s" % (done, count, line.strip()[:60]))


def run(command: "list[str]", failure: str) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        give_up(done.stdout, failure)


def give_up(heard: str, otherwise: str) -> None:
    """Say what the output means; where it means nothing known, its last line."""
    if VENV.is_dir() and os.access(VENV, os.W_OK):
        try:
            LOG.write_text(heard)
        except OSError:
            heard += "No space left on device"
    for signs, meaning in TROUBLES:
        if any(sign in heard for sign in signs):
            fail(meaning.format(folder=VENV.parent, log=LOG))
    fail(otherwise + (heard.strip().splitlines() or [""])[-1] + " Details: %s" % LOG)


def say(message: str) -> None:
    sys.stderr.write(message + "\n")


def fail(message: str) -> None:
    say(message)
    sys.exit(2)


if __name__ == "__main__":
    main(sys.argv[1])
