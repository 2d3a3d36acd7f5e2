"""The command line: messages for people on standard error, data on standard output."""

import typer
from sqlalchemy.exc import DBAPIError

from app.cli import tokens
from app.cli.console import fail
from app.cli.data import register as register_data
from app.cli.documents import register as register_documents
from app.cli.serving import register as register_serving
from app.cli.upkeep import register as register_upkeep
from app.cli.who import register as register_who
from app.core.errors import ApplicationError

app = typer.Typer(
    name="ansvarsregister",
    help="The register of who answers for each of a municipality's digital solutions.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for register in (register_serving, register_who, register_data, register_upkeep, register_documents):
    register(app)
app.add_typer(tokens.app, name="token")


def main() -> None:
    """Run the command; a failure says what to do next and exits 2."""
    try:
        app()
    except ApplicationError as error:
        fail(error.detail)
    except DBAPIError as error:
        fail(
            f"The database does not take the command ({type(error).__name__}). "
            "Check DATABASE_URL, and bring the schema up to date with: python -m app migrate"
        )
    except (ValueError, OSError) as error:
        fail(str(error))
