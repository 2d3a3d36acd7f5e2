"""Changing the policy."""

from sqlmodel import Session

from app.core.errors import Conflict
from app.core.languages import Text
from app.models import PolicyVersion
from app.policy.schemas import PolicyWrite
from app.register.policy import current_policy
from app.rules.policy import Policy


def put_policy(session: Session, body: PolicyWrite) -> None:
    """A new version, unless nothing differs; raises Conflict where the body names another than the one that holds."""
    version, current = current_policy(session)
    if body.version not in {None, version}:
        detail = Text(
            f"Version {version} holds now, not {body.version}. Read it, and decide again.",
            da=f"Nu gælder version {version}, ikke {body.version}. Hent den, og tag stilling igen.",
        )
        raise Conflict.at("/version", "stale-version", detail)
    wanted = Policy(**body.model_dump(exclude={"version"}))
    if wanted == current:
        return
    session.add(PolicyVersion(version=version + 1, settings=wanted.model_dump(mode="json", by_alias=True)))
    session.flush()
