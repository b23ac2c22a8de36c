"""Everything of a person, to take away: the rows that the register says are theirs, their files, what the log says of them."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import capfirst, slugify

from trellis.core.actions.registry import all_actions
from trellis.core.fields import KeyMissing
from trellis.core.files.models import StoredFile
from trellis.core.files.storage import opened
from trellis.core.letters.writing import usable_language
from trellis.core.log.models import LogEntry
from trellis.core.references import Ref
from trellis.core.register.declarations import Description, Theirs
from trellis.core.register.names import name_of

from .owned import installed_descriptions

NEVER = {
    "core.Person": {"password"},
    "mfa.Authenticator": {"data"},
    "people.Worry": {"evidence"},
    "talk.Card": {"evidence"},
}
"""Fields that only the sign-in code can use, and copies of what somebody else wrote, which is theirs to take or to remove. What
they are for is told on the page about privacy."""
LONGEST_NAME = 80
NOT_FOR_READING = re.compile(r"(^|_)(id|key|index|digest|sha256|log_name|number)$")


@dataclass
class Part:
    """The rows of one model: what it is called, each field's label, and the rows."""

    label: str
    title: str
    labels: dict[str, str] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def shown(self) -> list[list[tuple[str, str]]]:
        """The rows for reading: label and value of each field that holds something. Ids and digests are in the JSON files only."""
        read = [name for name in self.labels if not NOT_FOR_READING.search(name)]
        return [[(self.labels[name], as_words(row[name])) for name in read if row.get(name) not in ("", None, [], {})] for row in self.rows]


@dataclass(frozen=True)
class Happening:
    """One entry of the log about the person: when, and what, in words."""

    at: datetime
    what: str
    by_them: bool


def steps() -> int:
    """How many steps `everything_of` takes, for a progress bar."""
    return sum(1 for description in installed_descriptions() if _paths(description))


def everything_of(person, *, watch: Callable[[int], None] = lambda _n: None) -> list[Part]:
    """The person's rows by model. `watch` is told after each model how many are done."""
    parts, done = [], 0
    for description in installed_descriptions():
        paths = _paths(description)
        if not paths:
            continue
        rows = _rows(description, paths, person)
        if rows:
            parts.append(_part(description, rows, person))
        done += 1
        watch(done)
    return parts


def happenings_of(person) -> list[Happening]:
    """What the log says of the person, oldest first: what they did, and what was done to their account."""
    labels = {each.name: str(each.label) for each in all_actions()}
    name = str(person.log_name)
    entries = LogEntry.objects.filter(Q(actor_id=name) | Q(subject_kind="core.person", subject_id=name)).order_by("number")
    return [Happening(each.at, labels.get(each.action, each.action), each.actor_id == name) for each in entries.iterator(chunk_size=1000)]


def write(person, to: BinaryIO, *, now: datetime, watch: Callable[[int], None] = lambda _n: None) -> int:
    """Write the takeout as a zip: index.html to read, a JSON file for each kind, the files themselves. Returns how many rows."""
    with translation.override(usable_language(person.language)), zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = everything_of(person, watch=watch)
        happenings = happenings_of(person)
        for part in parts:
            archive.writestr(f"data/{part.label}.json", _json({"kind": part.label, "title": part.title, "rows": part.rows}))
        told = [{"at": each.at, "what": each.what, "by_you": each.by_them} for each in happenings]
        archive.writestr("data/log.json", _json({"title": "log", "rows": told}))
        files = _write_files(person, archive)
        page = {
            "parts": parts, "happenings": happenings, "files": files, "now": now, "place": settings.PLACE_NAME, "person": person,
            "rtl": translation.get_language_bidi(), "language": translation.get_language(),
        }  # fmt: skip
        archive.writestr("index.html", render_to_string("forgetting/takeout.html", page))
    return sum(len(part.rows) for part in parts)


def as_bytes(person, *, now: datetime, watch: Callable[[int], None] = lambda _n: None) -> bytes:
    """The takeout in memory, to be sealed before it touches a disk."""
    to = io.BytesIO()
    write(person, to, now=now, watch=watch)
    return to.getvalue()


def as_words(value: Any) -> str:
    """A value as one reads it."""
    if isinstance(value, bool):
        return translation.gettext("Yes") if value else translation.gettext("No")
    if isinstance(value, list):
        return "\n".join(as_words(each) for each in value)
    if isinstance(value, dict):
        return "\n".join(f"{name}: {as_words(each)}" for name, each in value.items())
    return str(value)


def _paths(description: Description) -> dict[str, Theirs]:
    return {path: theirs for path, theirs in description.people.items() if theirs.takeout}


def _rows(description: Description, paths: dict[str, Theirs], person) -> list[models.Model]:
    theirs = Q()
    for path in paths:
        theirs |= Q(**{path or "pk": person.pk})
    return list(description.model._base_manager.filter(theirs).distinct().order_by("pk"))


def _part(description: Description, rows: list[models.Model], person) -> Part:
    model = description.model
    hidden = NEVER.get(model._meta.label, set())
    fields = [each for each in model._meta.concrete_fields if each.name not in hidden]
    part = Part(
        model._meta.label_lower,
        name_of(model),
        {each.name: str(capfirst(each.verbose_name)) for each in fields},
    )
    for row in rows:
        part.rows.append({each.name: value for each in fields if (value := _value(row, each, person)) is not _LEFT_OUT})
    return part


_LEFT_OUT = object()


def _value(row: models.Model, each: models.Field, person) -> Any:
    """The value in plain form. Other people are left out: who they are is theirs."""
    if each.related_model is get_user_model():
        return translation.gettext("you") if getattr(row, each.attname) == person.pk else _LEFT_OUT
    try:
        value = getattr(row, each.attname)
    except KeyMissing:
        return translation.gettext("This can no longer be read here.")
    if isinstance(value, str | int | float | bool | list | dict | type(None)):
        return dict(each.flatchoices).get(value, value) if each.choices and isinstance(value, str) else value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _write_files(person, archive: zipfile.ZipFile) -> list[dict[str, str]]:
    """The bytes of the files that the person uploaded or owns."""
    files: list[dict[str, str]] = []
    theirs = StoredFile.objects.filter(Q(uploaded_by=person) | Q(owner=Ref("core.person", str(person.pk)))).order_by("uploaded_at", "pk")
    for number, stored in enumerate(theirs, 1):
        name = f"files/{number:03}-{_safe_name(stored)}"
        try:
            with opened(stored) as content:
                archive.writestr(name, content.read())
        except (FileNotFoundError, KeyMissing):
            continue
        files.append({"path": name, "name": stored.name or name, "media_type": stored.media_type})
    return files


def _safe_name(stored: StoredFile) -> str:
    stem, _dot, ending = (stored.name or "").rpartition(".")
    return f"{slugify(stem or 'file')[:LONGEST_NAME]}.{slugify(ending)[:8] or stored.media_type.rpartition('/')[2]}"


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)


def iterate_bytes(content: bytes, size: int = 64 * 1024) -> Iterator[bytes]:
    """The content in pieces, for a streamed answer."""
    for start in range(0, len(content), size):
        yield content[start : start + size]
