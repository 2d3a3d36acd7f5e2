"""Documents that are made from the code, and checked against it."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli.console import say, write_out

#: Nothing is opened: the documents come from the code alone.
NO_DATABASE = "postgresql://127.0.0.1:1/none"
_DOCS = Path(__file__).resolve().parents[2] / "docs"
Check = Annotated[bool, typer.Option("--check", help="Exit 1 where the file in the repository differs.")]
WriteFile = Annotated[bool, typer.Option("--write", help="Write the file in the repository.")]


def register(app: typer.Typer) -> None:
    app.command()(openapi)
    app.command("rules-docs")(rules_docs)


def openapi(*, check: Check = False, write: WriteFile = False) -> None:
    """Print the OpenAPI document."""
    from app.core.config import Settings
    from app.http.openapi import build
    from app.main import create_app

    document = build(create_app(Settings(database_url=NO_DATABASE)))
    _deliver(_DOCS / "openapi.json", json.dumps(document, indent=2, ensure_ascii=False) + "\n", check, write)


def rules_docs(*, check: Check = False, write: WriteFile = False) -> None:
    """Print the description of the rules."""
    from app.rules.document import rules_markdown

    _deliver(_DOCS / "rules.md", rules_markdown(), check, write)


def _deliver(path: Path, text: str, check: bool, write: bool) -> None:  # noqa: FBT001 - the command's own options
    if write:
        path.write_text(text, encoding="utf-8")
        say(f"{path.name} is written.")
    elif check:
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            say(f"docs/{path.name} is not what the code says. Run: make openapi")
            sys.exit(1)
        say(f"docs/{path.name} is up to date.")
    else:
        write_out(text.rstrip("\n"))
