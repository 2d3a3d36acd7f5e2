"""Errors of the application: each class is one status and one kind of problem."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One fault in the input. `pointer` is a JSON pointer into the body, or the name of a query key or header."""

    pointer: str
    code: str
    detail: str


class ApplicationError(Exception):
    """Base: `code` is stable and for machines, `detail` says what is wrong and what to do."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Internal error"
    code: str = "internal-error"

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        errors: tuple[FieldProblem, ...] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or type(self).code
        self.errors = errors
        self.headers = headers or {}


class InvalidInput(ApplicationError):
    status = 400
    title = "Invalid input"
    code = "invalid-input"

    @classmethod
    def at(cls, pointer: str, code: str, detail: str) -> "InvalidInput":
        """One faulty field."""
        return cls(detail, errors=(FieldProblem(pointer, code, detail),))


class Unauthenticated(ApplicationError):
    status = 401
    title = "Authentication is needed"
    code = "unauthenticated"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": 'Bearer realm="ansvarsregister"'})


class Forbidden(ApplicationError):
    status = 403
    title = "Not allowed"
    code = "forbidden"


class NotFound(ApplicationError):
    status = 404
    title = "Not found"
    code = "not-found"


class NotAcceptable(ApplicationError):
    status = 406
    title = "Not acceptable"
    code = "not-acceptable"


class Conflict(ApplicationError):
    status = 409
    title = "Conflict"
    code = "conflict"

    @classmethod
    def at(cls, pointer: str, code: str, detail: str) -> "Conflict":
        """One value that conflicts with what is registered; `code` names the kind of conflict."""
        return cls(detail, code=code, errors=(FieldProblem(pointer, code, detail),))


class PreconditionFailed(ApplicationError):
    status = 412
    title = "The resource has changed"
    code = "precondition-failed"


class TooLarge(ApplicationError):
    status = 413
    title = "Too large"
    code = "too-large"


class UnsupportedMediaType(ApplicationError):
    status = 415
    title = "Unsupported media type"
    code = "unsupported-media-type"


class PreconditionRequired(ApplicationError):
    status = 428
    title = "A precondition is required"
    code = "precondition-required"


class Unavailable(ApplicationError):
    status = 503
    title = "Temporarily unavailable"
    code = "unavailable"

    def __init__(self, detail: str, *, retry_after: int = 2) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after)})


class DatabaseUnusable(Unavailable):
    """The database cannot be opened as it is; the detail names it and says what to do."""

    code = "database-unusable"
