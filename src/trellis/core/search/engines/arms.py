"""One arm of a search statement: what to look for, in which ranges of keys, under which conditions, and when to stop."""

from dataclasses import dataclass

Range = tuple[int, int]
Match = tuple[tuple[tuple[str, ...], ...], ...]
"""Words to find. All clauses must hold; a clause holds when any of its alternatives does; an alternative when all of its words do."""

ENTRY_COLUMNS = (
    "id", "group", "latitude", "longitude", "zone", "bits_a", "bits_b",
    "hours_0", "hours_1", "hours_2", "hours_3", "hours_4", "hours_5", "hours_6", "hours_exact",
    "closed_day", "confirmed_day", "quality", "name_words", "term_words", "organization_words",
)  # fmt: skip
CARD_COLUMNS = ("id", "kind", "ref", "part", "digest", "rules", "card", "words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """Entries `e` with the words (all entries when there are none), from the first range to the last.

    number               the first column of each of its rows
    columns, condition   SQL over `e`; parameters in `column_values` and `condition_values`
    examined             how many entries with the words are looked at, at most; `limit` how many are given back
    position             where nearness is measured from, for an engine that can't walk the ranges cheaply
    rare                 few entries have the words, so all of them can be fetched at once
    """

    number: int
    columns: str
    column_values: tuple[object, ...] = ()
    ranges: list[Range]
    match: Match = ()
    condition: str = ""
    condition_values: tuple[object, ...] = ()
    examined: int
    limit: int
    position: tuple[float, float] | None = None
    rare: bool = False


def quoted(names: tuple[str, ...]) -> str:
    """Column names as SQL; `group` is a reserved word."""
    return ", ".join(f'"{name}"' for name in names)
