"""PostgreSQL: a tsvector column with a GIN index, and the primary key for ranges of places."""

from collections.abc import Iterable, Sequence
from math import cos, radians

from django.db import connection

from trellis.core.search.engines.arms import CARD_COLUMNS, ENTRY_COLUMNS, Arm, Match, quoted

_RARE = 8_000
_SCANNED = 20_000


def is_rare(entries: Sequence[int], total: int) -> bool:
    """Whether few enough entries have all of these words to fetch them through the GIN index and sort them by distance.

    For more common words, reading the entries outwards from the position and testing each is faster, as GIN can't start in the middle
    of a list. Words are taken to be independent of each other.
    """
    expected = float(total)
    for each in entries:
        expected *= each / max(total, 1)
    return bool(entries) and expected <= _RARE


def select(arm: Arm) -> tuple[str, list[object]]:
    """The SELECT of an arm."""
    if arm.match and arm.rare:
        return _all_at_once(arm)
    inner = (
        "SELECT n.* FROM unnest(%s::bigint[], %s::bigint[]) r(low, high) "
        "CROSS JOIN LATERAL (SELECT n.* FROM core_searchentry n WHERE n.id BETWEEN r.low AND r.high) n LIMIT %s"
    )
    values: list[object] = [[low for low, _ in arm.ranges], [high for _, high in arm.ranges], _SCANNED if arm.match else arm.examined]
    conditions = [arm.condition] if arm.condition else []
    if arm.match:
        # The operator @@ under its own name, which the planner never takes to the GIN index.
        conditions.append("ts_match_vq(e.words, %s::tsquery)")
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
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
        return "(" + " & ".join("'" + word.replace("\\", "\\\\").replace("'", "''") + "'" for word in words) + ")"

    return " & ".join("(" + " | ".join(both(words) for words in clause) + ")" for clause in match)


def insert(entries: Sequence[tuple[object, ...]], cards: Sequence[tuple[object, ...]], *, words_later: bool) -> None:
    """Write entries and their cards, both in the order of ENTRY_COLUMNS and CARD_COLUMNS. `words_later` makes no difference."""
    words = CARD_COLUMNS.index("words")
    both = [(*entry, str(card[words]).split()) for entry, card in zip(entries, cards, strict=True)]
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(ENTRY_COLUMNS))
        cursor.executemany(
            f"INSERT INTO core_searchentry ({quoted(ENTRY_COLUMNS)}, words) VALUES ({marks}, array_to_tsvector(%s::text[]))",  # noqa: S608
            both,
        )
        marks = ", ".join(["%s"] * len(CARD_COLUMNS))
        cursor.executemany(f"INSERT INTO core_searchcard ({quoted(CARD_COLUMNS)}) VALUES ({marks})", cards)  # noqa: S608


def delete(ids: Iterable[int]) -> None:
    """Take entries out."""
    keys = sorted(ids)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_searchcard WHERE id = ANY(%s)", [keys])
        cursor.execute("DELETE FROM core_searchentry WHERE id = ANY(%s)", [keys])


def rebuild_words() -> None:
    """Bring the planner's statistics up to date; the column itself is written with each entry."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE core_searchentry")
        cursor.execute("ANALYZE core_searchcard")


def fault() -> str:
    """PostgreSQL keeps its indexes itself."""
    return ""


def prefix_condition(prefix: str) -> tuple[str, tuple[object, ...]]:
    """A condition on `word` for words that start so; LIKE is what the index of the column was made for."""
    escaped = prefix.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return "word LIKE %s", (escaped + "%",)
