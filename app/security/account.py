"""Of whom a login provider's token speaks, as far as the register asks. Pure, and loads no cryptography."""

from dataclasses import dataclass
from math import inf

import orjson

from app.core.canonical import canonical
from app.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Account:
    """As the provider knows it. `expires_at`: of the token that said so, in seconds since 1970.

    `unproven`: an address that the provider does not vouch for. It makes the account nobody's, and keeps a leaver out.
    """

    subject: str
    name: str
    roles: frozenset[Role]
    person: str | None
    unit: str | None
    expires_at: float
    unproven: str | None = None

    def as_json(self) -> str:
        """What a session keeps of it; the session has an end of its own."""
        claims = {"name": self.name, "person": self.person, "subject": self.subject, "unit": self.unit}
        if self.unproven is not None:
            claims["unproven"] = self.unproven
        return canonical({**claims, "roles": sorted(self.roles)})


def account_from(text: str) -> Account:
    """What `as_json` has written."""
    said = orjson.loads(text)
    roles = frozenset(Role(role) for role in said["roles"])
    return Account(said["subject"], said["name"], roles, said["person"], said["unit"], inf, said.get("unproven"))
