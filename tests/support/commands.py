"""A command in the process of the tests: to begin the program takes longer than most commands do."""

from typer.testing import CliRunner, Result

from app.cli import app


def command(*words: str, **environment: str) -> Result:
    """What `python -m app …` does, to its end; keyword arguments are environment variables."""
    return CliRunner().invoke(app, list(words), env=environment)
