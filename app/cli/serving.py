"""Serving the register, one's own or the demonstration."""

import errno
import os
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Annotated, Any

import typer

from app.cli.console import fail, program, say

_APPLICATION = "app.main:application_from_environment"
#: The demonstration has a file of its own, so that it never mixes with the user's register.
DEMO_DATABASE_URL = "sqlite:///var/demo.db"
DEMO_CALLER = "Demonstration"
#: Logs go to standard error; a line for each request is left to the proxy in front.
_UVICORN: dict[str, Any] = {
    "http": "app.http.connection:Connection",
    "ws": "none",
    "access_log": False,
    "server_header": False,
    "timeout_graceful_shutdown": 10,
    # On a machine that is busy with something else a worker may be slow; to end it would make that worse.
    "timeout_worker_healthcheck": 30,
    "log_level": "warning",
}

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
    from app.access.queries import any_token
    from app.cli.anchors import require_usable
    from app.cli.opening import described, follow_the_release, open_register, settings
    from app.register.erasure_queries import complete_list
    from app.security.oidc.configuration import configuration_of

    _require_free(host, port)
    chosen = settings()
    require_usable(chosen)
    configuration_of(chosen)
    with open_register(chosen, migrating=True) as opened:
        follow_the_release(opened)
        with opened.database.reading() as session:
            complete_list(session, opened.erasures)
            if not any_token(session):
                say(f"There is no access token yet. Make one: {program()} token create --name NAME --role admin")
    announcement = f"Serving {described(chosen)} at http://{host}:{port} (stop with Ctrl-C)"
    _run(announcement, say, host=host, port=port, workers=workers)


def demo(
    *,
    load_only: Annotated[bool, typer.Option("--load-only", help="Load, and stop there.")] = False,
    port: Port = 8000,
) -> None:
    """Load the demonstration municipality into an empty register, then serve it with a token of its own."""
    from app.access.issuing import issue_token
    from app.cli.demonstrating import load_whole
    from app.cli.opening import OPERATOR, open_register, settings
    from app.demonstration.visitors import sign_in_codes
    from app.security.web_sessions import WebSessions
    from app.vocabulary import Role

    if not load_only:
        _require_free("127.0.0.1", port)
    os.environ.setdefault("DATABASE_URL", DEMO_DATABASE_URL)
    chosen = settings()
    load_whole(chosen)
    if load_only:
        return
    with open_register(chosen) as opened:
        secret = issue_token(opened, OPERATOR, name=DEMO_CALLER, role=Role.ADMIN)
        sessions = WebSessions(opened, chosen.session_idle_minutes, chosen.session_hours)
        codes = [(visitor.title, code) for visitor, code in sign_in_codes(opened, sessions, OPERATOR)]
    _run(_welcome(port, secret, codes), typer.echo, host="127.0.0.1", port=port, workers=1)


def _run(announcement: str, tell: Callable[[str], None], *, host: str, port: int, workers: int) -> None:
    """Serve until a signal ends it; the announcement comes once the register can be reached, and not before."""
    import uvicorn

    from app.cli.opening import settings

    proxies = settings().forwarded_allow_ips
    options = {**_UVICORN, "proxy_headers": bool(proxies), "forwarded_allow_ips": proxies}
    if workers > 1:
        tell(announcement)
        uvicorn.run(_APPLICATION, factory=True, host=host, port=port, workers=workers, **options)
        return

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                tell(announcement)

    with suppress(KeyboardInterrupt):
        Announcing(uvicorn.Config(_APPLICATION, factory=True, host=host, port=port, **options)).run()


def _welcome(port: int, secret: str, codes: Sequence[tuple[str, str]]) -> str:
    """`codes`: whom each signs in, in the browser, once."""
    address = f"http://127.0.0.1:{port}"
    links = "\n".join(f"{title + ':':<27} {address}/log-ind?engangskode={code}" for title, code in codes)
    return f"""
Eksempelkøbing Kommune is served at {address}/ (API documentation: {address}/docs)

Each link signs in once, as one of five who use it:

{links}

Access token (administrator): {secret}

Which systems are owned too low, the worst first?

curl -s -H 'Authorization: Bearer {secret}' '{address}/v1/systems?rule=OWN003&sort=-severityRank&limit=5'

Stop with Ctrl-C."""


def _require_free(host: str, port: int) -> None:
    """Fails where the port cannot be had; uvicorn would say so less plainly, and after the loading."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            fail(_taken(host, port, error))


def _taken(host: str, port: int, error: OSError) -> str:
    another = "Choose another with --port (with make: PORT=…)."
    match error.errno:
        case errno.EADDRINUSE:
            return f"Port {port} of {host} is taken: something listens there already. {another}"
        case errno.EACCES:
            return f"Port {port} of {host} is kept for administrators. {another}"
        case _:
            return f"{host} is no address of this machine that can be listened on ({error.strerror}). Correct --host."
