"""The page in front of a backup: what is in it, from when, and by which figures it can be checked."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from trellis.core.fields import blind_index

FORMAT = 1
FILE = "manifest.json"
SAFE_NAME = re.compile(
    r"(files/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}|secrets/[A-Za-z0-9._-]+|trellis\.sqlite3|trellis\.pgdump|erased\.jsonl)"
)


class BackupUnusable(Exception):
    """A backup that cannot be made or restored; the text is one line for whoever asked for it."""


@dataclass
class Manifest:
    """What a backup says of itself."""

    made_at: str
    place: str
    version: str
    engine: str
    migrations: list[str]
    figures: dict[str, list[int]]
    log_number: int
    log_head: str
    key_check: str
    with_keys: bool
    sha256: dict[str, str] = field(default_factory=dict)
    missing_files: list[str] = field(default_factory=list)
    format: int = FORMAT

    @property
    def n_rows(self) -> int:
        return sum(count for count, _size in self.figures.values())

    def text(self) -> str:
        return json.dumps(asdict(self), indent=1, sort_keys=True)


def parse(text: bytes) -> Manifest:
    """The manifest that was written as this text. BackupUnusable when it is none, or of a later form."""
    try:
        said: dict[str, Any] = json.loads(text)
        if said["format"] > FORMAT:
            raise BackupUnusable("this backup was made by a later version of Trellis; update first")
        manifest = Manifest(**said)
        unsafe = [name for name in manifest.sha256 if not SAFE_NAME.fullmatch(name)]
        if unsafe:
            raise BackupUnusable(f"this is not a backup of Trellis: it holds a file named {unsafe[0]!r}")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupUnusable("this is not a backup of Trellis, or its first page is damaged") from error
    return manifest


def key_check() -> str:
    """A digest by which it shows whether the keys at hand are those that a backup was made with. It tells nothing of them."""
    return blind_index("trellis", "backup")


def has_its_keys(manifest: Manifest) -> bool:
    return hmac.compare_digest(key_check(), manifest.key_check)


def digest_of(path: Path) -> str:
    """SHA-256 (hex) of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
