"""A system in use: what the municipality says of it, and what the catalogue says of it for all. Pure."""

import re
from collections.abc import Iterator
from typing import Any

from app.imports.choices import ImportKind
from app.imports.quoting import quoted
from app.kitos.client import Entity
from app.kitos.contents import Contents
from app.kitos.fields import FieldValues
from app.kitos.notices import Notices, called
from app.kitos.reach import at, day_of, each_of, text_of, uuid_of
from app.vocabulary import Acquisition, Criticality, Lifecycle, PersonalData

_LIFECYCLES = {
    "PhasingIn": Lifecycle.PHASING_IN,
    "Pilot": Lifecycle.PHASING_IN,
    "Operational": Lifecycle.IN_OPERATION,
    "PhasingOut": Lifecycle.PHASING_OUT,
    # Nobody has said: KITOS counts it as valid.
    "Undecided": Lifecycle.IN_OPERATION,
    None: Lifecycle.IN_OPERATION,
}
_SENSITIVITY = {
    "PersonData": PersonalData.ORDINARY,
    "SensitiveData": PersonalData.SENSITIVE,
    "LegalData": PersonalData.CRIMINAL,
    "None": PersonalData.NONE,
}
#: The other two are ordinary data, which the level says as well.
_SPECIFIC = {"CprNumber": PersonalData.CPR, "SocialProblems": None, "OtherPrivateMatters": None}
_LICENSING = {
    "OpenSource": Acquisition.OPEN_SOURCE,
    "Proprietary": Acquisition.COMMERCIAL,
    "Freeware": Acquisition.COMMERCIAL,
}
_RISKS = {"Low": "lav", "Medium": "middel", "High": "høj"}
_ANSWERS = {"Yes", "No", "DontKnow", "Undecided", None}
_KLE = re.compile(r"\d{2}(?:\.\d{2}){0,2}")
_MOST_NAMES, _MOST_KLE, _MOST_UNITS = 20, 50, 200


def system_fields(usage: Entity, contents: Contents, notices: Notices) -> FieldValues:
    """What the register follows; `notices` get what KITOS says in words that are not known."""
    system = contents.systems.get(uuid_of(usage.get("systemContext")) or "") or {}
    name = text_of(system, "name") or text_of(usage, "systemContext", "name")
    told = _Telling(called(ImportKind.SYSTEMS, usage["uuid"], name), notices)
    begins = day_of(usage, "general", "validity", "validFrom")
    ends = day_of(usage, "general", "validity", "validTo")
    if begins and ends and ends < begins:
        told.leave_out("Systemet udfases, før det er ibrugtaget. Datoen er udeladt.")
        ends = None
    unit = uuid_of(at(usage, "organizationUsage", "responsibleOrganizationUnit"))
    using = [uuid_of(each) for each in each_of(usage, "organizationUsage", "usingOrganizationUnits")]
    return {
        "name": name,
        "alternativeNames": _other_names(name, usage, system),
        "description": text_of(system, "description") or text_of(usage, "general", "purpose") or "",
        "criticality": _criticality(usage, told),
        "lifecycle": _lifecycle(usage, told),
        "takenIntoUseOn": begins and begins.isoformat(),
        "phasedOutOn": ends and ends.isoformat(),
        "personalData": _personal_data(usage, told),
        "acquisition": _acquisition(usage, told),
        "kle": _kle(usage, system, told),
        "unit": unit,
        "usingUnits": [each for each in using if each and each != unit][:_MOST_UNITS],
        "supplier": _supplier(usage, system, contents),
        "version": text_of(usage, "general", "systemVersion"),
        "notes": _notes(usage, told),
    }


class _Telling:
    """Sentences about one system; `label` is what it is called in them."""

    def __init__(self, label: str, notices: Notices) -> None:
        self._label, self._notices = label, notices

    def warn(self, sentence: str) -> None:
        self._notices.warnings.append(f"{self._label}: {sentence}")

    def leave_out(self, sentence: str) -> None:
        self._notices.left_out.append(f"{self._label}: {sentence}")

    def unknown(self, field: str, value: Any) -> None:  # noqa: ANN401 - any JSON value
        self.warn(f"KITOS siger {quoted(str(value))} om {field}, og det kendes ikke. Det regnes for ukendt.")


