"""The word index of the search: an FTS5 table on SQLite, a tsvector column with a GIN index on PostgreSQL."""

from django.db import migrations, models

SQLITE = (
    # The words come ready made from trellis.kernels.text, in which anything beyond ASCII is part of a word.
    # detail=none: only which rows hold a word, which is all that is asked. content=: the text stands in the card already.
    """CREATE VIRTUAL TABLE core_searchindex USING fts5(
        words, content='core_searchcard', content_rowid='id', detail=none, columnsize=0, tokenize="ascii tokenchars '=:'"
    )""",
    # A withdrawn record leaves the file at once, not at the next merge.
    "INSERT INTO core_searchindex(core_searchindex, rank) VALUES ('secure-delete', 1)",
)
POSTGRESQL = (
    "ALTER TABLE core_searchentry ADD COLUMN words tsvector NOT NULL DEFAULT ''",
    "CREATE INDEX core_searchentry_words ON core_searchentry USING gin (words) WITH (fastupdate = off)",
)


def make(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def drop(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            cursor.execute("DROP TABLE core_searchindex")
        else:
            cursor.execute("ALTER TABLE core_searchentry DROP COLUMN words")


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        # Only an automatic key is SQLite's own row number, by which it keeps a table in order.
        migrations.AlterField("searchentry", "id", models.BigAutoField(primary_key=True, serialize=False)),
        migrations.AlterField("searchcard", "id", models.BigAutoField(primary_key=True, serialize=False)),
        migrations.RunPython(make, drop),
    ]
