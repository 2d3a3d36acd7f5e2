"""The commit gate: what every write passes between its last flush and its commit."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.core.errors import Conflict
from app.core.languages import Text
from app.core.progress import Progress, unheard
from app.journal.append import Author, Written, append
from app.journal.recorder import Change
from app.models import Person, RegisterState
from app.register.erasure import erase_person
from app.register.evaluation import all_system_ids, evaluate
from app.register.former_logins import follow_leavers
from app.register.helpers import Helpers
from app.register.holders import follow_all, follow_changes
from app.register.loading import load_organisation
from app.register.organisation import Organisation
from app.register.outcome import FEW, Evaluated, Made, Share
from app.register.policy import current_policy
from app.register.touched import ORGANISATION, touched_systems, touches_everything

#: Keeps what a write has brought along and evaluation would otherwise work out anew, once that is done: it gets the
#: share of the write and its instant, and adds every version that it writes.
Adopt = Callable[[Session, Share, datetime], None]
#: Evaluates what a write has touched, in another way than from the tables.
Derive = Callable[[Session, Share, datetime, Progress], None]
Guard = Callable[[Session, Collection[Change], Organisation, Organisation], None]


@dataclass(frozen=True, slots=True)
class Noted:
    """What a write has changed, which its guard has allowed, before anything is evaluated.

    `organisation` is the one that holds after the write. `systems`: those that it touched; None: all of them, whose ids
    nobody needs to know before. `erased`: people who are to be forgotten. `derive`: where what the systems come to is
    known before.
    """

    author: Author
    changes: Collection[Change]
    organisation: Organisation
    systems: Sequence[str] | None = ()
    is_reorganised: bool = False
    erased: Sequence[str] = ()
    adopt: Adopt | None = None
    derive: Derive | None = None

    @property
    def goes_alone(self) -> bool:
        """Whether more than some systems may look different after it."""
        return self.is_reorganised or self.systems is None or self.derive is not None


@dataclass(frozen=True, slots=True)
class Settled:
    """`organisation` is the one that holds after the write; `erased`: people who were forgotten by it."""

    changes: Collection[Change]
    outcome: Evaluated
    organisation: Organisation
    erased: Sequence[str] = ()


def note(
    session: Session, changes: Collection[Change], organisation: Organisation, author: Author, guard: Guard
) -> Noted:
    """What a write has come to so far, which has been flushed. `organisation` is the one from before it.

    Raises what the guard raises that may refuse the changes, and Conflict for what can never be.
    """
    if not changes:
        return Noted(author, changes, organisation)
    is_reorganised = any(change.resource in ORGANISATION for change in changes)
    after = load_organisation(session, organisation.today) if is_reorganised else organisation
    if is_reorganised:
        _refuse_reporting_loops(after)
    guard(session, changes, organisation, after)
    erased = _erased(changes)
    systems = None if touches_everything(changes) else touched_systems(session, changes, organisation, after)
    return Noted(author, changes, after, systems, is_reorganised, erased)


def settle(
    session: Session, state: RegisterState, writes: Sequence[Noted], at: datetime, progress: Progress = unheard
) -> list[Settled]:
    """Evaluate what the writes touched, bring findings and cards up to date, append to the journal.

    Several writes touch different systems, and none of them goes alone. Each gets the revisions that it would have got
    one after the other. `progress` is told how many systems are evaluated.
    """
    if not any(write.changes for write in writes):
        return [Settled([], Evaluated(), write.organisation) for write in writes]
    _, policy = current_policy(session)
    shares, revision, derive = list[Share](), state.revision, writes[-1].derive
    few = not any(write.goes_alone for write in writes) and sum(len(write.systems or ()) for write in writes) <= FEW
    for write in writes:
        revision += len(write.changes)
        systems = all_system_ids(session) if write.systems is None else write.systems
        shares.append(Share(revision, systems, Evaluated(made=Made() if few else None)))
    if derive is None:
        evaluate(session, writes[-1].organisation, policy, shares, at, progress)
    else:
        derive(session, shares[-1], at, progress)
    for write, share in zip(writes, shares, strict=True):
        if write.adopt is not None:
            write.adopt(session, share, at)
        if write.is_reorganised:
            follow_changes(session, write.changes, share.outcome.derived, revision=share.revision, at=at)
            state.organisation_revision = share.revision
    append(
        session,
        state,
        [
            Written(write.author, write.changes, share.outcome.derived.digest())
            for write, share in zip(writes, shares, strict=True)
        ],
        at,
    )
    for write in writes:
        if write.is_reorganised:
            # Out of the journal, before it forgets.
            follow_leavers(session, write.changes, write.organisation.today)
    for person_id in (erased for write in writes for erased in write.erased):
        erase_person(session, person_id)
        state.erasures += 1
    return [
        Settled(write.changes, share.outcome, write.organisation, write.erased)
        for write, share in zip(writes, shares, strict=True)
    ]


def _erased(changes: Iterable[Change]) -> list[str]:
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
    session: Session,
    state: RegisterState,
    organisation: Organisation,
    author: Author,
    at: datetime,
    progress: Progress = unheard,
    helpers: Helpers | None = None,
) -> Evaluated:
    """Evaluate every system, for a new day, a new release or a rebuild; one entry where anything changed.

    `helpers`: as `evaluate` has it.
    """
    _, policy = current_policy(session)
    share = Share(state.revision + 1, all_system_ids(session))
    outcome = share.outcome
    evaluate(session, organisation, policy, [share], at, progress, helpers)
    follow_all(session, outcome.derived, revision=share.revision, at=at)
    digest = outcome.derived.digest()
    if outcome.cards or digest is not None:
        summary = {
            "day": organisation.today,
            "evaluated": outcome.evaluated,
            "cards": outcome.cards,
            "opened": outcome.opened,
            "closed": outcome.closed,
        }
        change = Change("evaluate", "register", "register", None, summary)
        append(session, state, [Written(author, [change], digest)], at)
    return outcome
