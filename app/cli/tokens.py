"""Access tokens from the command line: how the first one is made."""

from datetime import datetime
from typing import Annotated

import typer

from app.cli.console import write_out
from app.vocabulary import Role

app = typer.Typer(help="Access tokens.", no_args_is_help=True)


@app.callback()
def tokens() -> None:
    """Access tokens."""


@app.command("create")
def create(
    name: Annotated[str, typer.Option(help="What or who uses it.")],
    role: Annotated[Role, typer.Option(help="What it may do.")],
    unit: Annotated[str | None, typer.Option(help="Limits writes to this unit's subtree (its id).")] = None,
    person: Annotated[str | None, typer.Option(help="Whose token it is: a person's id.")] = None,
    expires_on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day.")] = None,
) -> None:
    """Print the secret of a new token, alone, on standard output. It is shown this once."""
    from app.access.issuing import issue_token
    from app.cli.opening import OPERATOR, open_register, settings

    last_day = expires_on.date() if expires_on else None
    chosen = settings()
    with open_register(chosen) as register:
        secret = issue_token(
            register,
            OPERATOR,
            name=name,
            role=role,
            unit_id=unit,
            person_id=person,
            expires_on=last_day,
            max_days=chosen.token_max_days,
        )
    write_out(secret)


@app.command("rotate")
def rotate(
    token: Annotated[str, typer.Argument(help="The id of the token that works now.")],
    overlap_days: Annotated[int, typer.Option(help="For so many days more it works beside the new one.")] = 7,
    expires_on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The new one's last day.")] = None,
) -> None:
    """Print the secret of a successor for a token, alone, on standard output. It is shown this once."""
    from app.access.issuing import rotate as rotated
    from app.cli.opening import OPERATOR, open_register, settings

    last_day = expires_on.date() if expires_on else None
    chosen = settings()
    with open_register(chosen) as register:
        secret = rotated(
            register,
            OPERATOR,
            token,
            expires_on=last_day,
            overlap_days=overlap_days,
            max_days=chosen.token_max_days,
        )
    write_out(secret)
