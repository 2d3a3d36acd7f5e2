"""Errors as problem details (RFC 9457): one shape, whatever went wrong, and never an exception's own text."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field
from sqlalchemy.exc import DBAPIError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from app.core.canonical import dump
from app.core.cpr import hide_cpr
from app.core.database import PASSING_FAULTS
from app.core.errors import (
    ApplicationError,
    FieldProblem,
    InvalidInput,
    NotFound,
    RequestTimeout,
    TooLarge,
    Unavailable,
)
from app.core.languages import Text, preferred
from app.core.schema import Schema
from app.core.validation import field_problems, summary
from app.http.paths import sent_path

MEDIA_TYPE = "application/problem+json"
log = logging.getLogger(__name__)

METHOD_NOT_ALLOWED = Text("Method not allowed", da="Metoden kan ikke bruges her")
_REFUSED = Text("Refused", da="Afvist")
#: Of what the framework itself refuses.
_TITLES = {
    400: InvalidInput.title,
    404: NotFound.title,
    405: METHOD_NOT_ALLOWED,
    408: RequestTimeout.title,
    413: TooLarge.title,
}


class ProblemField(Schema):
    """One fault. `pointer` is a JSON pointer into the body, `?key` for a query key, or the name of a header."""

    pointer: str
    code: str
    detail: str


class Problem(Schema):
    """Problem details."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    errors: list[ProblemField] = Field(default_factory=list)


def problem_response(
    scope: Scope,
    status: int,
    title: Text,
    code: str,
    detail: Text,
    errors: Sequence[FieldProblem] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The problem in the language that the request asks for; programs go by its codes, which are the same in all.

    What was sent wrong, and where, may be a person's number: that is never said back.
    """
    language = preferred(", ".join(Headers(scope=scope).getlist("accept-language")))
    body = {
        "type": f"urn:ansvarsregister:problem:{code}",
        "title": title.in_(language),
        "status": status,
        "detail": hide_cpr(detail.in_(language)),
        "instance": hide_cpr(sent_path(scope)),
        "code": code,
        "errors": [
            {
                "pointer": hide_cpr(fault.pointer),
                "code": fault.code,
                "detail": hide_cpr(fault.detail.in_(language)),
            }
            for fault in errors
        ],
    }
    response = Response(dump(body), status, {**(headers or {}), "Content-Language": language}, MEDIA_TYPE)
    response.headers.add_vary_header("Accept-Language")
    return response


def error_response(scope: Scope, error: ApplicationError) -> Response:
    return problem_response(scope, error.status, error.title, error.code, error.detail, error.errors, error.headers)


def fault(pointer: str, code: str, detail: Text) -> InvalidInput:
    """What is wrong with a request as such, whatever it is about: the problem itself has the code."""
    return InvalidInput(detail, code=code, errors=(FieldProblem(pointer, code, detail),))


def as_application_error(error: DBAPIError | PoolTimeout | PendingRollbackError) -> ApplicationError:
    """A database that does not answer is a passing fault; the client may try again."""
    log.warning("the database did not answer: %s", type(error).__name__)
    return Unavailable(
        Text(
            "The database does not answer right now. Try again.", da="Databasen svarer ikke lige nu. Prøv igen om lidt."
        )
    )


def install(application: FastAPI) -> None:
    """Make every error of the application a problem."""

    @application.exception_handler(ApplicationError)
    async def refused(request: Request, error: ApplicationError) -> Response:
        return error_response(request.scope, error)

    @application.exception_handler(RequestValidationError)
    async def not_valid(request: Request, error: RequestValidationError) -> Response:
        problems = field_problems(error.errors())
        return problem_response(request.scope, 400, InvalidInput.title, InvalidInput.code, summary(problems), problems)

    @application.exception_handler(HTTPException)
    async def framework(request: Request, error: HTTPException) -> Response:
        title = _TITLES.get(error.status_code, _REFUSED)
        code = title.en.lower().replace(" ", "-")
        detail = Text(f"{title.en}.", da=f"{title.da}.")
        return problem_response(request.scope, error.status_code, title, code, detail, headers=error.headers)

    for fault in PASSING_FAULTS:

        @application.exception_handler(fault)
        async def unavailable(request: Request, error: Any) -> Response:  # noqa: ANN401 - one of the faults
            return error_response(request.scope, as_application_error(error))
