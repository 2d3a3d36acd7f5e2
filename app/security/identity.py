"""Who calls: the roles of a token or of a provider's account, and for whom they speak. Pure."""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from app.journal.append import Author
from app.register.actors import NOBODY, actor_of_person
from app.security.grants import GRANTS, Reach
from app.vocabulary import Permission, Role

#: Secret scanners find a leaked token by this beginning.
PREFIX = "ansvar_"


@dataclass(frozen=True, slots=True)
class Identity:
    """The caller of a request. `unit_id` limits writes to the subtree of a unit; `person_id`: whose access it is.

    `told_apart`: what is written behind the name where an earlier access is called the same and may do something else.
    `is_alone`: whether nobody else can be called so.
    """

    token_id: str
    name: str
    roles: frozenset[Role]
    unit_id: str | None = None
    person_id: str | None = None
    told_apart: str = ""
    is_alone: bool = True

    def may(self, permission: Permission) -> bool:
        """Whether a role has the permission, however far it reaches."""
        return any(permission in GRANTS[role] for role in self.roles)

    def reaches(self, permission: Permission) -> frozenset[Reach]:
        """How far the permission reaches, by each role that has it."""
        reaches = {GRANTS[role][permission] for role in self.roles if permission in GRANTS[role]}
        if Reach.UNIT in reaches and self.unit_id is None:
            reaches.add(Reach.ALL)
        return frozenset(reaches)

    def may_everywhere(self, permission: Permission) -> bool:
        return Reach.ALL in self.reaches(permission)

    @property
    def roles_said(self) -> str:
        """The roles, as messages in English name them."""
        return ", ".join(sorted(self.roles))

    @property
    def roles_called(self) -> str:
        """The same in Danish."""
        return ", ".join(sorted(role.label for role in self.roles))

    @property
    def actor(self) -> str:
        """As the journal names the caller: a person by the id, since the name has to be erasable."""
        return self.name + self.told_apart if self.person_id is None else actor_of_person(self.person_id)

    @property
    def own_actor(self) -> str | None:
        """The same where it is certainly the caller; None where it could be another."""
        return self.actor if self.person_id is not None or (self.is_alone and self.actor not in NOBODY) else None

    def author(self, reason: str | None) -> Author:
        return Author(self.actor, reason)


def new_secret(prefix: str = PREFIX) -> str:
    """256 random bits behind the prefix."""
    return prefix + secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """What is stored and looked up. The secret is random, so that one round of SHA-256 is enough."""
    return sha256(secret.encode()).hexdigest()