def _other_names(name: str | None, usage: Entity, system: Entity) -> list[str]:
    found = (text_of(usage, "general", "localCallName"), text_of(system, "formerName"))
    return list(dict.fromkeys(each.strip() for each in found if each and each != name))[:_MOST_NAMES]


def _criticality(usage: Entity, told: _Telling) -> str:
    social, business = (at(usage, "general", key) for key in ("isSociallyCritical", "isBusinessCritical"))
    for value in (social, business):
        if not isinstance(value, str | None) or value not in _ANSWERS:
            told.unknown("kritikalitet", value)
    if social == "Yes":
        return Criticality.SOCIETY_CRITICAL
    if business == "Yes":
        return Criticality.BUSINESS_CRITICAL
    return Criticality.NOT_CRITICAL if social == business == "No" else Criticality.UNKNOWN


def _lifecycle(usage: Entity, told: _Telling) -> str:
    """What is not in use is to come where it begins after it was last changed, and else retired."""
    status = at(usage, "general", "validity", "lifeCycleStatus")
    if status == "NotInUse":
        begins, changed = day_of(usage, "general", "validity", "validFrom"), day_of(usage, "lastModified")
        return Lifecycle.PLANNED if begins and changed and begins > changed else Lifecycle.RETIRED
    if not isinstance(status, str | None) or status not in _LIFECYCLES:
        told.warn(
            f"KITOS siger {quoted(str(status))} om status, og det kendes ikke. Systemet regnes for at være i drift."
        )
        return Lifecycle.IN_OPERATION
    return _LIFECYCLES[status]


def _personal_data(usage: Entity, told: _Telling) -> list[str]:
    found = {
        category
        for key, known in (("dataSensitivityLevels", _SENSITIVITY), ("specificPersonalData", _SPECIFIC))
        for value in _known(each_of(usage, "gdpr", key), known, "personoplysninger", told)
        if (category := known[value])
    }
    if len(found) > 1:
        found.discard(PersonalData.NONE)
    return [category for category in PersonalData if category in found] or [PersonalData.UNKNOWN]


def _known(values: Iterator[Any], known: Any, field: str, told: _Telling) -> Iterator[str]:  # noqa: ANN401 - mappings
    for value in values:
        if isinstance(value, str) and value in known:
            yield value
        else:
            told.unknown(field, value)


def _acquisition(usage: Entity, told: _Telling) -> str:
    models = each_of(usage, "general", "licensingAndCodeModels")
    found = {_LICENSING[value] for value in _known(models, _LICENSING, "licens", told)}
    return found.pop() if len(found) == 1 else Acquisition.UNKNOWN


def _kle(usage: Entity, system: Entity, told: _Telling) -> list[str]:
    """The catalogue's numbers, without those that the municipality has taken away, and with its own."""
    removed = {text_of(each, "name") for each in each_of(usage, "localKLEDeviations", "removedKLE")}
    every = (*each_of(system, "kle"), *each_of(usage, "localKLEDeviations", "addedKLE"))
    found: dict[str, None] = {}
    for each in every:
        name = text_of(each, "name")
        if name is None or name in removed:
            continue
        if _KLE.fullmatch(name.strip()):
            found[name.strip()] = None
        else:
            told.leave_out(f"{quoted(name)} er ikke et KLE-nummer og er udeladt.")
    return list(found)[:_MOST_KLE]


def _supplier(usage: Entity, system: Entity, contents: Contents) -> str | None:
    """Whom the main contract is with; without one, who has the rights."""
    contract = contents.beside.get(uuid_of(at(usage, "general", "mainContract")) or "")
    return text_of(contract, "supplier", "organization", "name") or text_of(system, "rightsHolder", "name")


def _notes(usage: Entity, told: _Telling) -> str | None:
    """The register has no field for the risk, so that it stands in words."""
    parts = [text_of(usage, "general", "notes")]
    risk = at(usage, "gdpr", "riskAssessmentResult")
    if isinstance(risk, str) and risk in _RISKS:
        day = day_of(usage, "gdpr", "riskAssessmentConductedDate")
        when = f" ({day:%d-%m-%Y})" if day else ""
        parts.append(f"Risikovurdering i KITOS: {_RISKS[risk]}{when}.")
    elif risk not in (None, "Undecided"):
        told.unknown("risiko", risk)
    return "\n".join(part.strip() for part in parts if part) or None
