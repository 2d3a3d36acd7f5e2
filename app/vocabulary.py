"""The closed lists of the field: the code that JSON and tables carry, and its Danish label, in the order of reading.

Source: SYS-AP 1.0.1, the Danish public standard for describing IT systems, and our own additions (duty, basis, level).
"""

from collections.abc import Mapping
from enum import StrEnum, auto
from functools import cache, cached_property
from typing import Self


class Term(StrEnum):
    """A code with a Danish label: `Criticality.BUSINESS_CRITICAL.label == "forretningskritisk"`."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    @cache
    def labels(cls) -> Mapping[str, str]:
        """Code → Danish label, in declared order."""
        return {member.value: member.label for member in cls}


class Criticality(Term):
    SOCIETY_CRITICAL = "societyCritical", "samfundskritisk"
    BUSINESS_CRITICAL = "businessCritical", "forretningskritisk"
    NOT_CRITICAL = "notCritical", "ikke kritisk"
    UNKNOWN = "unknown", "ukendt"

    @cached_property
    def is_critical(self) -> bool:
        return self in {Criticality.SOCIETY_CRITICAL, Criticality.BUSINESS_CRITICAL}


class Lifecycle(Term):
    PLANNED = "planned", "planlagt"
    PHASING_IN = "phasingIn", "indfases"
    IN_OPERATION = "inOperation", "i drift"
    PHASING_OUT = "phasingOut", "udfases"
    RETIRED = "retired", "nedlagt"

    @property
    def in_use(self) -> bool:
        return self is not Lifecycle.PLANNED and self is not Lifecycle.RETIRED


class PersonalData(Term):
    ORDINARY = "ordinary", "almindelige"
    SENSITIVE = "sensitive", "følsomme"
    CRIMINAL = "criminal", "strafbare forhold"
    CPR = "cpr", "personnummer"
    NONE = "none", "ingen"
    UNKNOWN = "unknown", "ukendt"

    @property
    def bit(self) -> int:
        """The category's bit in a card's mask, so that one integer column answers the filter."""
        return 1 << list(PersonalData).index(self)

    @classmethod
    @cache
    def of_mask(cls, mask: int) -> "tuple[PersonalData, ...]":
        """The categories of a mask, in the order in which they are declared."""
        return tuple(category for category in cls if category.bit & mask)


class Acquisition(Term):
    BESPOKE = "bespoke", "specialudviklet"
    IN_HOUSE = "inHouse", "egenudviklet"
    COMMERCIAL = "commercial", "standardsystem"
    OPEN_SOURCE = "openSource", "open source"
    UNKNOWN = "unknown", "ukendt"


class Audience(Term):
    INTERNAL = "internal", "intern"
    EXTERNAL = "external", "ekstern"
    UNKNOWN = "unknown", "ukendt"


class SupportHours(Term):
    """When someone must be there to help."""

    WORKING_HOURS = "workingHours", "arbejdstid"
    EXTENDED = "extended", "udvidet tid"
    AROUND_THE_CLOCK = "aroundTheClock", "døgnet rundt"
    UNKNOWN = "unknown", "ukendt"


class ContractKind(Term):
    LICENCE = "licence", "licens"
    OPERATION = "operation", "drift"
    MAINTENANCE = "maintenance", "vedligeholdelse"
    DEVELOPMENT = "development", "udvikling"
    OTHER = "other", "andet"
    UNKNOWN = "unknown", "ukendt"


class ContactKind(Term):
    """Who can be called about a system beside the chain."""

    ON_CALL = "onCall", "vagt"
    OPERATION_SUPPLIER = "operationSupplier", "driftsleverandør"
    SUPPLIER = "supplier", "leverandør"
    CONTRACT = "contract", "kontrakt"


class UnitKind(Term):
    COUNCIL = "council", "byråd"
    EXECUTIVE = "executive", "direktion"
    DEPARTMENT = "department", "forvaltning"
    CENTRE = "centre", "center"
    INSTITUTION = "institution", "institution"
    TEAM = "team", "team"
    OTHER = "other", "andet"


class TenureRole(Term):
    HOLDER = "holder", "indehaver"
    DEPUTY = "deputy", "stedfortræder"


class Duty(Term):
    OWNER = "owner", "systemejer"
    MONITOR = "monitor", "følge"
    FIX = "fix", "fejlrette"
    DEVELOP = "develop", "udvikle"
    RETIRE = "retire", "afvikle"

    @property
    def verb(self) -> str:
        """What the holder does with the system, as a Danish infinitive."""
        return "eje" if self is Duty.OWNER else self.label


#: The four duties beside ownership, in the order in which cards show them.
DUTIES: tuple[Duty, ...] = (Duty.MONITOR, Duty.FIX, Duty.DEVELOP, Duty.RETIRE)


class Basis(Term):
    FORMAL = "formal", "formelt"
    PRACTICE = "practice", "i praksis"


class Answer(Term):
    """Yes, no, or an honest 'unknown'."""

    YES = "yes", "ja"
    NO = "no", "nej"
    UNKNOWN = "unknown", "ukendt"


class HandoverOutcome(Term):
    ACCEPTED = "accepted", "accepteret"
    DECLINED = "declined", "afslået"
    WITHDRAWN = "withdrawn", "trukket tilbage"


class HandoverState(Term):
    """What has become of an offer: its outcome, or that nobody has answered it, in time or not."""

    OFFERED = "offered", "tilbudt"
    ACCEPTED = "accepted", "accepteret"
    DECLINED = "declined", "afslået"
    WITHDRAWN = "withdrawn", "trukket tilbage"
    LAPSED = "lapsed", "bortfaldet"


class Settlement(Term):
    """How a dispute ended."""

    KEPT = "kept", "ansvaret bliver, hvor det er"
    ORDER = "order", "påbud fra en overordnet til begge"
    HANDOVER = "handover", "overdragelse, som blev accepteret"


class EscalationReason(Term):
    """Why a step of the chain is the next; in the order of the chain, but that deputies follow whom they stand for."""

    PRACTICE = "practice", "løfter ansvaret i praksis"
    FORMAL = "formal", "har ansvaret formelt"
    DEPUTY = "deputy", "stedfortræder"
    INTERIM = "interim", "fælles overordnet under en tvist"
    OWNER = "owner", "systemejer"
    UNIT_LEADER = "unitLeader", "leder af enheden"
    SUPERIOR = "superior", "overordnet"
    TOP = "top", "øverste stilling"


class Purpose(Term):
    """What money is for. Money for one purpose does not pay another."""

    OPERATION = "operation", "drift"
    DEVELOPMENT = "development", "udvikling"
    DECOMMISSION = "decommission", "afvikling"


class BudgetKind(Term):
    OPERATION = "operation", "drift"
    LICENCE = "licence", "licens"
    DEVELOPMENT = "development", "udvikling"
    DECOMMISSION = "decommission", "afvikling"
    HOURS = "hours", "timer"

    @cached_property
    def purpose(self) -> Purpose:
        """Operation takes licences and the staff's hours as well."""
        own = {BudgetKind.DEVELOPMENT: Purpose.DEVELOPMENT, BudgetKind.DECOMMISSION: Purpose.DECOMMISSION}
        return own.get(self, Purpose.OPERATION)


