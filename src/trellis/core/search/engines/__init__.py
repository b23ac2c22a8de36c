"""What differs between the databases: how words are indexed and asked for. Everything else is the same SQL."""

from types import ModuleType

from django.db import connection

from trellis.core.search.engines import postgresql, sqlite


def engine() -> ModuleType:
    """The engine of the database in use."""
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]
