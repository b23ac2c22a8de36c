"""Setting up an empty database, refusing one that is behind, gathering page files."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from trellis.apps.directory.models import Place
from trellis.core.console import BadInput
from trellis.interfaces.cli import readiness


@pytest.fixture
def static(settings, tmp_path):
    settings.TRELLIS_DATA = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    return settings.STATIC_ROOT


@pytest.mark.django_db
def test_a_database_that_is_up_to_date_is_left_alone():
    assert readiness.pending_migrations() == []
    assert not readiness.is_empty()

    readiness.require_ready()


@pytest.mark.django_db
def test_a_database_that_is_behind_is_not_touched(monkeypatch):
    monkeypatch.setattr(readiness, "pending_migrations", lambda: ["core.0009_more"])

    with pytest.raises(BadInput, match="behind this version by 1 steps; back it up, then run: trellis prepare"):
        readiness.require_ready()


@pytest.mark.django_db
def test_an_empty_database_is_set_up(monkeypatch):
    done = []
    monkeypatch.setattr(readiness, "is_empty", lambda: True)
    monkeypatch.setattr(readiness, "migrate", lambda fill: done.append("migrated"))

    readiness.require_ready()

    assert done == ["migrated"]


def test_page_files_are_gathered_once(static):
    assert readiness.gather_static() is True
    assert readiness.gather_static() is False
    assert (static / "ui/trellis.css").exists()


def test_page_files_are_gathered_again_after_a_change(static, monkeypatch):
    readiness.gather_static()
    monkeypatch.setattr(readiness, "_fingerprint", lambda: "another")

    assert readiness.gather_static() is True


@pytest.mark.slow
@pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="only SQLite has a file to set aside")
def test_a_new_file_gets_its_name_when_it_is_complete(tmp_path):
    environment = {**os.environ, "TRELLIS_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "trellis.config.settings"}

    def run(*arguments):
        return subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)

    def tables():
        with closing(sqlite3.connect(tmp_path / "trellis.sqlite3")) as database:
            return {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}

    program = "import django; django.setup(); from trellis.interfaces.cli import readiness; readiness.migrate(fill=lambda: 1 / 0)"
    broken_off = run("-c", program)
    assert "ZeroDivisionError" in broken_off.stderr
    assert tables() == set()

    assert run("-m", "trellis.config.console", "prepare").returncode == 0
    assert "core_person" in tables()
    assert not list(tmp_path.glob("trellis.sqlite3.new*"))


@pytest.mark.django_db
def test_places_are_known_from_the_start_and_a_missing_list_stops_nothing(monkeypatch, capsys):
    readiness.migrate()
    assert Place.objects.filter(name="Clacton-on-Sea").exists()

    def gone():
        raise FileNotFoundError(2, "No such file or directory", "/data/places_gb.tsv.gz")

    monkeypatch.setattr(readiness, "ensure_gazetteer", gone)
    readiness.migrate()
    assert "The list of places is missing (places_gb.tsv.gz)" in capsys.readouterr().err
