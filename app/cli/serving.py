"""Serving the register, one's own or the demonstration."""

import os
import socket
from typing import Annotated, Any

import typer
import uvicorn

from app.access.issuing import issue_token
from app.access.queries import any_token
from app.cli.console import OPERATOR, fail, open_register, say, settings
from app.core.config import Settings
from app.demonstration.loading import holds_demonstration, is_empty, load_demonstration
from app.register.register import Register
from app.vocabulary import Role

_APPLICATION = "app.main:application_from_environment"
#: The demonstration has a file of its own, so that it never mixes with the user's register.
DEMO_DATABASE_URL = "sqlite:///var/demo.db"
DEMO_CALLER = "Demonstration"

Host = Annotated[str, typer.Option(help="The address to listen on.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")]


def register(app: typer.Typer) -> None:
    app.command()(serve)
    app.command()(demo)


def serve(
    *,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer requests.")] = 1,
) -> None:
    """Bring the schema up to date, then serve the register that DATABASE_URL names."""
    _require_free(host, port)
    chosen = settings()
    with open_register(chosen) as opened:
        opened.follow_the_day()
        if not _has_tokens(opened):
            say("There is no access token yet. Make one: python -m app token create --name NAME --role admin")
    say(f"Serving {_described(chosen)} at http://{host}:{port} (stop with Ctrl-C)")
    uvicorn.run(_APPLICATION, factory=True, host=host, port=port, workers=workers, **_UVICORN)


def demo(
    *,
    load_only: Annotated[bool, typer.Option("--load-only", help="Load, and stop there.")] = False,
    port: Port = 8000,
) -> None:
    """Load the demonstration municipality into an empty register, then serve it with a token of its own."""
    if not load_only:
        _require_free("127.0.0.1", port)
    os.environ.setdefault("DATABASE_URL", DEMO_DATABASE_URL)
    chosen = settings()
    with open_register(chosen) as opened:
        _load(opened, chosen)
        if load_only:
            return
        secret = issue_token(opened, OPERATOR, name=DEMO_CALLER, role=Role.ADMIN)
    config = uvicorn.Config(_APPLICATION, factory=True, host="127.0.0.1", port=port, **_UVICORN)
    _Announcing(config, _welcome(port, secret)).run()


def _load(opened: Register, chosen: Settings) -> None:
    if is_empty(opened):
        say("Loading the demonstration municipality …")
        load_demonstration(opened)
    elif not holds_demonstration(opened):
        fail(
            f"{_described(chosen)} is not empty, and the demonstration goes into an empty register only. "
            "Unset DATABASE_URL, or point it to a new database."
        )
    else:
        say(f"The demonstration is loaded already ({_described(chosen)}); delete the database to load it anew.")
    opened.follow_the_day()


# Logs go to standard error; a line for each request is left to the proxy in front.
_UVICORN: dict[str, Any] = {
    "access_log": False,
    "server_header": False,
    "timeout_graceful_shutdown": 10,
    "log_level": "warning",
}


class _Announcing(uvicorn.Server):
    """Says how to reach the register once it can be reached, and not before."""

    def __init__(self, config: uvicorn.Config, welcome: str) -> None:
        super().__init__(config)
        self._welcome = welcome

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        typer.echo(self._welcome)


def _welcome(port: int, secret: str) -> str:
    address = f"http://127.0.0.1:{port}"
    return f"""
Eksempelkøbing Kommune is served at {address} (API documentation: {address}/docs)

Access token (administrator): {secret}

Which systems are owned too low, the worst first?

curl -s -H 'Authorization: Bearer {secret}' '{address}/v1/systems?rule=OWN003&sort=-severityRank&limit=5'

Stop with Ctrl-C."""


def _require_free(host: str, port: int) -> None:
    """Fails where something listens already; uvicorn would say so less plainly, and after the loading."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            fail(f"Port {port} of {host} cannot be used; something listens there already. Choose another with --port.")


def _described(chosen: Settings) -> str:
    url = chosen.database_url
    return url if url.startswith("sqlite") else "the register on PostgreSQL"


def _has_tokens(opened: Register) -> bool:
    with opened.database.reading() as session:
        return any_token(session)
