"""What a database holds, in figures: by them a copy is compared with what it was made from."""

from __future__ import annotations

from typing import Any

from django.db import connection

NOT_COMPARED = {"core_workerbeat", "core_periodicjob"}
"""Signs of life, which change each minute."""


def figures_of(cursor: Any, tables: list[str]) -> dict[str, list[int]]:
    """For each table, how many rows it has and how many bytes stand in them: lost or cut rows show in one of the two."""
    found = {}
    for table in tables:
        columns = _columns(cursor, table)
        size = " + ".join(_size(column) for column in columns) or "0"
        cursor.execute(f'SELECT COUNT(*), COALESCE(SUM({size}), 0) FROM "{table}"')  # noqa: S608 (names of tables)
        count, total = cursor.fetchone()
        found[table] = [int(count), int(total)]
    return found


def tables_of_the_place() -> list[str]:
    """Every table but those of the word index, which the engine keeps by itself, and those that change each minute."""
    names = connection.introspection.table_names()
    return sorted(name for name in names if not name.startswith("core_searchindex") and name not in NOT_COMPARED)


def differences(before: dict[str, list[int]], after: dict[str, list[int]]) -> list[str]:
    """What differs between two sets of figures, one line each."""
    found = []
    for table in sorted({*before, *after}):
        if before.get(table) != after.get(table):
            found.append(f"{table}: {_words(before.get(table))} became {_words(after.get(table))}")
    return found


def _words(figures: list[int] | None) -> str:
    return f"{figures[0]} rows of {figures[1]} bytes" if figures else "nothing"


def _columns(cursor: Any, table: str) -> list[str]:
    cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')  # noqa: S608
    return [each[0] for each in cursor.description]


def _size(column: str) -> str:
    if connection.vendor == "postgresql":
        return f'COALESCE(OCTET_LENGTH("{column}"::text), 0)'
    return f'COALESCE(LENGTH(CAST("{column}" AS BLOB)), 0)'
