"""An empty database whose tables are made at once is the same as one that went through every migration."""

import os
import subprocess
import sys

import pytest

PROGRAM = """
import django; django.setup()
from django.core.management import call_command
from django.core.management.commands.migrate import Command as Walk
from django.db import connection
call_command({command}, verbosity=0, interactive=False)
with connection.cursor() as cursor:
    for table in sorted(connection.introspection.table_names(cursor)):
        columns = cursor.execute(f'SELECT name, type, "notnull", pk FROM pragma_table_info("{{table}}")').fetchall()
        print(table, sorted(columns))
        keys = cursor.execute(f'SELECT "table", "from", "to" FROM pragma_foreign_key_list("{{table}}")').fetchall()
        print("  keys", sorted(keys))
        for name, found in sorted(connection.introspection.get_constraints(cursor, table).items()):
            named = "" if name.startswith("__") or found["foreign_key"] else name
            print("  constraint", named, found["columns"], found["unique"], found["check"], found["foreign_key"])
    print(sorted(cursor.execute("SELECT app, name FROM django_migrations").fetchall()))
    print(sorted(cursor.execute("SELECT app_label, model FROM django_content_type").fetchall()))
    print(cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'core_searchindex'").fetchone())
"""


def made_by(command: str, folder) -> list[str]:
    environment = {**os.environ, "TRELLIS_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "trellis.config.settings"}
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(command=command)], env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert told.returncode == 0, told.stderr
    return sorted(told.stdout.splitlines())


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="each engine would say it in words of its own; the models are the same")
def test_tables_made_at_once_are_those_that_the_migrations_make(tmp_path):
    at_once, walked = made_by("'migrate'", tmp_path / "at_once"), made_by("Walk()", tmp_path / "walked")

    assert len(at_once) > 200
    assert at_once == walked
