"""What is asked for, and by whom."""

from dataclasses import dataclass
from typing import Protocol

from sqlmodel import Session

from app.imports.kind import Kind
from app.imports.kinds import KINDS
from app.imports.schemas import ImportOptions, ImportReport
from app.journal.append import Author
from app.register.gate import Guard, Settled
from app.register.register import allow_all
from app.security.identity import Identity


class BeforeCommit(Protocol):
    """Called in each transaction of an import right before its commit; raises where nothing may be written."""

    def __call__(self, session: Session, *, last: bool) -> None:
        """`last`: whether all is in with this one."""


def let_pass(session: Session, *, last: bool) -> None:
    """Nobody can cancel it."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """A file and how it is to be imported. `file_name` decides nothing: the content tells what it is."""

    content: bytes
    options: ImportOptions
    file_name: str | None = None

    @property
    def kind(self) -> type[Kind]:
        return KINDS[self.options.kind]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who imports. `identity`: None for the operator on the command line, who needs nobody's consent."""

    author: Author
    guard: Guard = allow_all
    identity: Identity | None = None
    before_commit: BeforeCommit = let_pass

    @property
    def token_id(self) -> str | None:
        return self.identity.token_id if self.identity else None

    def conclude(self, session: Session, report: ImportReport, _settled: Settled) -> ImportReport:
        """The answer of the write that all of an import is in with."""
        self.before_commit(session, last=True)
        return report
