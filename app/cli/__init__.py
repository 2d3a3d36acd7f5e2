"""The command line: messages for people on standard error, data on standard output.

The modules beside this one declare the commands and import no more than that takes, so that `--help` answers at
once; a command imports what does its work when it is called.
"""

import sys
from typing import Any

import typer
from typer.core import TyperGroup

from app.cli import anchors, backups, data, documents, outside, serving, tokens, upkeep, who
from app.cli.console import UNREAD, close, fail
from app.cli.failures import explanation
from app.core.memory import economise


class Explaining(TyperGroup):
    """A command that fails says what to do next, and exits 2; a fault of the program itself is left as it is."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - as the class above has it
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            close(sys.stdout)
            sys.exit(UNREAD)
        except Exception as error:
            said = explanation(error)
            if said is None:
                raise
            fail(said)


app = typer.Typer(
    cls=Explaining,
    name="ansvarsregister",
    help="The register of who answers for each of a municipality's digital solutions.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for group in (serving, who, data, outside, upkeep, backups, anchors, documents):
    group.register(app)
app.add_typer(tokens.app, name="token")


def main() -> None:
    """The installed command, and `python -m app`."""
    economise()
    app()
