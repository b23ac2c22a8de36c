"""Keeping and discarding bytes, so that a row never points at nothing."""

import hashlib
import os
import secrets
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.jobs import every, job
from trellis.core.references import Ref

from .kinds import LARGEST, FileRefused, checked
from .models import StoredFile, files_folder, path_of

NAME_LENGTH = 150
ORPHAN_AGE = timedelta(days=1)
"""Longer than any upload takes: bytes are written before their row is committed."""


def keep(upload: BinaryIO, *, owner: Ref, visibility: str, by, now: datetime) -> StoredFile:
    """Check, clean and keep an uploaded file. Raises FileRefused (a ValidationError) with a sentence."""
    content = upload.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise FileRefused(_("The file is larger than %(size)s MB."), code="size", params={"size": LARGEST // 1024**2})
    kind, cleaned = checked(content)
    sha256 = hashlib.sha256(cleaned).hexdigest()
    _write(path_of(sha256), cleaned)
    # Again after the commit: in between, the discarding of an equal file may have seen no row.
    transaction.on_commit(lambda: _write(path_of(sha256), cleaned))
    return StoredFile.objects.create(
        sha256=sha256,
        n_bytes=len(cleaned),
        media_type=kind.media_type,
        name=_plain_name(getattr(upload, "name", "") or ""),
        owner=owner,
        visibility=visibility,
        uploaded_by=by,
        uploaded_at=now,
    )


def discard(stored: StoredFile) -> None:
    """Delete the row and, after the commit, the bytes that no other row needs."""
    sha256 = stored.sha256
    stored.delete()
    transaction.on_commit(lambda: _remove_unless_needed(sha256))


@every("day at 03:50")
@job(limit_seconds=600)
def discard_orphans() -> int:
    """Remove bytes without a row, which a cancelled upload or a killed process left. Returns how many."""
    before = (timezone.now() - ORPHAN_AGE).timestamp()
    n = 0
    for path in files_folder().glob("??/??/*"):
        if path.stat().st_mtime >= before:
            continue
        if path.name.startswith("."):  # a draft of a process that was killed
            path.unlink()
            n += 1
        else:
            n += _remove_unless_needed(path.name)
    return n


def _remove_unless_needed(sha256: str) -> bool:
    """Put the bytes aside, look whether a row needs them, and only then remove them.

    Whoever commits a row with these bytes before we look is seen by us; whoever commits after finds them
    missing and writes them again.
    """
    path = path_of(sha256)
    if StoredFile.objects.filter(sha256=sha256).exists():
        return False
    aside = path.with_name(f".gone-{secrets.token_hex(8)}")
    try:
        os.replace(path, aside)
    except FileNotFoundError:
        return False
    if StoredFile.objects.filter(sha256=sha256).exists():
        os.replace(aside, path)
        return False
    aside.unlink()
    return True


def _write(path: Path, content: bytes) -> None:
    """Write the bytes so that the file appears whole or not at all; renew the age of one that is there."""
    if path.exists():
        os.utime(path)
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except OSError:
        os.unlink(draft)
        raise


def _plain_name(name: str) -> str:
    """The last part of the name, without characters that would mean something in a header or a path."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*')[:NAME_LENGTH].strip(". ")
