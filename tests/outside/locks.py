"""Whether a migration locks a table for long: squawk reads the SQL that new ones run, `python -m tests.outside.locks`.

Migrations up to 0010 are history: registers have run them. (0010 builds an index of cards, and whoever writes waits
for that.) A migration that has to read rows before it can say its SQL cannot be written down; let it say the rest
under `context.is_offline_mode()`.
"""

import subprocess
import sys
from io import StringIO
from itertools import pairwise
from pathlib import Path

from alembic import command

from app.core.migrate import alembic_config, known_revisions
from tests.support.program import ROOT

TOOL = ROOT / ".venv-outside/bin/squawk"
#: The last that is not looked at.
HISTORY = "0010"
#: What squawk warns of, and why that is no fault here.
PASSES = {
    "ban-drop-table": "Older releases refuse a newer schema, so none of them misses a table.",
    "prefer-bigint-over-int": "Numbers are bounded by the models; rows have no serial numbers.",
    "prefer-robust-stmts": "A migration is one transaction: it is there whole, or it is not.",
    "prefer-text-field": "A length stands for a kind of identifier, which both databases know.",
    "require-lock-timeout": "migrations/env.py sets it for the connection.",
    "require-statement-timeout": "A large register may take its time; whoever waits for a lock gives up.",
}


def main() -> int:
    revisions = known_revisions()
    spans = [f"{before}:{after}" for before, after in pairwise(revisions) if after > HISTORY]
    if not spans:
        sys.stderr.write(f"No migration after {HISTORY}.\n")
    return max((check(written(span), span) for span in spans), default=0)


def written(span: str) -> str:
    """The SQL for PostgreSQL of the migrations from one revision to another."""
    config = alembic_config("postgresql://nobody@127.0.0.1/none")
    config.output_buffer = StringIO()
    command.upgrade(config, span, sql=True)
    return config.output_buffer.getvalue()


def check(statements: str, name: str, tool: Path = TOOL) -> int:
    """The exit status for one migration."""
    excluded = f"--exclude={','.join(PASSES)}"
    asked: list[str | Path] = [
        tool,
        "--pg-version",
        "14.0",
        "--reporter",
        "gcc",
        "--stdin-filepath",
        f"{name}.sql",
        excluded,
    ]
    done = subprocess.run(asked, input=statements, capture_output=True, text=True, check=False)
    said = (done.stdout + done.stderr).strip()
    sys.stderr.write(f"{name}: {said or 'no long locks.'}\n")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
