"""Choose the SQLite engine, before Django opens anything.

SQLite 3.7.0 to 3.51.2 can corrupt a WAL file when two connections write and checkpoint at the same
instant, which is what a web worker beside a job worker does. The pysqlite3 wheel bundles a fixed
engine. Where there is no such wheel (ARM, musl), Python's own engine is used if its version is fixed,
and otherwise the slower rollback journal, which the bug doesn't touch.
"""

import importlib.util
import sys

FIXED_FROM = (3, 51, 3)
FIXED_BACKPORTS = {(3, 50): 7, (3, 44): 6}


def is_fixed(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite version is free of the WAL-reset bug."""
    if version >= FIXED_FROM:
        return True
    floor = FIXED_BACKPORTS.get(version[:2])
    return floor is not None and version[2] >= floor


def use_best_engine() -> None:
    """Put pysqlite3 in the place of sqlite3, where it is installed.

    Harmless when called again, and when something imported sqlite3 earlier: Django looks the name up
    only when it loads its database backend.
    """
    if importlib.util.find_spec("pysqlite3") is None:
        return
    import pysqlite3
    import pysqlite3.dbapi2

    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def version() -> tuple[int, int, int]:
    """The version of the SQLite engine in use."""
    import sqlite3

    return sqlite3.sqlite_version_info


def journal_mode() -> str:
    """WAL on a fixed engine; the rollback journal on any other."""
    return "WAL" if is_fixed(version()) else "DELETE"
