"""The service looks for rings of objects seldom, and never at what it was loaded with."""

import subprocess
import sys

_SERVED = """
import gc
from app.main import application_from_environment
application_from_environment()
print(gc.get_threshold()[0], gc.get_freeze_count() > 100_000)
"""


def test_process_that_serves_looks_seldom(tmp_path: object) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SERVED],
        env={"DATABASE_URL": f"sqlite:///{tmp_path}/register.db"},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert done.stdout.split() == ["20000", "True"]
