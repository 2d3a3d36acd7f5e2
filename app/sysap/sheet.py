"""The spreadsheet of SYS-AP: its headings and its words, and which of the register's fields they are.

Source: annex B of the standard ("Skabelon til registrering i regneark") names the fields, in this order, and annex A
the code lists. The sheet itself is published as pictures only: that systems are rows and fields are columns is ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.systems.columns import COLUMNS


@dataclass(frozen=True, slots=True)
class SheetHeading:
    """`field`: what the register calls it; None: it has no place for it."""

    text: str
    field: str | None = None


PREDECESSOR = SheetHeading("forgængersystem", "successor")
STATUS = SheetHeading("operationel status", "lifecycle")
NAME = SheetHeading("it-systemnavn", "name")
#: As the annex has it in full.
NAME_IN_FULL = "it-systemnavn (fx navn som anført i hovedkontrakten)"

#: In the annex's order. The kind of acquisition is in the standard's text and lists, and not in its annex.
HEADINGS: tuple[SheetHeading, ...] = (
    SheetHeading("it-systemidentifikator", "externalId"),
    NAME,
    SheetHeading("alternativt it-systemnavn", "alternativeNames"),
    SheetHeading("it-systembeskrivelse", "description"),
    STATUS,
    SheetHeading("ibrugtagningsdato", "takenIntoUseOn"),
    SheetHeading("udfasningsdato", "phasedOutOn"),
    SheetHeading("version", "version"),
    SheetHeading("kommentar", "notes"),
    SheetHeading("indeholder data"),
    SheetHeading("dokumentationsreference", "documentationUrl"),
    SheetHeading("FORM-opgave(r)"),
    SheetHeading("KLE-emne(r)", "kle"),
    SheetHeading("lovgrundlag"),
    SheetHeading("målgruppe", "audience"),
    PREDECESSOR,
    SheetHeading("kritikalitetstype", "criticality"),
    SheetHeading("it-systemejer", "owner"),
    SheetHeading("it-systemforvalter"),
    SheetHeading("kontraktreference(r)"),
    SheetHeading("rettighedshaver"),
    SheetHeading("udviklingsleverandør", "supplier"),
    SheetHeading("vedligeholdelsesleverandør"),
    SheetHeading("driftsleverandør", "operationSupplier"),
    SheetHeading("miljøtype"),
    SheetHeading("produktserie"),
    SheetHeading("it-systemanskaffelsestype", "acquisition"),
    SheetHeading("udstiller"),
    SheetHeading("anvender"),
    SheetHeading("datasætID"),
    SheetHeading("dataansvarlig"),
    SheetHeading("databehandler"),
    SheetHeading("dataskaber"),
    SheetHeading("titel"),
    SheetHeading("beskrivelse"),
    SheetHeading("versionsnummer"),
    SheetHeading("første datatilføjelse"),
    SheetHeading("sidste datatilføjelse"),
    SheetHeading("personoplysningskategori", "personalData"),
    SheetHeading("fortrolighedsgrad iht. sikkerhedscirkulæret"),
    SheetHeading("fortrolighedsgrad iht. ISO 27001"),
)

#: Field → code → the word of the standard's list.
WORDS: Mapping[str, Mapping[str, str]] = {
    # The standard has none for what is planned.
    "lifecycle": {
        "phasingIn": "delvist ibrugtaget",
        "inOperation": "fuldt ibrugtaget",
        "phasingOut": "under udfasning",
        "retired": "udfaset",
    },
    "criticality": {
        "societyCritical": "samfundskritisk",
        "businessCritical": "forretningskritisk",
        "notCritical": "ikke kritisk",
    },
    "audience": {"internal": "intern målgruppe", "external": "ekstern målgruppe"},
    "acquisition": {
        "inHouse": "egenudviklet",
        "bespoke": "bestillingsudviklet",
        "commercial": "kommercielt",
        "openSource": "open-source",
    },
    "personalData": {
        "ordinary": "almindelige personoplysninger",
        "cpr": "personnummeroplysninger",
        "criminal": "oplysninger om strafbare forhold",
        "sensitive": "følsomme personoplysninger",
        "none": "ingen personoplysninger",
    },
}
#: How the list numbers its words.
NUMBERS: Mapping[str, str] = {"ordinary": "1.", "cpr": "1.1", "criminal": "1.2", "sensitive": "2.", "none": "3."}

#: What the standard has no heading for stands behind its own, under ours; a status where it has no word for it.
OWN_FIELDS = ("lifecycle", "unit", "usingUnits", "emergencyPlanUrl", "supportHours", "confirmedOn", "id")
OWN_HEADINGS: Mapping[str, str] = {
    field: next(column.header for column in COLUMNS if column.name == field) for field in OWN_FIELDS
}
