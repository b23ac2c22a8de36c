"""Keeping and discarding bytes, so that a row never points at nothing."""

import hashlib
import os
import secrets
import tempfile
from datetime import datetime, timedelta
from io import BytesIO
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.fields.sealing import seal_bytes, unseal_bytes
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
    stored = StoredFile(
        n_bytes=len(cleaned),
        media_type=kind.media_type,
        name=_plain_name(getattr(upload, "name", "") or ""),
        owner=owner,
        visibility=visibility,
        uploaded_by=by,
        uploaded_at=now,
    )
    lying = cleaned if stored.is_public else seal_bytes(cleaned, stored.place)
    stored.sha256 = lay_down(lying)
    stored.save()
    # Again after the commit: in between, the discarding of an equal file may have seen no row.
    transaction.on_commit(lambda: lay_down(lying))
    return stored


def opened(stored: StoredFile) -> BinaryIO:
    """The file's content. FileNotFoundError when its bytes are gone."""
    if stored.is_public:
        return stored.path.open("rb")
    return BytesIO(unseal_bytes(stored.path.read_bytes(), stored.place))


def lay_down(content: bytes) -> str:
    """Write the bytes under their digest, which is returned, so that they appear whole or not at all.

    Bytes that are there already only get younger, so that the nightly tidying leaves them alone.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    if path.exists():
        os.utime(path)
        return sha256
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
    return sha256


def discard(stored: StoredFile) -> None:
    """Delete the row and, after the commit, the bytes that no other row needs."""
    sha256 = stored.sha256
    stored.delete()
    transaction.on_commit(lambda: remove_unless_needed(sha256))


def remove_unless_needed(sha256: str) -> bool:
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
            n += remove_unless_needed(path.name)
    return n


def _plain_name(name: str) -> str:
    """The last part of the name, without characters that would mean something in a header or a path."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*')[:NAME_LENGTH].strip(". ")
