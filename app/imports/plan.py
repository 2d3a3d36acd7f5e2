"""A plan of a file: what each row comes to, and the edition of the register that this holds for."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlmodel import Session

from app.imports.applying import Advance, apply
from app.imports.draft import Draft
from app.imports.limit import Limit
from app.imports.merging import tell_of_missing
from app.imports.offers import Offers
from app.imports.planning import plan
from app.imports.reading import ReadFile
from app.imports.request import ImportRequest, Sender
from app.imports.workspace import Workspace
from app.journal.recorder import Change
from app.models import Handover
from app.register.edition import Edition, read_edition
from app.register.organisation import Organisation
from app.register.register import Register


def in_silence(_steps: int) -> None:
    """For what is done a second time: progress only goes forward."""


@dataclass(slots=True)
class Plan:
    """`file`: the copy whose drafts know what they write. `edition`: the one that the plan was made of."""

    request: ImportRequest
    file: ReadFile
    edition: Edition
    organisation: Organisation
    work: Workspace

    @property
    def kept(self) -> list[Draft]:
        return [draft for draft in self.file.drafts if not draft.rejected]

    @property
    def is_applied(self) -> bool:
        """Whether anything is stored: all rows, or the good ones of a partial import."""
        rejected = sum(draft.rejected for draft in self.file.drafts)
        return rejected == 0 or (self.request.options.partial and rejected < len(self.file.drafts))

    def holds_in(self, session: Session) -> bool:
        return read_edition(session) == self.edition

    def ask(self, guard: Callable[..., None], session: Session) -> None:
        """Ask the guard whether the caller may change such things at all; which ones, the rows were asked."""
        touched = {draft.succession_of for draft in self.kept if draft.succession_of}
        if any(draft.new or draft.writes_row for draft in self.kept if not draft.is_offer_alone):
            touched.add(self.request.kind.table.resource)
        if any(draft.offer for draft in self.kept):
            touched.add(Handover.resource)
        if self.is_applied and touched:
            changes = [Change("update", resource, "", None, {}) for resource in sorted(touched)]
            guard(session, changes, self.organisation, self.organisation)


def make_plan(
    register: Register,
    session: Session,
    sender: Sender,
    request: ImportRequest,
    file: ReadFile,
    *,
    advance: Advance = in_silence,
    rows: Collection[int] | None = None,
) -> Plan:
    """Plan the rows (None: all) by what the session sees. Writes nothing."""
    edition = read_edition(session)
    organisation = register.organisation(session, edition)
    copy = file.copy(rows)
    identity = sender.identity
    work = Workspace(
        session, organisation.today, request.options, file.layout.fields, file.basis, file.absent, file.unordered
    )
    if identity is not None:
        work.offers = Offers(session, identity, organisation)
        if identity.unit_id is not None:
            work.limit = Limit(session, organisation, frozenset(organisation.subtree(identity.unit_id)))
    # What is read while planning must not be sent anywhere.
    with session.no_autoflush:
        kind = request.kind(work)
        plan(kind, copy.drafts, advance)
        if file.basis is not None and rows is None:
            tell_of_missing(kind, file.basis, copy.drafts, copy.problems, file.header_row)
    return Plan(request, copy, edition, organisation, work)


def carry_out(session: Session, sender: Sender, made: Plan, drafts: list[Draft], advance: Advance) -> None:
    """Write what the drafts come to, in a session where the plan holds."""
    apply(session, made.request.kind, drafts, advance)
    if sender.identity is not None:
        Offers(session, sender.identity, made.organisation).make(drafts)
