"""Which SQLite may keep a write-ahead log."""

import pytest
from django.db import connection

from trellis.config import engine


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 53, 4), (3, 50, 7), (3, 50, 9), (3, 44, 6), (4, 0, 0)])
def test_fixed_versions(version):
    assert engine.is_fixed(version)


@pytest.mark.parametrize("version", [(3, 51, 2), (3, 50, 6), (3, 49, 9), (3, 45, 0), (3, 44, 5), (3, 40, 1), (3, 7, 0)])
def test_versions_with_the_bug(version):
    assert not engine.is_fixed(version)


@pytest.mark.parametrize("version, mode", [((3, 53, 4), "WAL"), ((3, 40, 1), "DELETE")])
def test_an_engine_with_the_bug_gets_the_rollback_journal(monkeypatch, version, mode):
    monkeypatch.setattr(engine, "version", lambda: version)

    assert engine.journal_mode() == mode


@pytest.mark.skipif(connection.vendor != "sqlite", reason="says something about SQLite only")
def test_django_uses_the_chosen_engine():
    assert connection.Database.sqlite_version_info == engine.version()
