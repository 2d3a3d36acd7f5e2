"""What the installer says on machines that miss something, and when it has nothing to do."""

import ast
import json
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import pytest

from tests.newcomer.interpreters import supported

ROOT = Path(__file__).resolve().parents[2]
INSTALLER = ROOT / "requirements" / "install.py"


@pytest.fixture
def installer(tmp_path: Path) -> SimpleNamespace:
    """The installer's functions, at work in a folder of the test's own."""
    loaded = runpy.run_path(str(INSTALLER))
    venv = tmp_path / ".venv"
    (tmp_path / "runtime.txt").write_text("alpha==1 \\\n    --hash=sha256:0\nbeta==2 \\\n    --hash=sha256:0\n")
    (tmp_path / "dev.txt").write_text("alpha==1 \\\n    --hash=sha256:0\n")
    places = {
        "FOLDER": tmp_path,
        "VENV": venv,
        "PYTHON": venv / "bin/python",
        "STAMP": venv / "installed.json",
        "LOG": venv / "install.log",
    }
    loaded["main"].__globals__.update(places)
    return SimpleNamespace(**loaded | places)


def use(installer: SimpleNamespace, **replaced: Any) -> None:
    installer.main.__globals__.update(replaced)


def installed(installer: SimpleNamespace, *names: str) -> None:
    installer.PYTHON.parent.mkdir(parents=True, exist_ok=True)
    installer.PYTHON.touch()
    (installer.VENV / "lib/python3/site-packages/pip").mkdir(parents=True, exist_ok=True)
    installer.STAMP.write_text(json.dumps({name: installer.digest(name) for name in names}))


def test_what_is_there_already_is_not_installed_again(installer: SimpleNamespace) -> None:
    installed(installer, "dev")
    assert installer.is_installed("dev")
    assert installer.is_installed("runtime"), "the tools' lock holds all that running needs"
    installed(installer, "runtime")
    assert not installer.is_installed("dev")


def test_another_lock_is_installed_anew(installer: SimpleNamespace) -> None:
    installed(installer, "runtime")
    (installer.FOLDER / "runtime.txt").write_text("alpha==2\n")
    assert not installer.is_installed("runtime")


def test_an_interpreter_that_has_gone_is_noticed(installer: SimpleNamespace) -> None:
    installed(installer, "runtime")
    installer.PYTHON.unlink()
    assert not installer.is_installed("runtime")


def test_packages_that_have_gone_are_noticed(installer: SimpleNamespace) -> None:
    installed(installer, "runtime")
    shutil.rmtree(installer.VENV / "lib")
    assert not installer.is_installed("runtime")


def test_a_stamp_that_was_cut_off_counts_for_nothing(installer: SimpleNamespace) -> None:
    installed(installer, "runtime")
    installer.STAMP.write_text('{"runtime": "ab')
    assert not installer.is_installed("runtime")


def test_the_lock_is_installed_as_it_is(installer: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    class Pip:
        returncode = 0
        stdout = ("Collecting alpha==1\n", "Collecting beta==2\n")

        def __init__(self, command: list[str], **_options: Any) -> None:
            asked.append(command)

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_error: object) -> None: ...

    monkeypatch.setattr(subprocess, "Popen", Pip)
    installer.install("runtime")
    halves = []
    for command in asked:
        assert {"--no-deps", "--require-hashes"} <= set(command)
        assert command[-2] == "--requirement"
        halves.append(Path(command[-1]).read_text())
    assert sorted(halves) == ["alpha==1 \\\n    --hash=sha256:0\n", "beta==2 \\\n    --hash=sha256:0\n"]


def test_the_halves_are_the_whole_lock(installer: SimpleNamespace) -> None:
    use(installer, FOLDER=INSTALLER.parent)
    for name in ("runtime", "dev"):
        written = (INSTALLER.parent / f"{name}.txt").read_text().splitlines()
        first = next(number for number, line in enumerate(written) if "==" in line and not line.startswith(("#", " ")))
        assert "\n".join(installer.entries(name)).splitlines() == written[first:]


def test_one_pip_that_fails_is_enough_to_give_up(
    installer: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Pip:
        stdout = ("ERROR: No matching distribution found for beta==2\n",)

        def __init__(self, command: list[str], **_options: Any) -> None:
            self.returncode = int("beta" in Path(command[-1]).read_text())

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_error: object) -> None: ...

    monkeypatch.setattr(subprocess, "Popen", Pip)
    with pytest.raises(SystemExit):
        installer.install("runtime")
    assert "does not have all that the lock names" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "The disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "its hash differs"),
        ("Error: [Errno 13] Permission denied: '/srv/.venv'", "cannot be written by this user"),
        ("OSError: [Errno 30] Read-only file system: '/srv/.venv'", "cannot be written by this user"),
        (
            "WARNING: Retrying (Retry(total=2))\nERROR: No matching distribution found for alpha",
            "The package registry cannot be reached",
        ),
        ("ERROR: No matching distribution found for alpha==1", "does not have all that the lock names"),
        ("ERROR: something nobody has seen before", "something nobody has seen before"),
    ],
)
def test_trouble_is_told_in_one_sentence_with_exit_status_2(
    installer: SimpleNamespace, capsys: pytest.CaptureFixture[str], heard: str, said: str
) -> None:
    installer.VENV.mkdir()
    with pytest.raises(SystemExit) as ended:
        installer.give_up(heard, "It does not work. ")
    told = capsys.readouterr().err
    assert (ended.value.code, len(told.splitlines())) == (2, 1)
    assert said in told
    assert (installer.LOG).read_text() == heard


def test_an_old_python_is_told_which_are_needed(
    installer: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    use(installer, starts=lambda _name: False)
    with pytest.raises(SystemExit) as ended:
        installer.main("runtime")
    assert ended.value.code == 2
    assert "Python 3.11 to 3.14 is needed" in capsys.readouterr().err
    assert not installer.VENV.exists()


def test_a_python_without_venv_is_told_what_to_install(
    installer: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit) as ended:
        installer.main("runtime")
    assert ended.value.code == 2
    assert f"apt-get install python3.{sys.version_info.minor}-venv" in capsys.readouterr().err


def test_the_supported_pythons_are_those_that_the_project_names() -> None:
    loaded = runpy.run_path(str(INSTALLER))
    (oldest, newest) = loaded["OLDEST"], loaded["NEWEST"]
    assert supported() == [f"3.{minor}" for minor in range(oldest[1], newest[1] + 1)]
    assert f'requires-python = ">={oldest[0]}.{oldest[1]}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_an_old_python_can_read_the_installer() -> None:
    ast.parse(INSTALLER.read_text(encoding="utf-8"), feature_version=(3, 6))
