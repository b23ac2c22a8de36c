"""Words that no record has any more leave the index's dictionary: one of them may have been somebody's name."""

from django.db import connection

from trellis.core.search.models import SearchSpelling, SearchWord


def forget_unused_words() -> int:
    """Delete words that stand in no entry and mean nothing else, with their misspellings. Returns how many."""
    unused = SearchWord.objects.filter(entries__lte=0, means="")
    if not unused.exists():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {SearchSpelling._meta.db_table} WHERE word IN "  # noqa: S608 (names of tables)
            f"(SELECT word FROM {SearchWord._meta.db_table} WHERE entries <= 0 AND means = '')"
        )
    return unused.delete()[0]
