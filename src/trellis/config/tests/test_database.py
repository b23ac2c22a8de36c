"""What the address of a database turns into."""

import sqlite3
import threading
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3.base import DatabaseWrapper

from trellis.config import database


@pytest.fixture
def unblocked(django_db_blocker):
    """These tests open database files of their own, which pytest-django would forbid."""
    with django_db_blocker.unblock():
        yield


def test_without_an_address_sqlite_in_the_data_folder():
    default = database.databases("", Path("/data"))["default"]

    assert default["NAME"] == "/data/trellis.sqlite3"
    assert default["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_the_pragmas_of_a_connection(tmp_path, unblocked):
    wrapper = DatabaseWrapper({**_defaults(), **database.databases("", tmp_path)["default"]})

    with wrapper.cursor() as cursor:
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "cache_size", "temp_store", "mmap_size")
        }
    wrapper.close()

    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "cache_size": -8000,
        "temp_store": 2,
        "mmap_size": 0,
    }


def test_read_then_write_from_many_threads_never_fails(tmp_path, unblocked):
    """The reason for IMMEDIATE: with Django's default most of these would end in "database is locked"."""
    options = {**_defaults(), **database.databases("", tmp_path)["default"]}
    first = DatabaseWrapper(options)
    with first.cursor() as cursor:
        cursor.execute("CREATE TABLE counter (n INTEGER)")
        cursor.execute("INSERT INTO counter VALUES (0)")
    failures = []

    def count_up():
        wrapper = DatabaseWrapper(options)
        try:
            for _ in range(10):
                wrapper.ensure_connection()
                wrapper.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
                with wrapper.cursor() as cursor:
                    n = cursor.execute("SELECT n FROM counter").fetchone()[0]
                    cursor.execute("UPDATE counter SET n = %s", [n + 1])
                wrapper.commit()
                wrapper.set_autocommit(True)
        except sqlite3.Error as error:
            failures.append(error)
        finally:
            wrapper.close()

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with first.cursor() as cursor:
        total = cursor.execute("SELECT n FROM counter").fetchone()[0]
    first.close()

    assert (failures, total) == ([], 40)


def test_an_address_of_postgresql():
    default = database.databases("postgres://jo:p%40ss@db.example:5433/trellis?sslmode=require", Path("/data"))["default"]

    assert (default["HOST"], default["PORT"], default["NAME"], default["USER"], default["PASSWORD"]) == (
        "db.example",
        "5433",
        "trellis",
        "jo",
        "p@ss",
    )
    assert default["OPTIONS"] == {"sslmode": "require"}
    assert default["CONN_HEALTH_CHECKS"] is True


def test_a_socket_folder_as_the_host():
    default = database.databases("postgres://trellis@/postgres?host=/run/pg", Path("/data"))["default"]

    assert (default["HOST"], default["NAME"]) == ("/run/pg", "postgres")


@pytest.mark.parametrize("url", ["mysql://host/name", "postgres://host", "nonsense", "postgres://host:port/name"])
def test_an_address_that_means_nothing(url):
    with pytest.raises(ImproperlyConfigured):
        database.databases(url, Path("/data"))


def _defaults() -> dict:
    return {"ATOMIC_REQUESTS": False, "AUTOCOMMIT": True, "CONN_HEALTH_CHECKS": False, "TIME_ZONE": None}
