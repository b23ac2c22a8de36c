"""PostgreSQL: a tsvector column with a GIN index, and the primary key for ranges of places."""

from collections.abc import Iterable, Sequence
from math import cos, radians, sqrt

from django.db import connection

from trellis.core.search.engines.arms import CARD_COLUMNS, ENTRY_COLUMNS, Arm, Match, quoted

_RARE = 8_000
_FEWER_THAN = 300
_SCANNED = 20_000


def is_rare(entries: Sequence[int], total: int) -> bool:
    """Whether few enough entries have all of these words to fetch them through the GIN index and sort them by distance.

    For more common words, reading the entries outwards from the position and testing each is faster, as GIN can't start in the middle
    of a list. Words are taken to be independent of each other. Fetching n costs n; reading outwards costs the more the fewer there are
    among all: they meet where n squared is about 300 times the number of entries.
    """
    expected = float(total)
    for each in entries:
        expected *= each / max(total, 1)
    return bool(entries) and expected <= min(_RARE, sqrt(_FEWER_THAN * max(total, 1)))


def select(arm: Arm) -> tuple[str, list[object]]:
    """The SELECT of an arm."""
    if arm.match and arm.rare:
        return _all_at_once(arm)
    # OFFSET 0 keeps the planner from turning the loops inside out: the ranges come one after another, each by the primary key.
    inner = (
        "SELECT n.* FROM unnest(%s::bigint[], %s::bigint[]) r(low, high) "
        "CROSS JOIN LATERAL (SELECT * FROM core_searchentry WHERE id BETWEEN r.low AND r.high ORDER BY id OFFSET 0) n LIMIT %s"
    )
    values: list[object] = [[low for low, _ in arm.ranges], [high for _, high in arm.ranges], _SCANNED if arm.match else arm.examined]
    condition = arm.condition
    if arm.match:
        # The operator @@ under its own name, which the planner never takes to the GIN index. It is the dearest test, so it comes last,
        # and only CASE has an order.
        words = "ts_match_vq(e.words, %s::tsquery)"
        condition = f"CASE WHEN {condition} THEN {words} ELSE FALSE END" if condition else words
    where = f" WHERE {condition}" if condition else ""
    sql = f"SELECT {arm.columns} FROM ({inner}) e{where} LIMIT %s"
    words = [match_text(arm.match)] if arm.match else []
    return sql, [*arm.column_values, *values, *arm.condition_values, *words, arm.limit]


def _all_at_once(arm: Arm) -> tuple[str, list[object]]:
    ranges = " OR ".join(["e.id BETWEEN %s AND %s"] * len(arm.ranges))
    sql = f"SELECT {arm.columns} FROM core_searchentry e WHERE e.words @@ %s::tsquery AND ({ranges})"
    values: list[object] = [*arm.column_values, match_text(arm.match), *(bound for pair in arm.ranges for bound in pair)]
    if arm.condition:
        sql += f" AND {arm.condition}"
        values += arm.condition_values
    if arm.position:
        latitude, longitude = arm.position
        sql += " ORDER BY (e.latitude - %s) * (e.latitude - %s) + (e.longitude - %s) * (e.longitude - %s) * %s, e.id"
        values += [latitude, latitude, longitude, longitude, cos(radians(latitude)) ** 2]
    return sql + " LIMIT %s", [*values, arm.limit]


def match_text(match: Match) -> str:
    """The words as a tsquery, each quoted, so that nothing a person types is an operator."""

    def both(words: tuple[str, ...]) -> str:
        return "(" + " & ".join(map(_lexeme, words)) + ")"

    return " & ".join("(" + " | ".join(both(words) for words in clause) + ")" for clause in match)


def _lexeme(word: str) -> str:
    """A word as PostgreSQL's text form of a tsquery or tsvector wants it."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def insert(entries: Sequence[tuple[object, ...]], cards: Sequence[tuple[object, ...]], *, words_later: bool) -> None:
    """Write entries and their cards, both in the order of ENTRY_COLUMNS and CARD_COLUMNS. `words_later` makes no difference."""
    words = CARD_COLUMNS.index("words")
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY core_searchentry ({quoted(ENTRY_COLUMNS)}, words) FROM STDIN") as copy:
            for entry, card in zip(entries, cards, strict=True):
                copy.write_row((*entry, " ".join(map(_lexeme, str(card[words]).split()))))
        with cursor.copy(f"COPY core_searchcard ({quoted(CARD_COLUMNS)}) FROM STDIN") as copy:
            for card in cards:
                copy.write_row(card)


def delete(ids: Iterable[int]) -> None:
    """Take entries out."""
    keys = sorted(ids)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_searchcard WHERE id = ANY(%s)", [keys])
        cursor.execute("DELETE FROM core_searchentry WHERE id = ANY(%s)", [keys])


def rebuild_words() -> None:
    """Put the rows in the order of their keys, as SQLite keeps them, and bring the planner's statistics up to date."""
    with connection.cursor() as cursor:
        cursor.execute("CLUSTER core_searchentry USING core_searchentry_pkey")
        cursor.execute("ANALYZE core_searchentry")
        cursor.execute("ANALYZE core_searchcard")


def fault() -> str:
    """PostgreSQL keeps its indexes itself."""
    return ""


def prefix_condition(prefix: str) -> tuple[str, tuple[object, ...]]:
    """A condition on `word` for words that start so; LIKE is what the index of the column was made for."""
    escaped = prefix.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return "word LIKE %s", (escaped + "%",)
