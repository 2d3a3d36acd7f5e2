"""Errors of the application: each class is one status and one kind of problem."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.languages import Text

#: What is named where no part of the body, or no named key of the query, is at fault.
_WHOLE = {"": Text("The body", da="Indholdet"), "?": Text("The query", da="Forespørgslen")}


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One fault in the input. `pointer` is a JSON pointer into the body, or the name of a query key or header."""

    pointer: str
    code: str
    detail: Text

    def placed(self) -> Text:
        """The detail behind its pointer, for the sentence that stands for the whole problem."""
        english, danish = self.pointer, self.pointer
        if (whole := _WHOLE.get(self.pointer)) is not None:
            english, danish = whole.en, whole.da
        return Text(f"{english}: {self.detail.en}", da=f"{danish}: {self.detail.da}")


class ApplicationError(Exception):
    """Base: `code` is stable and for machines, `detail` says what is wrong and what to do, in every language."""

    status: ClassVar[int] = 500
    title: ClassVar[Text] = Text("Internal error", da="Intern fejl")
    code: str = "internal-error"

    def __init__(
        self,
        detail: Text,
        *,
        code: str | None = None,
        errors: tuple[FieldProblem, ...] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(str(detail))
        self.detail = detail
        self.code = code or type(self).code
        self.errors = errors
        self.headers = headers or {}


class InvalidInput(ApplicationError):
    status = 400
    title = Text("Invalid input", da="Ugyldige oplysninger")
    code = "invalid-input"

    @classmethod
    def at(cls, pointer: str, code: str, detail: Text) -> "InvalidInput":
        """One faulty field."""
        return cls(detail, errors=(FieldProblem(pointer, code, detail),))


class Unauthenticated(ApplicationError):
    status = 401
    title = Text("Authentication is needed", da="Adgangsnøgle mangler")
    code = "unauthenticated"

    def __init__(self, detail: Text, *, error: str | None = None) -> None:
        """`error`: what was wrong with the token that was sent, as RFC 6750 calls it."""
        wrong = f', error="{error}"' if error else ""
        super().__init__(detail, headers={"WWW-Authenticate": f'Bearer realm="ansvarsregister"{wrong}'})


class Forbidden(ApplicationError):
    status = 403
    title = Text("Not allowed", da="Ikke tilladt")
    code = "forbidden"


class NotFound(ApplicationError):
    status = 404
    title = Text("Not found", da="Findes ikke")
    code = "not-found"


class NotAcceptable(ApplicationError):
    status = 406
    title = Text("Not acceptable", da="Formatet findes ikke")
    code = "not-acceptable"


class RequestTimeout(ApplicationError):
    """What is left of the request cannot be told from the next one, so the connection is closed."""

    status = 408
    title = Text("The request took too long", da="Forespørgslen tog for lang tid")
    code = "request-timeout"

    def __init__(self, detail: Text) -> None:
        super().__init__(detail, headers={"Connection": "close"})


class Conflict(ApplicationError):
    status = 409
    title = Text("Conflict", da="Strider mod registret")
    code = "conflict"

    @classmethod
    def at(cls, pointer: str, code: str, detail: Text) -> "Conflict":
        """One value that conflicts with what is registered; `code` names the kind of conflict."""
        return cls(detail, code=code, errors=(FieldProblem(pointer, code, detail),))


class PreconditionFailed(ApplicationError):
    status = 412
    title = Text("The resource has changed", da="Ændret i mellemtiden")
    code = "precondition-failed"


class TooLarge(ApplicationError):
    status = 413
    title = Text("Too large", da="For stort")
    code = "too-large"


class UnsupportedMediaType(ApplicationError):
    status = 415
    title = Text("Unsupported media type", da="Formatet kan ikke læses")
    code = "unsupported-media-type"


class PreconditionRequired(ApplicationError):
    status = 428
    title = Text("A precondition is required", da="En betingelse mangler")
    code = "precondition-required"


class TooManyRequests(ApplicationError):
    status = 429
    title = Text("Too many requests", da="For mange forespørgsler")
    code = "too-many-requests"


class Unavailable(ApplicationError):
    status = 503
    title = Text("Temporarily unavailable", da="Kan ikke svare lige nu")
    code = "unavailable"

    def __init__(self, detail: Text, *, retry_after: int = 2, errors: tuple[FieldProblem, ...] = ()) -> None:
        super().__init__(detail, errors=errors, headers={"Retry-After": str(retry_after)})


class DatabaseUnusable(Unavailable):
    """The database cannot be opened as it is; the detail names it and says what to do."""

    code = "database-unusable"
