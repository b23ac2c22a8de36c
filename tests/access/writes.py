"""How much the database has written, as the database itself counts it: a question that costs next to nothing.

Both engines count every row that is inserted, changed or deleted, by whatever asked for it (a statement, a trigger, a cascade),
and never count back: what is undone was written all the same. So where the number stands still, nothing was written, and
where it moved, the whole of what is kept is compared (`sweeping.fingerprint`).
"""

from django.db import connection

POSTGRESQL = "SELECT COALESCE(SUM(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_all_tables"


def rows_written() -> int:
    """Rows written so far: by this connection on SQLite, in this transaction on PostgreSQL."""
    if connection.vendor == "sqlite":
        return connection.connection.total_changes
    with connection.cursor() as cursor:
        cursor.execute(POSTGRESQL)
        return int(cursor.fetchone()[0])
