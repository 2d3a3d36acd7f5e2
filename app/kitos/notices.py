"""What a run has to say to whoever keeps KITOS: sentences in Danish, which name people and systems as KITOS does."""

from dataclasses import dataclass, field

from app.imports.choices import ImportKind
from app.imports.quoting import quoted
from app.kitos.contents import Contents
from app.kitos.reach import at, each_of, text_of, uuid_of

_NAMELESS = {
    ImportKind.UNITS: "Enheden",
    ImportKind.PEOPLE: "Brugeren",
    ImportKind.SYSTEMS: "Systemet",
    ImportKind.CONTRACTS: "Kontrakten",
}


@dataclass(slots=True)
class Notices:
    """`left_out`: what KITOS has and the register has not got for it. That counts as refused; a warning does not."""

    warnings: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


class KitosNames:
    """Names in quotes. What has none is called by its id in KITOS, since nothing else leads to it."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        #: Whoever is no user any more is named where they have a role.
        self._holders = {
            user: name
            for usage in contents.usages.values()
            for each in each_of(usage, "roles")
            if (user := uuid_of(at(each, "user"))) and (name := text_of(each, "user", "name"))
        }

    def person(self, user: str) -> str:
        as_user = self._contents.users.get(user)
        known = text_of(as_user, "name") or text_of(as_user, "email") or self._holders.get(user)
        return quoted(known) if known else _by_id(ImportKind.PEOPLE, user)

    def system(self, usage: str) -> str:
        known = self._contents.usages.get(usage)
        system = self._contents.systems.get(uuid_of(at(known, "systemContext")) or "")
        name = text_of(system, "name") or text_of(known, "systemContext", "name")
        return quoted(name) if name else _by_id(ImportKind.SYSTEMS, usage)


def called(kind: ImportKind, uuid: str, name: object) -> str:
    """A thing of KITOS by its name, in quotes, else by its id there."""
    return quoted(name) if isinstance(name, str) and name.strip() else _by_id(kind, uuid)


def _by_id(kind: ImportKind, uuid: str) -> str:
    return f"{_NAMELESS[kind]} uden navn (id i KITOS: {uuid})"
