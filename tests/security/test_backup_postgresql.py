"""Backup, drill, erase and restore on PostgreSQL, in databases of their own on the server of the tests."""

import os
import shutil
import subprocess
import sys
import uuid
from urllib.parse import urlsplit, urlunsplit

import pytest

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
MAKE_PEOPLE = (
    "from trellis.core.people.models import Person\nfor name in ('ann', 'ben'): Person.objects.create_user(email=f'{name}@example.org')"
)


@pytest.fixture
def trellis(tmp_path):
    """Runs a command in a new place: its exit code, and what it wrote."""
    assert shutil.which("pg_dump"), "no pg_dump beside the server: it comes with the package postgresql-client"
    import psycopg

    url, name = os.environ["DATABASE_URL"], f"trellis_backup_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    kept = {each: value for each, value in os.environ.items() if not each.startswith(("TRELLIS_", "DJANGO_"))}
    told = kept | {"DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}")), "TRELLIS_DATA": str(tmp_path / "place")}

    def run(*arguments: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "trellis.config.console", *arguments]
        done = subprocess.run(command, env=told, capture_output=True, text=True, timeout=200, check=False)
        return done.returncode, done.stdout + done.stderr

    yield run
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_an_old_backup_does_not_bring_back_who_was_erased(trellis, tmp_path):
    assert trellis("manage", "migrate", "-v0")[0] == 0
    assert trellis("manage", "createcachetable")[0] == 0
    assert trellis("manage", "shell", "-v", "0", "-c", MAKE_PEOPLE)[0] == 0
    backup = str(tmp_path / "b.zip")
    assert trellis("backup", backup)[0] == 0
    assert trellis("erase", "ann@example.org", "--yes")[0] == 0
    code, told = trellis("drill")
    assert code == 0, told
    assert trellis("restore", backup)[0] == 2, "a place is there"
    code, told = trellis("restore", backup, "--force")
    assert code == 0 and "Erased again: 1" in told, told
    assert trellis("erase", "ann@example.org", "--dry-run")[0] == 2
    assert trellis("erase", "ben@example.org", "--dry-run")[0] == 0
    assert trellis("verify-log")[0] == 0
