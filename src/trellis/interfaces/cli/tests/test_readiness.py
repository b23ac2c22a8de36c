"""Setting up an empty database, refusing one that is behind, gathering page files."""

import pytest

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


def test_scripts_that_no_page_loads_are_left_out(static):
    readiness.gather_static()

    names = {path.name for path in static.rglob("*")}
    assert not {"htmx-4.js", "htmx-4.min.js", "htmax-4.js", "htmx-2.js", "ext"} & names