class FundingState(Term):
    FUNDED = "funded", "finansieret"
    UNDERFUNDED = "underfunded", "underfinansieret"
    UNFUNDED = "unfunded", "ufinansieret"
    UNKNOWN = "unknown", "ukendt"


class OwnershipState(Term):
    """What the ownership of a system in use comes to; the worst that holds."""

    OK = "ok", "i orden"
    TOO_LOW = "tooLow", "for lavt placeret"
    VACANT = "vacant", "ubesat"
    MISSING = "missing", "mangler"
    UNKNOWN = "unknown", "ukendt"


class Severity(Term):
    CRITICAL = "critical", "kritisk"
    HIGH = "high", "høj"
    MEDIUM = "medium", "middel"
    LOW = "low", "lav"

    @cached_property
    def rank(self) -> int:
        """4 for critical down to 1 for low, so that a larger number is worse."""
        return len(Severity) - list(Severity).index(self)


class VerdictKind(Term):
    OK = "ok", "i orden"
    FLAGGED = "flagged", "markeret"
    UNKNOWN = "unknown", "ukendt"
    NOT_APPLICABLE = "notApplicable", "ikke relevant"


class Role(Term):
    READER = "reader", "læser"
    ON_CALL = "onCall", "vagt"
    REGISTRAR = "registrar", "registrator"
    OWNER = "owner", "ejer"
    COORDINATOR = "coordinator", "koordinator"
    STEWARD = "steward", "forvalter"
    ADMIN = "admin", "administrator"


#: No national numbering of management levels exists; smaller is higher.
MANAGEMENT_LEVELS: dict[int, str] = {
    0: "byråd",
    1: "direktion",
    2: "chef",
    3: "afdelings- eller institutionsleder",
    4: "teamleder",
    5: "medarbejder",
}


class Permission(StrEnum):
    """What a route needs. How far a permission reaches, for which role, is in `security.grants`."""

    FIND_SYSTEMS = auto()
    SEE_CHAIN = auto()
    SEE_CHAIN_CONTACTS = auto()
    """Mail and phone of those in a system's chain, and of its suppliers."""
    READ = auto()
    """Cards, organisation, findings, rules, policy, dashboards, and what has changed."""
    SEE_CONTACTS = auto()
    """Mail and phone of people, wherever else they stand."""
    SEE_HISTORY = auto()
    """What each version of a system said; who changed what, and why."""
    REVERT = auto()
    EXPORT = auto()
    IMPORT = auto()
    VERIFY_JOURNAL = auto()
    ANSWER = auto()
    RECORD_ABSENCE = auto()
    PLAN_DEPARTURE = auto()
    WRITE_SYSTEMS = auto()
    """Systems with their responsibilities, budgets and contracts."""
    WRITE_ORGANISATION = auto()
    WRITE_POLICY = auto()
    MANAGE_TOKENS = auto()
    MOVE_REGISTER = auto()
