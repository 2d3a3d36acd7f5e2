"""The commit gate: what every write passes between its last flush and its commit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.core.errors import Conflict
from app.core.languages import Text
from app.core.progress import Progress, unheard
from app.journal.append import Author, append
from app.journal.recorder import Change, Recorder
from app.models import Person, RegisterState
from app.register.erasure import erase_person
from app.register.evaluation import Evaluated, all_system_ids, evaluate
from app.register.holders import follow_all, follow_changes
from app.register.loading import load_organisation
from app.register.organisation import Organisation
from app.register.policy import current_policy
from app.register.touched import ORGANISATION, touched_systems, touches_everything

Guard = Callable[[Session, Sequence[Change], Organisation, Organisation], None]


@dataclass(frozen=True, slots=True)
class Settled:
    """`organisation` is the one that holds after the write; `erased`: people who were forgotten by it."""

    changes: list[Change]
    outcome: Evaluated
    organisation: Organisation
    erased: Sequence[str] = ()


def settle(  # noqa: PLR0913 - a write, by its parts
    session: Session,
    recorder: Recorder,
    state: RegisterState,
    organisation: Organisation,
    author: Author,
    at: datetime,
    guard: Guard,
    *,
    evaluated: Progress = unheard,
) -> Settled:
    """Evaluate what the write touched, bring findings and cards up to date, append to the journal.

    `organisation` is the one from before the write; `guard` may refuse the changes by raising. `evaluated` is told how
    many systems are.
    """
    session.flush()
    changes = recorder.changes()
    if not changes:
        return Settled([], Evaluated(), organisation)
    reorganised = any(change.resource in ORGANISATION for change in changes)
    after = load_organisation(session, organisation.today) if reorganised else organisation
    if reorganised:
        _refuse_reporting_loops(after)
    guard(session, changes, organisation, after)
    erased = _erased(changes)
    revision = state.revision + len(changes)
    everything = touches_everything(changes)
    systems = all_system_ids(session) if everything else touched_systems(session, changes, organisation, after)
    _, policy = current_policy(session)
    outcome = evaluate(session, after, policy, systems, revision=revision, at=at, progress=evaluated)
    if reorganised:
        follow_changes(session, changes, outcome.derived, revision=revision, at=at)
    append(session, state, changes, author, at, outcome.derived.digest())
    for person_id in erased:
        erase_person(session, person_id)
        state.erasures += 1
    if reorganised:
        state.organisation_revision = revision
    return Settled(changes, outcome, after, erased)


def _erased(changes: Sequence[Change]) -> list[str]:
    """The people who are to be forgotten, whether a row is left of them or not.

    Raises Conflict where something new is written of one who was.
    """
    erased = []
    for change in changes:
        if change.resource != Person.resource:
            continue
        if (change.before or {}).get("erasedOn") is not None and change.changed:
            detail = Text(
                "The person was erased, and stays so. Register whoever comes back anew.",
                da="Personens oplysninger er slettet og kommer ikke igen. Opret den, der vender tilbage, på ny.",
            )
            raise Conflict.at("", "erased", detail)
        if change.action == "delete" or (change.after or {}).get("erasedOn") is not None:
            erased.append(change.resource_id)
    return erased


def _refuse_reporting_loops(organisation: Organisation) -> None:
    """Raises Conflict where lines of reporting run in a circle; only a line that someone set can close one."""
    for position in organisation.positions.values():
        if position.reports_to_id is not None:
            loop = organisation.loop_through(position.id)
            if loop is not None:
                detail = Text(
                    f"The lines of reporting would run in a circle: {' → '.join(loop)}.",
                    da=f"Stillingerne ville referere i ring: {' → '.join(loop)}. Vælg en anden overordnet stilling.",
                )
                raise Conflict.at("/reportsToId", "reporting-loop", detail)


def settle_evaluation(
    session: Session, state: RegisterState, organisation: Organisation, author: Author, at: datetime
) -> Evaluated:
    """Evaluate every system, for a new day, a new release or a rebuild; one entry where anything changed."""
    _, policy = current_policy(session)
    revision = state.revision + 1
    outcome = evaluate(session, organisation, policy, all_system_ids(session), revision=revision, at=at)
    follow_all(session, outcome.derived, revision=revision, at=at)
    digest = outcome.derived.digest()
    if outcome.cards or digest is not None:
        summary = {
            "day": organisation.today,
            "evaluated": outcome.evaluated,
            "cards": outcome.cards,
            "opened": outcome.opened,
            "closed": outcome.closed,
        }
        append(session, state, [Change("evaluate", "register", "register", None, summary)], author, at, digest)
    return outcome
