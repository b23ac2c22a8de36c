"""Build an index of made-up services: python -m making.index NUMBER."""

import json
import os
import sys
import time
from urllib.parse import urlsplit

import django


def main() -> None:
    if url := os.environ.get("DATABASE_URL"):
        make_database(url)
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from making.services import services
    from trellis.apps.directory.queries.searchable import FACETS
    from trellis.core.search.documents import Searchable, only
    from trellis.core.search.indexing import reindex

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Building in one go; a running place keeps its small cache and full synchronous.
            cursor.execute("PRAGMA cache_size = -262144")
            cursor.execute("PRAGMA synchronous = OFF")
    number = int(sys.argv[1])
    started_at = time.monotonic()
    with only(Searchable(kind="service", documents=lambda refs: services(number)), facets=FACETS):
        reindex(progress=show if sys.stderr.isatty() else lambda done: None, batch=5_000)
    seconds = time.monotonic() - started_at
    print(json.dumps({"services": number, "seconds": round(seconds, 1), "per_second": round(number / seconds)}))


def show(done: int) -> None:
    sys.stderr.write(f"\r{done:,}")


def make_database(url: str) -> None:
    """Create the database anew."""
    import psycopg

    name = urlsplit(url).path.strip("/")
    with psycopg.connect(url.removesuffix(name) + "postgres", autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}"')


if __name__ == "__main__":
    main()
