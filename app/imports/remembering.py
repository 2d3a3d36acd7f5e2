"""How a source's files are read: what the last one was sent with, so that next month's file needs nothing."""

from datetime import datetime

import orjson
from sqlmodel import Session

from app.core.canonical import dump
from app.core.kitos_roles import RoleMap
from app.imports.choices import ImportKind
from app.imports.mapping import Mapping, read_mapping
from app.imports.request import Sender
from app.imports.schemas import ImportOptions
from app.models import RememberedMapping
from app.register.policy import current_policy
from app.tabular.headers import folded_header


def remember(session: Session, sender: Sender, options: ImportOptions, at: datetime) -> None:
    """Keep the mapping, where one was sent. What it says of a column replaces what was known of it.

    Others import files of the source too: whoever is limited to a unit says nothing of how theirs are read.
    """
    is_limited = sender.identity is not None and sender.identity.unit_id is not None
    if not options.mapping or is_limited:
        return
    known = remembered(session, options.source, options.kind)
    said = {folded_header(header) for header in options.mapping}
    kept = {header: target for header, target in known.items() if folded_header(header) not in said}
    taken = {target.field for target in options.mapping.values() if target is not None}
    kept = {header: target for header, target in kept.items() if target is None or target.field not in taken}
    body = {
        header: target and target.model_dump(mode="json", by_alias=True)
        for header, target in {**kept, **options.mapping}.items()
    }
    session.merge(
        RememberedMapping(
            source=options.source,
            kind=options.kind.value,
            body=dump(body).decode(),
            changed_at=at,
            actor=sender.author.actor,
        )
    )


def remembered(session: Session, source: str, kind: ImportKind) -> Mapping:
    """What is known of the source's files of the kind; empty where nothing is."""
    row = session.get(RememberedMapping, (source, kind.value))
    return {} if row is None else read_mapping(orjson.loads(row.body))


def roles_of(session: Session) -> RoleMap:
    """What roles in KITOS come to, as the policy has it."""
    _, policy = current_policy(session)
    return RoleMap(policy.kitos_roles)
