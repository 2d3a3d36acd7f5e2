"""Reading KITOS: everything, or what has changed since, with what belongs to it."""

from datetime import datetime, timedelta

from app.core.canonical import instant
from app.core.errors import InvalidInput
from app.core.languages import Text
from app.kitos.client import Entity, Kitos
from app.kitos.contents import Contents
from app.kitos.reach import at, uuid_of

_ORGANISATIONS = "/api/v2/organizations"
_USAGES = "/api/v2/it-system-usages"
_SYSTEMS = "/api/v2/it-systems"
_CONTRACTS = "/api/v2/it-contracts"
_DELETED = "/api/v2/delta-feed/deleted-entities"
#: Each change is read again for a day: where something is deleted between two pages, another thing may fall between.
OVERLAP = timedelta(days=1)
_ORDER = {"orderByProperty": "CreationOrder"}


def find_organisation(kitos: Kitos, wanted: str | None) -> str:
    """The uuid of the organisation to be read; raises InvalidInput where the user has several and none is named."""
    if wanted is not None:
        return wanted
    found = list(kitos.pages(_ORGANISATIONS, onlyWhereUserHasMembership="true"))
    if len(found) == 1:
        return str(found[0]["uuid"])
    named = "; ".join(f"{each.get('name')}: {each['uuid']}" for each in found[:20])
    raise InvalidInput(
        Text(
            f"The user sees {len(found)} organisations in KITOS. Name one with --organisation. {named}",
            da=f"Brugeren ser {len(found)} organisationer i KITOS. Vælg en med `--organisation`. {named}",
        )
    )


def fetch(kitos: Kitos, organisation: str, since: datetime | None) -> Contents:
    """Everything, or without what has not changed since. Raises KitosFault; nothing is read by halves."""
    contents = Contents(organisation, whole=since is None)
    changed = _ORDER if since is None else {**_ORDER, "changedSinceGtEq": instant(since - OVERLAP)}
    ours = f"{_ORGANISATIONS}/{organisation}"
    contents.units = _by_uuid(kitos, f"{ours}/organization-units", changed)
    contents.users = _by_uuid(kitos, f"{ours}/users", {})
    contents.usages = _by_uuid(kitos, _USAGES, {"organizationUuid": organisation, **changed})
    used = {"usedInOrganizationUuid": organisation, "includeDeactivated": "true", **changed}
    contents.systems = _by_uuid(kitos, _SYSTEMS, used)
    contents.contracts = _by_uuid(kitos, _CONTRACTS, {"organizationUuid": organisation, **changed})
    if since is not None:
        gone = kitos.events(_DELETED, deletedSinceUTC=instant(since - OVERLAP))
        contents.deleted = {event["entityUuid"] for event in gone if isinstance(event.get("entityUuid"), str)}
        _add_affected(kitos, contents)
    contents.beside = dict(contents.contracts)
    for usage in contents.usages.values():
        _add_what_it_needs(kitos, contents, usage)
    contents.read_to = kitos.began_at
    return contents


def _by_uuid(kitos: Kitos, path: str, query: dict[str, str]) -> dict[str, Entity]:
    return {each["uuid"]: each for each in kitos.pages(path, **query)}


def _add_affected(kitos: Kitos, contents: Contents) -> None:
    """The usages that say something else since their system has changed, or their contract."""
    for system in list(contents.systems):
        asked = {"organizationUuid": contents.organisation, "systemUuid": system, **_ORDER}
        for usage in kitos.pages(_USAGES, **asked):
            contents.usages.setdefault(usage["uuid"], usage)
    for contract in contents.contracts.values():
        for named in at(contract, "systemUsages") or ():
            uuid = uuid_of(named)
            if uuid is not None and uuid not in contents.usages:
                usage_now = kitos.one(f"{_USAGES}/{uuid}")
                if usage_now is not None:
                    contents.usages[uuid] = usage_now


def _add_what_it_needs(kitos: Kitos, contents: Contents, usage: Entity) -> None:
    for named, known, path in (
        (at(usage, "systemContext"), contents.systems, _SYSTEMS),
        (at(usage, "general", "mainContract"), contents.beside, _CONTRACTS),
    ):
        uuid = uuid_of(named)
        if uuid is not None and uuid not in known:
            found = kitos.one(f"{path}/{uuid}")
            if found is not None:
                known[uuid] = found
