"""SQLite: an FTS5 table whose row numbers are the keys of the entries."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DatabaseError, connection

from trellis.core.search.engines.arms import CARD_COLUMNS, ENTRY_COLUMNS, Arm, Match, quoted

_RARE = 150


def is_rare(entries: Sequence[int], total: int) -> bool:
    """Whether so few entries have all of these words that they are fetched whole; else it pays to walk outwards from the position.

    FTS5 reads along the shortest of the lists, so the rarest word decides.
    """
    return bool(entries) and min(entries) <= _RARE


def select(arm: Arm) -> tuple[str, list[object]]:
    """The SELECT of an arm.

    The ranges come as one JSON parameter, so the statement's text stays the same and is prepared once. The inner query is run
    as a co-routine: it is asked for one more row only until the outer limit is reached, so a common word costs no more than a rare one.
    CROSS JOIN keeps the order of the loops.
    """
    bounds = "BETWEEN json_extract(r.value, '$[0]') AND json_extract(r.value, '$[1]')"
    ranges = json.dumps(arm.ranges, separators=(",", ":"))
    where = f" WHERE {arm.condition}" if arm.condition else ""
    if arm.match:
        inner = (
            "SELECT i.rowid AS id FROM json_each(%s) r CROSS JOIN core_searchindex i "
            f"WHERE i.core_searchindex MATCH %s AND i.rowid {bounds} LIMIT %s"
        )
        values: list[object] = [ranges, match_text(arm.match), arm.examined]
    else:
        inner = f"SELECT n.id FROM json_each(%s) r CROSS JOIN core_searchentry n WHERE n.id {bounds} LIMIT %s"
        values = [ranges, arm.examined]
    sql = f"SELECT {arm.columns} FROM ({inner}) c CROSS JOIN core_searchentry e ON e.id = c.id{where} LIMIT %s"
    return sql, [*arm.column_values, *values, *arm.condition_values, arm.limit]


def match_text(match: Match) -> str:
    """The words in FTS5's query language, each quoted, so that nothing a person types is an operator."""

    def both(words: tuple[str, ...]) -> str:
        text = " AND ".join('"' + word.replace('"', '""') + '"' for word in words)
        return f"({text})" if len(words) > 1 else text

    return " AND ".join("(" + " OR ".join(both(words) for words in clause) + ")" for clause in match)


def insert(entries: Sequence[tuple[object, ...]], cards: Sequence[tuple[Any, ...]], *, words_later: bool) -> None:
    """Write entries and their cards, both in the order of ENTRY_COLUMNS and CARD_COLUMNS.

    `words_later` leaves the word index to `rebuild_words`, which is several times faster for a whole index.
    """
    ref = CARD_COLUMNS.index("ref")
    cards = [(*card[:ref], card[ref].hex, *card[ref + 1 :]) for card in cards]
    with connection.cursor() as cursor:
        for table, columns, rows in (("core_searchentry", ENTRY_COLUMNS, entries), ("core_searchcard", CARD_COLUMNS, cards)):
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({quoted(columns)}) VALUES ({marks})", rows)  # noqa: S608 (constants)
        if not words_later:
            words = CARD_COLUMNS.index("words")
            cursor.executemany("INSERT INTO core_searchindex(rowid, words) VALUES (%s, %s)", [(card[0], card[words]) for card in cards])


def delete(ids: Iterable[int]) -> None:
    """Take entries out; the word index is told the words it learned."""
    keys = [(key,) for key in sorted(ids)]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO core_searchindex(core_searchindex, rowid, words) SELECT 'delete', id, words FROM core_searchcard WHERE id = %s",
            keys,
        )
        cursor.executemany("DELETE FROM core_searchcard WHERE id = %s", keys)
        cursor.executemany("DELETE FROM core_searchentry WHERE id = %s", keys)


def rebuild_words() -> None:
    """Make the word index anew from the cards, in the order of their keys."""
    with connection.cursor() as cursor:
        # 32 MB at a time in memory: large enough for few merges, small enough for a small server.
        cursor.execute("INSERT INTO core_searchindex(core_searchindex, rank) VALUES ('hashsize', 33554432)")
        cursor.execute("INSERT INTO core_searchindex(core_searchindex) VALUES ('rebuild')")
        cursor.execute("INSERT INTO core_searchindex(core_searchindex) VALUES ('optimize')")
        cursor.execute("INSERT INTO core_searchindex(core_searchindex, rank) VALUES ('hashsize', 1048576)")
        cursor.execute("ANALYZE core_searchentry")


def fault() -> str:
    """What is wrong with the word index, or ""."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO core_searchindex(core_searchindex, rank) VALUES ('integrity-check', 1)")
    except DatabaseError as error:
        return str(error)
    return ""


def prefix_condition(prefix: str) -> tuple[str, tuple[object, ...]]:
    """A condition on `word` for words that start so."""
    return "word >= %s AND word < %s", (prefix, prefix + "\U0010ffff")
