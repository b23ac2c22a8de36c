"""Where the data is kept: SQLite in the data folder, or PostgreSQL when DATABASE_URL names one."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from trellis.config import engine

KEEP_OPEN_SECONDS = 600
"""Opening a connection costs far more than a query on either database."""


def databases(url: str, folder: Path) -> dict:
    """Django's DATABASES for this address; SQLite in `folder` when the address is empty."""
    return {"default": _postgresql(url) if url else _sqlite(folder / "trellis.sqlite3")}


def _sqlite(path: Path) -> dict:
    """Settings that keep every commit through a power cut and never fail a read-then-write transaction.

    IMMEDIATE takes the write lock at the start; without it most concurrent read-then-write transactions
    fail. The cache is small because each thread has one. secure_delete overwrites what is erased.
    """
    pragmas = {
        "journal_mode": engine.journal_mode(),
        "synchronous": "FULL",
        "secure_delete": "ON",
        "cache_size": -8000,
        "temp_store": "MEMORY",
        "mmap_size": 0,
    }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": KEEP_OPEN_SECONDS,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": ";".join(f"PRAGMA {name}={value}" for name, value in pragmas.items()),
        },
    }


def _postgresql(url: str) -> dict:
    """Settings for an address such as postgres://user:password@host:5432/name?sslmode=require."""
    parts = urlsplit(url)
    try:
        port = parts.port or ""
    except ValueError:
        port = None
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/") or port is None:
        raise ImproperlyConfigured("DATABASE_URL must look like postgres://user:password@host:5432/name")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", parts.hostname or "")),
        "PORT": str(port),
        "CONN_MAX_AGE": KEEP_OPEN_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
