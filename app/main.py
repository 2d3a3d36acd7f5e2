"""The composition root: settings in, an application out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.routing import APIRoute

from app import __version__
from app.anchors.background import keeping_anchors
from app.api import api
from app.core.clock import Clock
from app.core.config import Settings
from app.core.database import Database
from app.core.memory import economise, keep_for_good
from app.health import router as health
from app.http import methods, problems
from app.http.cors import ReadingFromPages
from app.http.deadlines import Patience
from app.http.dispatch import Dispatch
from app.http.docs import serve_docs
from app.http.document import describe
from app.http.door import Door
from app.http.gateway import Gateway
from app.http.interface import Interface
from app.http.limits import Quotas
from app.http.protocol import Protocol
from app.http.strictness import Strictness
from app.imports.jobs.runner import Jobs, doing_jobs
from app.register.erasure_list import ErasureList
from app.register.following import InBackground, at_once
from app.register.readiness import Readiness
from app.register.register import Register
from app.security.oidc.configuration import Configuration, configuration_of
from app.security.read_log import ReadLog, keeping_reads
from app.security.web_sessions import WebSessions, keeping_visits
from app.web.signing_in.provider import ProviderSignIn
from app.web.site import add_pages

if TYPE_CHECKING:
    from app.security.oidc.accounts import Accounts

DESCRIPTION = (
    "Who answers for each of a municipality's digital solutions. Problems are told in Danish, or in English where "
    "`Accept-Language` asks for that (`en`); their codes are the same in both."
)


def create_app(settings: Settings, clock: Clock | None = None, *, in_background: bool = True) -> FastAPI:
    """An application on the database that the settings name; the schema must be there already.

    A new day is evaluated in the background, or, without that, by the first request that meets it. Raises ValueError
    where the settings of the login provider cannot be used.
    """
    register = Register(
        Database(settings), clock or Clock(settings.zone), ErasureList(settings.erasure_list), settings.card_cache_bytes
    )
    reads = ReadLog(register.database, register.clock, settings.read_log_days)
    follow = InBackground(register) if in_background else at_once(register)
    provider = configuration_of(settings)
    accounts = _accounts(provider, settings)
    door = Door(register, follow, reads, settings.read_cache_bytes, accounts, settings.token_max_days)
    sessions = WebSessions(
        register, settings.session_idle_minutes, settings.session_hours, provider, settings.token_max_days
    )

    jobs = Jobs(register.database, register.clock)

    @asynccontextmanager
    async def lifespan(_application: FastAPI) -> AsyncIterator[None]:
        anchors = keeping_anchors(settings, register.database, register.clock)
        with anchors, keeping_reads(reads), keeping_visits(sessions), doing_jobs(jobs):
            yield
        register.database.dispose()

    application = FastAPI(
        title="Ansvarsregister",
        description=DESCRIPTION,
        version=__version__,
        contact=_contact(settings),
        license_info={"name": "MIT", "identifier": "MIT"},
        lifespan=lifespan,
        redirect_slashes=False,
        docs_url=None,
        redoc_url=None,
        # Failures would be told to a collector with what was sent, and each request look for one four times.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        generate_unique_id_function=_operation_id,
    )
    application.state.register = register
    application.state.readiness = Readiness(register)
    application.state.reads = reads
    application.state.door = door
    quotas = application.state.quotas = Quotas(settings)
    application.state.web_sessions = sessions
    application.state.jobs = jobs
    application.state.settings = settings
    application.include_router(health)
    application.include_router(api)
    problems.install(application)
    methods.tell_methods(application)
    describe(application)
    serve_docs(application)
    add_pages(application, register, door, sessions, _provider_sign_in(accounts, register.clock))

    application.router.middleware_stack = Dispatch(application)

    @cache
    def interface() -> Interface:
        return Interface(application)

    # The last added is the outermost.
    patience = Patience(settings.body_idle_seconds, settings.body_total_seconds)
    application.add_middleware(Strictness, settings.max_body_bytes, settings.max_upload_bytes, patience)
    application.add_middleware(Gateway, door, reads)
    application.add_middleware(Protocol, interface, quotas)
    if settings.origins:
        application.add_middleware(ReadingFromPages, settings.origins)
    return application


def _accounts(configuration: Configuration | None, settings: Settings) -> "Accounts | None":
    if configuration is None:
        return None
    # Cryptography takes a tenth of a second to load; whoever has no provider does not wait for it.
    from app.security.oidc.accounts import accounts_of  # noqa: PLC0415 - see above

    return accounts_of(configuration, settings)


def _provider_sign_in(accounts: "Accounts | None", clock: Clock) -> ProviderSignIn | None:
    if accounts is None or accounts.configuration.client is None:
        return None
    from app.security.oidc.code_flow import CodeFlow  # noqa: PLC0415 - as above

    return ProviderSignIn(CodeFlow(accounts, accounts.configuration.client), clock.now)


def _contact(settings: Settings) -> dict[str, str]:
    """The project itself has no address of its own: whoever runs the register says who answers."""
    mail = {"email": settings.contact_email} if settings.contact_email else {}
    return {"name": "Ansvarsregister", "url": settings.contact_url, **mail}


def application_from_environment() -> FastAPI:
    """What uvicorn's workers start."""
    economise()
    application = create_app(Settings())
    keep_for_good()
    return application


def _operation_id(route: APIRoute) -> str:
    """The handler's own name: it is what the route does."""
    return route.name
