"""What a caller of the export chooses from; the command line shows it before anything else is loaded."""

from enum import StrEnum


class DatasetName(StrEnum):
    """What can be exported."""

    SYSTEMS = "systems"
    FINDINGS = "findings"
    RESPONSIBILITIES = "responsibilities"
    BUDGETS = "budgets"
    UNITS = "units"
    POSITIONS = "positions"
    PEOPLE = "people"
    CONTRACTS = "contracts"


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
