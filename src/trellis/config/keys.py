"""Keys that live in files beside the data, made on first use and readable by their owner only."""

import os
import secrets
from pathlib import Path


def private_folder(path: Path) -> Path:
    """Make the folder for its owner only, if it isn't there."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def read_or_make(path: Path, make=lambda: secrets.token_urlsafe(50)) -> str:
    """The text in the file; when there is none, the text `make` returns, kept there from then on.

    Two processes starting at once end up with the same key: the file appears under its name complete,
    and the second one to arrive reads it.
    """
    if not path.exists():
        private_folder(path.parent)
        draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # Another process was first; its key is the key.
        finally:
            draft.unlink()
    return path.read_text().strip()
