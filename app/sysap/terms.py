"""The IRIs of SYS-AP: all that is written or read stands here, so that one that proves wrong is mended in one place.

Source: the list of classes, properties, code lists and namespaces that the standard's keeper publishes with it
(github.com/digst/IT-System-AP, SYS-AP), and its example in Turtle. Which of them are seen there and which are formed
as those are, ADR 0035 says; the standard's own IRIs were never published as a file that machines read.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SYS = "https://data.gov.dk/model/core/itsystem/"
OVX = "https://data.gov.dk/model/core/organization-extension/"
DCAT_DK = "https://data.gov.dk/model/core/dcat-dk#"
CONCEPT = "https://data.gov.dk/concept/core/"
DCAT = "http://www.w3.org/ns/dcat#"
DCT = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
ORG = "http://www.w3.org/ns/org#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
#: Ours: what the register knows and the standard has no word for. Readers of the standard pass over it.
OWN = "urn:ansvarsregister:system:"

PREFIXES: Mapping[str, str] = {
    "dcat": DCAT,
    "dcat-dk": DCAT_DK,
    "dct": DCT,
    "foaf": FOAF,
    "org": ORG,
    "ovx": OVX,
    "rdfs": RDFS,
    "reg": OWN,
    "schema": SCHEMA,
    "skos": SKOS,
    "sys": SYS,
    "xsd": XSD,
}

TYPE = RDF + "type"
SYSTEM = SYS + "ITSystem"

#: Field → property, where one value, or each of several, is a text of the system itself.
TEXTS: Mapping[str, str] = {
    "name": SKOS + "prefLabel",
    "alternativeNames": SKOS + "altLabel",
    "description": DCT + "description",
    "notes": RDFS + "comment",
}
#: Field → property, where the value is a day.
DAYS: Mapping[str, str] = {"takenIntoUseOn": SYS + "inUseFromDate", "phasedOutOn": SYS + "inUseUntilDate"}
#: Field → property, where the value is an organisation by its name. The first is written, each of them is read.
SUPPLIERS: Mapping[str, tuple[str, ...]] = {
    "supplier": (DCT + "creator", SYS + "maintainedBy", DCT + "rightsHolder"),
    "operationSupplier": (SYS + "operatedBy",),
}
KEY = DCT + "identifier"
LABEL = SKOS + "prefLabel"
PERSON_CODE = OVX + "personCode"
NAME_OF_PERSON = FOAF + "name"
OWNER = SYS + "hasITSystemOwner"
USED_IN = SYS + "usedInOrganization"
DOCUMENTATION = SYS + "hasSystemDocumentation"
PURPOSE = SYS + "hasApplicationPurpose"
PREDECESSOR = SYS + "predecessorSystem"
PART = DCT + "hasPart"
#: From the dataset to its system; the list of the standard has the second, which Dublin Core does not know.
PART_OF = (DCT + "isPartOf", DCT + "partOf")
DATASET = DCAT + "Dataset"
PERSONAL_DATA = DCAT_DK + "personalDataCategory"
ORGANISATION = ORG + "Organization"
UNIT = ORG + "OrganizationalUnit"
PERSON_IDENTIFIER = OVX + "OrganizationalPersonIdentifier"
#: Ours, at an organisation that uses the system: it is the main user.
MAIN_USE = OWN + "use"

_KLE = "http://www.kle-online.dk/emneplan/"


@dataclass(frozen=True, slots=True)
class CodeList:
    """A closed list of the standard. `names`: the register's code → the last part of the concept's IRI."""

    property: str
    base: str
    names: Mapping[str, str]

    def iri(self, code: str) -> str | None:
        """None: the standard has no such concept."""
        name = self.names.get(code)
        return None if name is None else self.base + name

    def code(self, said: str) -> str | None:
        """The register's code for a concept's IRI, or for its last part; None: no such concept is known."""
        wanted = _letters(last_part(said))
        return next((code for code, name in self.names.items() if _letters(name) == wanted), None)


#: Field → code list. Those of personal data stand at the system's dataset.
CODES: Mapping[str, CodeList] = {
    "criticality": CodeList(
        SYS + "hasCriticality",
        CONCEPT + "criticality/",
        {
            "societyCritical": "CriticalForSociety",
            "businessCritical": "CriticalForBusiness",
            "notCritical": "NotCritical",
        },
    ),
    # The standard has none for what is planned.
    "lifecycle": CodeList(
        SYS + "operationalStatus",
        CONCEPT + "operationalstatus/",
        {"phasingIn": "Build", "inOperation": "Operational", "phasingOut": "Transition", "retired": "Retired"},
    ),
    "acquisition": CodeList(
        SYS + "hasAquisitionType",
        CONCEPT + "aquisition/",
        {
            "bespoke": "Ordered-development",
            "inHouse": "In-house-development",
            "commercial": "Commercial-off-the-shelf",
            "openSource": "Open-source",
        },
    ),
    "audience": CodeList(
        SCHEMA + "audience",
        CONCEPT + "targetgroup/",
        {"internal": "InternalTargetGroup", "external": "ExternalTargetGroup"},
    ),
    "personalData": CodeList(
        PERSONAL_DATA,
        CONCEPT + "personaldata/",
        {
            "ordinary": "GeneralPersonalData",
            "sensitive": "SensitiveData",
            "criminal": "DataAboutCriminalOffences",
            "cpr": "CivilRegistrationNumberData",
            "none": "NonPersonalData",
        },
    ),
}

#: What earlier drafts of the standard called a property → what it is called now.
FORMER: Mapping[str, str] = {
    SYS + "operationelStatus": CODES["lifecycle"].property,
    SYS + "hasTargetGroup": CODES["audience"].property,
    # The standard's own example, in which the prefix lacks its last stroke.
    "https://schema.orgaudience": CODES["audience"].property,
    SYS + "hasApplicationPurposeKLE": PURPOSE,
    SYS + "hasApplicationPurposeFORM": PURPOSE,
}


def kle_iri(number: str) -> str:
    """The subject in KLE Online: `…/emneplan/85/#_85.02.10`."""
    return f"{_KLE}{number[:2]}/#_{number}"


def last_part(iri: str) -> str:
    """What comes behind the last stroke or hash."""
    return iri.replace("#", "/").rstrip("/").rpartition("/")[2]


def plain(iri: str) -> str:
    """What is the same in all ways in which the standard's papers write one IRI: http or https, hash or stroke."""
    return iri.partition("://")[2].replace("#", "/").lower() or iri


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))
