"""Who may see a file: anyone if it is public, else whom the rule of its owner's kind lets in."""

from collections.abc import Callable
from typing import Any

from trellis.core.references import resolve

from .models import StoredFile

FileRule = Callable[[Any, Any, StoredFile], bool]

_rules: dict[str, FileRule] = {}


def file_rule(kind: str) -> Callable[[FileRule], FileRule]:
    """Declare `function(person_or_None, owner, file) -> bool` for files of owners of this kind."""

    def declare(function: FileRule) -> FileRule:
        if kind in _rules:
            raise TypeError(f"two file rules for {kind}")
        _rules[kind] = function
        return function

    return declare


def may_see_file(person, stored: StoredFile) -> bool:
    """Whether this person (None without an account) may see the file."""
    if stored.is_public:
        return True
    rule = _rules.get(stored.owner.kind)
    owner = resolve([stored.owner]).get(stored.owner) if rule else None
    return bool(owner is not None and rule(person, owner, stored))
