"""Working on a place in another folder for a while: one that is being restored, or a copy that is only checked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

DATABASE = "trellis.sqlite3"


@contextmanager
def elsewhere(folder: Path, *, database: str = "") -> Iterator[None]:
    """Inside the block the data folder is this one, and the database the file in it (on PostgreSQL, the named one).

    For commands, in which nothing else runs. Keys are read from the folder's own `secrets`.
    """
    wanted = {"TRELLIS_DATA": folder, "SECRETS_DIR": folder / "secrets", "MEDIA_ROOT": folder / "files"}
    if getattr(settings, "EMAIL_FILE_PATH", None):
        wanted["EMAIL_FILE_PATH"] = str(folder / "outbox")
    before = {name: getattr(settings, name) for name in wanted}
    name_before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database or (str(folder / DATABASE) if connection.vendor == "sqlite" else name_before)
    for name, value in wanted.items():
        setattr(settings, name, value)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name_before
        for name, value in before.items():
            setattr(settings, name, value)
