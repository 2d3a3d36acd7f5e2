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
    PARQUET = "parquet"
    TTL = "ttl"


class SystemForm(StrEnum):
    """Whose headings and words a workbook of systems has."""

    REGISTER = "register"
    SYS_AP = "sysAp"


def formats_of(name: DatasetName) -> tuple[Format, ...]:
    """All but Turtle, in which the standard describes systems alone."""
    return tuple(each for each in Format if each is not Format.TTL or name is DatasetName.SYSTEMS)
