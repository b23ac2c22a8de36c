"""The words of the index as a whole: how often each occurs, how it is misspelt, and which phrases mean the same."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import chain, groupby
from typing import NamedTuple

from django.db import connection

from trellis.core.search.batches import batched
from trellis.core.search.documents import searchables
from trellis.core.search.engines import engine
from trellis.core.search.models import SearchSpelling, SearchWord
from trellis.kernels.text import damerau, deletions, stem, words

EVERYTHING = "*"
"""The entry of the table that counts all entries of the index."""

LONGEST_PHRASE = 4
_SHORTEST_TYPED = 3
_SHORTEST_MISSPELT = 4
_LONG = 7
_MOST_MEANINGS = 6
_BATCH = 5_000


class Word(NamedTuple):
    """What is known of a word or phrase: entries it stands in, how it is written, and phrases (of stems) that mean the same."""

    entries: int
    shown: str
    means: tuple[tuple[str, ...], ...]


def lookup(stems: Collection[str]) -> dict[str, Word]:
    """What is known of these words and phrases; one query."""
    marks = ", ".join(["%s"] * len(stems))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT word, entries, shown, means FROM core_searchword WHERE word IN ({marks})", list(stems))  # noqa: S608
        rows = cursor.fetchall()
    return {
        word: Word(entries, shown, tuple(tuple(each.split()) for each in json.loads(means)) if means else ())
        for word, entries, shown, means in rows
    }


def corrections(stems: Collection[str]) -> dict[str, tuple[str, str]]:
    """misspelt stem -> (right stem, how it is written), for those that have one; one query, one more for a long word with two slips.

    One slip of the finger in a short word, two in a long one. The nearest wins; then the one that differs by a doubled letter only, the
    commonest slip of all; then the one with the same first letter, which people rarely miss; then the most common.
    """
    asked = [word for word in stems if len(word) >= _SHORTEST_TYPED and word.isalpha()]
    if not asked:
        return {}
    keys = sorted({spelling for word in asked for spelling in (word, *deletions(word))})
    marks = ", ".join(["%s"] * len(keys))
    rows = _rows(
        "SELECT w.word, w.entries, w.shown FROM core_searchword w WHERE w.entries > 0 AND (w.word IN "
        f"(SELECT s.word FROM core_searchspelling s WHERE s.spelling IN ({marks})) OR w.word IN ({marks}))",  # noqa: S608 (only marks)
        [*keys, *keys],
    )
    found = {word: best for word in asked if (best := _nearest(word, rows))}
    for word in asked:
        if word not in found and len(word) >= _LONG and (best := _nearest(word, _similar(word))):
            found[word] = best
    return found


def _nearest(word: str, rows: Iterable[tuple[str, int, str]]) -> tuple[str, str] | None:
    limit = 1 if len(word) < 6 else 2
    best = min(
        (
            (damerau(word, known, limit), _undoubled(known) != _undoubled(word), known[0] != word[0], -entries, known, shown)
            for known, entries, shown in rows
            if len(known) >= _SHORTEST_TYPED
        ),
        default=None,
    )
    return (best[4], best[5]) if best is not None and best[0] <= limit else None


def _undoubled(word: str) -> str:
    return "".join(letter for letter, _run in groupby(word))


def _similar(word: str) -> list[tuple[str, int, str]]:
    """The most common words that start with the same two letters and are about as long."""
    condition, values = engine().prefix_condition(word[:2])
    return _rows(
        "SELECT word, entries, shown FROM core_searchword "  # noqa: S608 (the condition is a constant)
        f"WHERE {condition} AND entries > 0 AND length(word) BETWEEN %s AND %s ORDER BY entries DESC, word LIMIT 1000",
        [*values, len(word) - 2, len(word) + 2],
    )


def _rows(sql: str, values: list[object]) -> list[tuple[str, int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def beginnings(prefix: str, *, most: int = 8) -> list[str]:
    """The most common words that start so; one query."""
    # A colon marks the words of facets, which nobody types.
    condition, values = engine().prefix_condition(prefix)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT word FROM core_searchword WHERE {condition} AND entries > 0 ORDER BY entries DESC, word LIMIT %s",  # noqa: S608
            [*values, most],
        )
        return [word for (word,) in cursor.fetchall() if ":" not in word]


def count(changes: Mapping[str, int], shown: Mapping[str, str]) -> None:
    """Add to the counts of words. New words become known, with their misspellings."""
    changed = {word: number for word, number in changes.items() if number}
    for part in batched(sorted(changed), _BATCH):
        known = set(SearchWord.objects.filter(word__in=part).values_list("word", flat=True))
        with connection.cursor() as cursor:
            # Sorted, so that two transactions on PostgreSQL wait for each other and never in a circle.
            cursor.executemany(
                "INSERT INTO core_searchword (word, entries, shown, means) VALUES (%s, %s, %s, '') "
                "ON CONFLICT (word) DO UPDATE SET entries = core_searchword.entries + excluded.entries",
                [(word, changed[word], shown.get(word, word)) for word in part],
            )
        _spell(word for word in part if word not in known)


def replace(counts: Counter[str], shown: Mapping[str, str]) -> None:
    """Make the table anew from counts of the whole index."""
    _empty(SearchSpelling)
    _empty(SearchWord)
    for part in batched(sorted(word for word, number in counts.items() if number > 0), _BATCH):
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO core_searchword (word, entries, shown, means) VALUES (%s, %s, %s, '')",
                [(word, counts[word], shown.get(word, word)) for word in part],
            )
        # In a very large index a word that occurs once is more often a slip than a word.
        least = 1 if len(counts) < 100_000 else 2
        _spell(word for word in part if counts[word] >= least)
    learn_synonyms()


def learn_synonyms() -> None:
    """Take the groups of phrases that mean the same from every registered kind."""
    SearchWord.objects.exclude(means="").update(means="")
    means: dict[str, dict[str, None]] = {}
    for group in chain.from_iterable(each.synonyms() for each in searchables() if each.synonyms):
        phrases = list(dict.fromkeys(phrase for phrase in map(_phrase, group) if phrase and phrase.count(" ") < LONGEST_PHRASE))
        for phrase in phrases:
            means.setdefault(phrase, {}).update(dict.fromkeys(other for other in phrases if other != phrase))
    for part in batched(sorted(phrase for phrase, others in means.items() if others), _BATCH):
        SearchWord.objects.bulk_create(
            [SearchWord(word=phrase, means=json.dumps(list(means[phrase])[:_MOST_MEANINGS], ensure_ascii=False)) for phrase in part],
            update_conflicts=True,
            update_fields=["means"],
            unique_fields=["word"],
        )


def _phrase(text: str) -> str:
    return " ".join(stem(word) for word in words(text))[:80]


def _spell(new: Iterable[str]) -> None:
    rows = [(spelling, word) for word in new if len(word) >= _SHORTEST_MISSPELT and word.isalpha() for spelling in sorted(deletions(word))]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO core_searchspelling (spelling, word) VALUES (%s, %s)", rows)


def _empty(model: type[SearchSpelling] | type[SearchWord]) -> None:
    model.objects.all().delete()
