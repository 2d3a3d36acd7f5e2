"""What the fields of the register are called in Danish, and what is wrong with one of them: one table for all pages."""

from collections.abc import Iterable, Mapping

from app.web.interior import FieldFault, Refused
from app.web.marking import _
from app.web.policy_words import PARAMETERS
from app.web.words import PageWords, upper_first

#: The interface's key → what people call it, as it stands within a sentence. Several may share a word.
FIELDS: Mapping[str, str] = {
    "account": _("konto"),
    "acquisition": _("anskaffelse"),
    "allocatedDkk": _("bevilling"),
    "allocatedUnknownReason": _("hvorfor bevillingen ikke kendes"),
    "alternativeNames": _("andre navne"),
    "answerId": _("svar"),
    "answeredBy": _("hvem der svarede"),
    "attestation": _("bekræftelse"),
    "attestedCriticality": _("kritikalitet, da der blev svaret"),
    "attestedOn": _("dagen for svaret"),
    "attestedSums": _("penge, da der blev svaret"),
    "at": _("dag"),
    "audience": _("målgruppe"),
    "basis": _("grundlag"),
    "budgetAuthority": _("budgetansvar"),
    "budgetLimitDkk": _("beløbsgrænse"),
    "byPositionId": _("stilling, der accepterede risikoen"),
    "campaignId": _("bekræftelsesrunde"),
    "causeId": _("svar, som spørgsmålet kommer af"),
    "confirmedOn": _("bekræftet dag"),
    "confirmsOwnership": _("bekræfter ejerskabet"),
    "criticality": _("kritikalitet"),
    "criticalityReason": _("begrundelse for kritikaliteten"),
    "deadline": _("frist"),
    "decidedBy": _("hvem der afgjorde det"),
    "decidedOn": _("dagen for afgørelsen"),
    "decisionNote": _("begrundelse for svaret"),
    "declinedHandovers": _("afslag"),
    "description": _("beskrivelse"),
    "discontinued": _("afsluttet med vilje"),
    "disputes": _("tvist"),
    "documentationUrl": _("dokumentation"),
    "due": _("svarfrist"),
    "duties": _("ansvar"),
    "duty": _("ansvar"),
    "email": _("e-mail"),
    "emergencyPlanUrl": _("nødplan"),
    "endsOn": _("slutdag"),
    "erasedOn": _("dagen for sletning af personoplysninger"),
    "estimatedDkk": _("skøn"),
    "everInUse": _("har været i brug"),
    "expiresOn": _("udløbsdag"),
    "externalId": _("nøgle"),
    "findingCount": _("fund"),
    "findings": _("fund"),
    "fiscalYear": _("år"),
    "from": _("første dag"),
    "fromPositionId": _("stilling, der giver ansvaret videre"),
    "funding": _("penge"),
    "handoverId": _("tilbud"),
    "holderPositionId": _("budgetholder"),
    "hotline": _("hotline"),
    "hotlineHours": _("hotlinens åbningstid"),
    "insight": _("indsigt"),
    "kind": _("art"),
    "kle": _("KLE"),
    "knownAt": _("dag"),
    "leadsUnit": _("leder enheden"),
    "leavesOn": _("sidste arbejdsdag"),
    "lifecycle": _("status"),
    "managementLevel": _("ledelsesniveau"),
    "money": _("penge"),
    "name": _("navn"),
    "namesPositionId": _("stilling, der udpeges"),
    "note": _("bemærkning"),
    "notes": _("bemærkninger"),
    "noticeMonths": _("opsigelse (måneder)"),
    "on": _("dag"),
    "onCallName": _("vagt"),
    "onCallPhone": _("vagttelefon"),
    "openHandovers": _("tilbud"),
    "operationSupplier": _("driftsleverandør"),
    "outcome": _("svar"),
    "owner": _("ejer"),
    "ownerInPractice": _("ejer i praksis"),
    "ownerPersonId": _("person, der ejede systemet"),
    "ownerPositionId": _("stilling, der ejer systemet"),
    "ownerless": _("systemer uden ejer"),
    "parentId": _("overordnet enhed"),
    "personId": _("person"),
    "personalData": _("personoplysninger"),
    "phasedOutOn": _("udfasning"),
    "phone": _("telefon"),
    "positionId": _("stilling"),
    "priceLevelYear": _("prisniveau"),
    "reason": _("begrundelse"),
    "recurring": _("varig bevilling"),
    "reference": _("kontraktnummer"),
    "reportsToId": _("refererer til"),
    "resolution": _("afgørelse"),
    "resolvedAs": _("måden, den blev afgjort på"),
    "resolvedBy": _("hvem der afgjorde det"),
    "resolvedOn": _("dagen for afgørelsen"),
    "resolvedPositionId": _("stilling, der fik ansvaret"),
    "revokedAt": _("spærret"),
    "role": _("rolle"),
    "rule": _("regel"),
    "secretHash": _("hemmelighed"),
    "settings": _("værdier"),
    "severityRank": _("fund"),
    "source": _("kilde"),
    "startsOn": _("første dag"),
    "successorId": _("afløser"),
    "supplier": _("leverandør"),
    "supportHours": _("behov for hjælp"),
    "systemId": _("system"),
    "systemIds": _("systemer"),
    "takenIntoUseOn": _("ibrugtagning"),
    "time": _("tid"),
    "title": _("stillingsbetegnelse"),
    "to": _("sidste dag"),
    "toPositionId": _("stilling, der skal have ansvaret"),
    "unitId": _("enhed"),
    "until": _("sidste dag"),
    "usingUnitIds": _("brugende enheder"),
    "validFrom": _("første dag"),
    "validUntil": _("sidste dag"),
    "version": _("version"),
    "worstSeverity": _("fund"),
}


def named(words: PageWords, keys: Iterable[str]) -> list[str]:
    """What the keys are called, each word once; a key that people do not see has none."""
    return list(dict.fromkeys(words.say(FIELDS[key]) for key in keys if key in FIELDS))


def said_of(words: PageWords, refused: Refused) -> str:
    """Why it was refused, without the interface's names, as `Navn: Teksten er for kort`."""
    said = [_placed(words, fault) for fault in refused.faults] if refused.is_of_fields else []
    return " ".join(dict.fromkeys(said)) or refused.detail


def _placed(words: PageWords, fault: FieldFault) -> str:
    name = next((step for step in fault.steps if step in FIELDS or step in PARAMETERS), None)
    if name is None:
        return fault.detail
    label = words.say(FIELDS.get(name) or PARAMETERS[name])
    return f"{upper_first(label)}: {fault.detail}"
