"""What the tables are made of: columns, keys and constraints, against what the code says of its tables."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import CheckConstraint, Connection, ForeignKeyConstraint, Index, Table, UniqueConstraint, inspect

from app.models import metadata
from app.register.audit.difference import Difference

#: Table → part → what is said of it, the same words whichever database says it.
Parts = Mapping[str, dict[str, str]]

_RELATIONS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'",
    # What an extension brings along is whoever runs the database's own.
    "postgresql": """
SELECT relname FROM pg_class c WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
AND relnamespace = current_schema()::regnamespace
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
""",
}
_OF_ALEMBIC = "alembic_version"
_UNIQUE = "unique "
#: How PostgreSQL says what the code says otherwise: the type of a text, a list, a range.
_CAST, _ARRAY = re.compile(r"::[a-z]+(?: varying)?(?:\[\])?"), re.compile(r"= ANY \(*ARRAY")
_RANGE = re.compile(r"(\w+) BETWEEN (\w+) AND (\w+)")
_WORD = re.compile(r"'[^']*'|\w+|[<>=!|&+*/-]+")


def differing_structure(connection: Connection) -> Iterator[Difference]:
    """What is missing, or is not as it was made; and tables and views, columns and constraints that are no one's."""
    relations = set(connection.exec_driver_sql(_RELATIONS[connection.dialect.name]).scalars())
    for name in sorted(relations - metadata.tables.keys() - {_OF_ALEMBIC}):
        yield Difference("schema", name, "the register has no such table or view")
    present = _present(connection)
    for table in metadata.sorted_tables:
        wanted, found = _wanted(table, connection.dialect.name), present.get(table.name, {})
        for part in sorted(wanted.keys() | found.keys()):
            if part not in found:
                yield Difference("schema", f"{table.name}: {part}", "it is missing")
            elif part not in wanted and not _is_harmless(part, found[part]):
                yield Difference("schema", f"{table.name}: {part}", "the register has no such thing")
            elif part in wanted and wanted[part] != found[part]:
                yield Difference("schema", f"{table.name}: {part}", "it is not as it was made")


def _is_harmless(part: str, said: str) -> bool:
    """An index that refuses nothing: whoever runs the database may want one more."""
    return part.startswith("index ") and not said.startswith(_UNIQUE)


def _wanted(table: Table, database: str) -> dict[str, str]:
    found = {f"column {column.name}": _column(nullable=bool(column.nullable)) for column in table.columns}
    found["primary key"] = _listed(column.name for column in table.primary_key.columns)
    for constraint in table.constraints:
        if isinstance(constraint, CheckConstraint):
            found[f"check {constraint.name}"] = _condition(str(constraint.sqltext))
        elif isinstance(constraint, UniqueConstraint):
            found[f"unique {constraint.name}"] = _listed(column.name for column in constraint.columns)
        elif isinstance(constraint, ForeignKeyConstraint):
            targets = [element.target_fullname for element in constraint.elements]
            found[f"reference {_listed(constraint.column_keys)}"] = _reference(targets, constraint.ondelete)
    for index in table.indexes:
        found[f"index {index.name}"] = _wanted_index(index, database)
    return found


def _wanted_index(index: Index, database: str) -> str:
    where = index.dialect_options[database]["where"]
    return _index((column.name for column in index.columns), where, unique=bool(index.unique))


def _present(connection: Connection) -> Parts:
    """Some queries for all tables."""
    seen = inspect(connection)
    found: dict[str, dict[str, str]] = {}
    for (_, table), columns in seen.get_multi_columns().items():
        found[table] = {f"column {each['name']}": _column(nullable=each["nullable"]) for each in columns}
    for (_, table), key in seen.get_multi_pk_constraint().items():
        found[table]["primary key"] = _listed(key["constrained_columns"])
    for (_, table), checks in seen.get_multi_check_constraints().items():
        found[table] |= {f"check {each['name']}": _condition(each["sqltext"]) for each in checks}
    for (_, table), uniques in seen.get_multi_unique_constraints().items():
        found[table] |= {f"unique {each['name']}": _listed(each["column_names"]) for each in uniques}
    for (_, table), references in seen.get_multi_foreign_keys().items():
        for each in references:
            targets = [f"{each['referred_table']}.{column}" for column in each["referred_columns"]]
            # SQLite does not tell the name of one that came with its column.
            part = f"reference {_listed(each['constrained_columns'])}"
            found[table][part] = _reference(targets, each["options"].get("ondelete"))
    for (_, table), indexes in seen.get_multi_indexes().items():
        # Constraints have indexes of their own.
        found[table] |= {f"index {each['name']}": _found_index(each) for each in indexes if not _is_of_constraint(each)}
    return found


def _is_of_constraint(index: Mapping[str, Any]) -> bool:
    return "duplicates_constraint" in index


def _found_index(index: Mapping[str, Any]) -> str:
    options = index.get("dialect_options", {})
    where = options.get("sqlite_where", options.get("postgresql_where"))
    columns = index.get("expressions", index["column_names"])
    return _index(columns, where, unique=bool(index["unique"]))


def _column(*, nullable: bool) -> str:
    return "may be empty" if nullable else "is never empty"


def _index(columns: Iterable[str | None], where: object, *, unique: bool) -> str:
    condition = "" if where is None else _condition(str(where))
    return f"{_UNIQUE if unique else ''}{_listed(columns)} {condition}"


def _reference(targets: Iterable[str], ondelete: str | None) -> str:
    return f"to {_listed(targets)} {ondelete or ''}"


def _listed(names: Iterable[str | None]) -> str:
    return ", ".join(str(name) for name in names)


def _condition(said: str) -> str:
    """Its words alone."""
    plain = _ARRAY.sub("IN", _CAST.sub("", said))
    return " ".join(_WORD.findall(_RANGE.sub(r"\1 >= \2 AND \1 <= \3", plain)))
