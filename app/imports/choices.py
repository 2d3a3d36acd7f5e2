"""What a caller of the import chooses from; the command line shows it before anything else is loaded."""

from enum import StrEnum, auto

DEFAULT_SOURCE = "import"


class ImportKind(StrEnum):
    """What the rows of a file are."""

    UNITS = auto()
    POSITIONS = auto()
    PEOPLE = auto()
    SYSTEMS = auto()
    RESPONSIBILITIES = auto()
    BUDGETS = auto()
    CONTRACTS = auto()


class UploadKind(StrEnum):
    """What an upload is: rows of a kind, or a whole register."""

    UNITS = auto()
    POSITIONS = auto()
    PEOPLE = auto()
    SYSTEMS = auto()
    RESPONSIBILITIES = auto()
    BUDGETS = auto()
    CONTRACTS = auto()
    REGISTER = auto()


class FileForm(StrEnum):
    """A form in which others keep such files, which is known by its headings."""

    SYS_AP = "sysAp"
    """The spreadsheet of SYS-AP, the standard for describing IT systems."""
    KITOS_SYSTEMS = "kitosSystems"
    """The overview of systems in use that KITOS exports."""
    KITOS_CONTRACTS = "kitosContracts"
    """Its overview of contracts."""
    KITOS_ROLES = "kitosRoles"
    """The roles in its overview of systems."""


class Grouping(StrEnum):
    """How problems are put together."""

    PROBLEM = auto()


class JobState(StrEnum):
    """How work stands that is done beside the requests."""

    QUEUED = auto()
    RUNNING = auto()
    DONE = auto()
    FAILED = auto()
    CANCELLED = auto()


class Conflicts(StrEnum):
    """What counts where a cell was edited in an exported workbook, and the register has changed as well since then."""

    REFUSE = auto()
    """Neither: the row is rejected, and the report says both values."""
    FILE = auto()
    REGISTER = auto()


class AmountUnit(StrEnum):
    """What one unit in the amounts of a file is worth; 1.000 kr. is common in budgets."""

    DKK = "dkk"
    THOUSAND_DKK = "thousandDkk"

    @property
    def factor(self) -> int:
        return 1000 if self is AmountUnit.THOUSAND_DKK else 1
