"""The worked example of CONTRIBUTING is followed in a copy of the project; and each of its steps is forgotten once."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.register.shapes import CARD

pytestmark = pytest.mark.one_database("what a developer writes")

ROOT = Path(__file__).resolve().parents[2]
SECTION = re.compile(r"^## Add a field to systems$(.*?)^## ", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"```python\n# (?P<path>\S+)(?:, below `(?P<anchor>[^`]+)`)?\n(?P<code>.*?)```", re.DOTALL)
#: What running the tests takes.
PARTS = ("app", "migrations", "tests", "alembic.ini", "pyproject.toml", "docs/openapi.json")
GUARDS = ("tests/systems/test_fields.py", "tests/migrations/test_migrations.py::test_up_check_down_and_up_again")
PLAIN, FILTERABLE = 3, 5


@dataclass(frozen=True)
class Step:
    """One block of the example: lines below an anchor, or a new file."""

    path: str
    anchor: str | None
    code: str

    def take(self, root: Path) -> None:
        file = root / self.path
        if self.anchor is None:
            file.write_text(self.code, encoding="utf-8")
            return
        content = file.read_text(encoding="utf-8")
        assert content.count(self.anchor) == 1, f"CONTRIBUTING: `{self.anchor}` stands not once in {self.path}."
        imports, code = self._parts()
        end = content.index("\n", content.index(self.anchor)) + 1
        head, tail = (content[:end] + code + content[end:]).split("\nfrom app.", 1)
        file.write_text(f"{head}{imports}\nfrom app.{tail}", encoding="utf-8")

    def _parts(self) -> tuple[str, str]:
        """The imports, and what stands below the anchor."""
        imports = [line for line in self.code.splitlines() if line.startswith("from ")]
        code = [line for line in self.code.splitlines() if line and line not in imports]
        return "".join(f"\n{line}" for line in imports), "\n".join(code) + "\n"


def steps() -> list[Step]:
    """The example, with the numbers that come next."""
    section = SECTION.search((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert section is not None
    newest = max(int(file.name[:4]) for file in (ROOT / "migrations/versions").glob("[0-9]*.py"))
    found = []
    for block in BLOCK.finditer(section[1]):
        code = re.sub(r"added_in\(\d+\)", f"added_in({CARD.newest + 1})", block["code"])
        code = re.sub(r'^revision = "\d+"', f'revision = "{newest + 1:04}"', code, flags=re.MULTILINE)
        code = re.sub(r'^down_revision = "\d+"', f'down_revision = "{newest:04}"', code, flags=re.MULTILINE)
        path = re.sub(r"/\d{4}_", f"/{newest + 1:04}_", block["path"])
        found.append(Step(path, block["anchor"], code))
    return found


def changed_copy(folder: Path, taken: Sequence[Step]) -> Path:
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            # What is compiled comes along: compiling it all again would take longer than the tests.
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("node_modules"))
        else:
            (folder / part).parent.mkdir(exist_ok=True)
            shutil.copyfile(source, folder / part)
    for step in taken:
        step.take(folder)
    # What `make openapi` does.
    subprocess.run([sys.executable, "-m", "app", "openapi", "--write"], cwd=folder, check=True, capture_output=True)
    return folder


def outcome(folder: Path, *tests: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "0",
        "-p",
        "no:cacheprovider",
        "-k",
        "not postgresql",
        *tests,
    ]
    # What the copy runs is not this program's.
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("SLIPCOVER_")}
    return subprocess.run(command, cwd=folder, env=unmeasured, capture_output=True, text=True, check=False)


def test_the_example_gives_the_field_everything(tmp_path: Path) -> None:
    taken = steps()
    files = [step.path for step in taken]
    assert len({*files[:PLAIN]}) == PLAIN
    assert len(set(files)) == len(files) == FILTERABLE
    done = outcome(changed_copy(tmp_path, taken), "tests/contributing/after_the_field.py", *GUARDS)
    assert done.returncode == 0, done.stdout


@pytest.mark.soak
@pytest.mark.parametrize("forgotten", range(FILTERABLE))
def test_a_forgotten_step_is_named(tmp_path: Path, forgotten: int) -> None:
    taken = steps()
    left_out = taken.pop(forgotten)
    done = outcome(changed_copy(tmp_path, taken), *GUARDS)
    assert done.returncode != 0
    assert "case_number" in done.stdout, done.stdout
    named = "test_up_check_down_and_up_again" if left_out.path.startswith("migrations/") else f"{left_out.path}:"
    assert named in done.stdout, done.stdout
