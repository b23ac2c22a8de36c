"""The key files of a place: made on first use, readable by their owner only, re-read when they change.

`field.keys` holds one Fernet key per line, newest first. The first encrypts; all decrypt. `index.key` is
for blind indexes and is not rotated, because every stored index depends on it.
"""

import hashlib
import hmac
import os
import secrets
import stat
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

LABEL_LENGTH = 8


class KeysUnsafe(Exception):
    """A key file can be read by others, or does not hold keys."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All keys of the place, newest first."""

    keys: tuple[bytes, ...]
    labels: tuple[str, ...]
    cipher: MultiFernet

    @property
    def newest(self) -> str:
        return self.labels[0]


def key_folder() -> Path:
    """The folder of the place's secrets."""
    return Path(settings.TRELLIS_DATA) / "secrets"


def field_keys_path() -> Path:
    return key_folder() / "field.keys"


def label(key: bytes) -> str:
    """A short public name for a key, safe to store beside what it encrypted."""
    return hashlib.sha256(b"trellis field key\0" + key).hexdigest()[:LABEL_LENGTH]


def key_ring() -> KeyRing:
    """The current keys.

    The file is looked at every time (about two microseconds), so that a running server starts to use a new
    key the moment rotation adds it.
    """
    path = field_keys_path()
    try:
        seen = _identity(path)
    except FileNotFoundError:
        _create(path, Fernet.generate_key() + b"\n")
        seen = _identity(path)
    with _lock:
        if _cached.get("seen") != (path, seen):
            _cached["ring"] = _read_ring(path)
            _cached["seen"] = (path, seen)
        return _cached["ring"]


def add_key() -> KeyRing:
    """Put a new key first. Values written from now on use it."""
    ring = key_ring()
    _replace(field_keys_path(), [Fernet.generate_key(), *ring.keys])
    return key_ring()


def drop_keys(labels: set[str]) -> KeyRing:
    """Forget the keys with these labels. The newest key is never dropped."""
    ring = key_ring()
    kept = [key for key in ring.keys if label(key) not in labels or label(key) == ring.newest]
    _replace(field_keys_path(), kept)
    return key_ring()


def blind_index(value: str, purpose: str) -> str:
    """A keyed digest by which an encrypted phone number or address can be looked up.

    Equal values give equal digests within one purpose and unrelated ones across purposes. The caller
    brings the value into one form first (lower case, E.164): the digest knows only exact equality.
    """
    message = purpose.encode() + b"\0" + value.encode()
    return hmac.new(_index_key(), message, hashlib.sha256).hexdigest()


def key_file(name: str, make: Callable[[], bytes]) -> bytes:
    """What a key file of the place holds; on first use, what `make` gives."""
    path = key_folder() / name
    if not path.exists():
        _create(path, make() + b"\n")
    _refuse_if_readable_by_others(path)
    return path.read_bytes().strip()


_lock = threading.Lock()
_cached: dict = {}


def _identity(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size


def _index_key() -> bytes:
    path = key_folder() / "index.key"
    if not path.exists():
        _create(path, secrets.token_hex(32).encode() + b"\n")
    seen = (path, _identity(path))
    with _lock:
        if _cached.get("index_seen") != seen:
            _refuse_if_readable_by_others(path)
            _cached["index"] = path.read_bytes().strip()
            _cached["index_seen"] = seen
        return _cached["index"]


def _read_ring(path: Path) -> KeyRing:
    _refuse_if_readable_by_others(path)
    keys = tuple(line.strip() for line in path.read_bytes().splitlines() if line.strip())
    if not keys:
        raise KeysUnsafe(f"{path} holds no key. Restore it from your backup of the keys.")
    try:
        cipher = MultiFernet([Fernet(key) for key in keys])
    except ValueError as error:
        raise KeysUnsafe(f"{path} holds a line that is not a key: {error}") from error
    return KeyRing(keys=keys, labels=tuple(label(key) for key in keys), cipher=cipher)


def _refuse_if_readable_by_others(path: Path) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise KeysUnsafe(f"{path} can be read by others (mode {mode:03o}). Run: chmod 600 {path}")


def _create(path: Path, content: bytes) -> None:
    """Make a key file unless another process just did. Linking makes the whole file appear at once."""
    written = _write_beside(path, content)
    try:
        os.link(written, path)
    except FileExistsError:
        return
    finally:
        os.unlink(written)


def _replace(path: Path, keys: list[bytes]) -> None:
    os.replace(_write_beside(path, b"\n".join(keys) + b"\n"), path)


def _write_beside(path: Path, content: bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")  # mkstemp makes it 0600
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return name
