"""Writing the pages, and telling which of them no longer say what the code says."""

from pathlib import Path

from django.conf import settings

from .pages import pages


def folder() -> Path:
    """Where the pages are."""
    return Path(settings.PROJECT) / "docs" / "catalogue"


def drifted() -> list[str]:
    """Names of the pages whose file is missing or differs from what would be written now."""
    return [name for name, text in pages().items() if _written(name) != text]


def write() -> list[str]:
    """Write the pages that differ. Returns their names."""
    changed = drifted()
    folder().mkdir(parents=True, exist_ok=True)
    for name in changed:
        (folder() / name).write_text(pages()[name], encoding="utf-8")
    return changed


def _written(name: str) -> str | None:
    path = folder() / name
    return path.read_text(encoding="utf-8") if path.exists() else None
