"""Reads what another place that runs Trellis tells: one signed record on a line.

Nothing here is believed because it was sent: each line must carry a signature that holds, by the key we know of that place,
and its content must have the form of a record, type by type.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Iterator
from dataclasses import dataclass, field, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext as _

from trellis.apps.directory.actions.report import Report
from trellis.apps.directory.models.records import (
    LocationRecord,
    OrganizationRecord,
    Record,
    ServiceRecord,
    SpaceRecord,
    from_plain,
)
from trellis.apps.directory.queries.telling import MOST_VIA
from trellis.core import signing

KINDS = {"organization": OrganizationRecord, "location": LocationRecord, "service": ServiceRecord, "space": SpaceRecord}
LONGEST_LINE = 2 * 1024**2
MOST_GROUPS = 5000
_HOME = re.compile(r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")
"""A place's address as places write it: nothing in it that a browser would read as another one."""


@dataclass(frozen=True, slots=True)
class Signed:
    """One record as its owner said and signed it."""

    kind: str
    id: str
    home: str
    place: str
    said: str
    signature: str
    key: str
    via: tuple[str, ...]


@dataclass
class Lines:
    """What was read beside the records. `wrong` holds codes: key, signature, cut_off, unreadable.

    `keys` are those by which places that we do not follow were known so far, by host. Whoever passes their records on could
    sign them with a key of its own making; the first key that was seen of a place is therefore the one that counts.
    """

    home: str
    key: str
    report: Report
    ours: str = ""
    known_homes: frozenset[str] = frozenset()
    keys: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, int] = field(default_factory=dict)
    offered_key: str = ""
    gone: set[tuple[str, str]] = field(default_factory=set)
    groups: list[dict[str, Any]] = field(default_factory=list)
    n_ours: int = 0

    def read(self, path: Path) -> Iterator[tuple[Record, Signed]]:
        """The records that may be taken, with what was signed of each. What came from us, or through too many, is left out."""
        number, ended, seen = 0, False, set()
        with path.open("rb") as file:
            while raw := file.readline(LONGEST_LINE):
                line = self._line(raw)
                if line is None:
                    self._count("unreadable")
                    if number == 0:
                        return
                    continue
                signed, said = line
                if "end" in said:
                    ended = said["end"] == number and self._by_the_place(signed)
                    break
                if "groups" in said:
                    if self._by_the_place(signed):
                        self.groups = [each for each in said["groups"] if isinstance(each, dict)][:MOST_GROUPS]
                    continue
                number += 1
                if (signed.kind, signed.id) in seen:
                    self.report.doubled += 1
                    continue
                seen.add((signed.kind, signed.id))
                record = self._record(signed, said, number)
                if record is not None:
                    yield record, signed
        if not ended:
            self._count("cut_off")

    def _count(self, code: str) -> None:
        self.wrong[code] = self.wrong.get(code, 0) + 1

    def _line(self, raw: bytes) -> tuple[Signed, dict[str, Any]] | None:
        try:
            line = json.loads(raw)
            said = json.loads(line["said"])
            via = line.get("via", [])
            texts = [line["said"], line["signature"], line["key"], *via, said["home"]]
        except (ValueError, TypeError, KeyError, RecursionError):
            return None
        if not isinstance(said, dict) or not all(isinstance(each, str) for each in texts):
            return None
        kind, id_, place = (said.get(name, "") for name in ("kind", "id", "place"))
        if not all(isinstance(each, str) and each.isprintable() for each in (kind, id_, place, said["home"])) or len(said["home"]) > 300:
            return None
        return Signed(kind, id_, said["home"], place[:120], line["said"], line["signature"], line["key"], tuple(via)), said

    def _by_the_place(self, signed: Signed) -> bool:
        """Whether the place we follow said this itself, by the key that we know it by."""
        if signed.home != self.home or not signing.holds(signed.said, signed.signature, signed.key):
            self._count("signature")
            return False
        if signed.key != self.key:
            self._count("key")
            self.offered_key = signed.key
            return False
        return True

    def _record(self, signed: Signed, said: dict[str, Any], number: int) -> Record | None:
        if signed.kind not in KINDS or not _is_id(signed.id):
            self.report.refuse("", number, "id", _("This is not a record."), kind="service")
            return None
        if signed.home == self.ours:
            self.n_ours += 1
            return None
        if signed.home == self.home:
            if not self._by_the_place(signed):
                return None
            if said.get("gone") is True:
                self.gone.add((signed.kind, signed.id))
                return None
        elif not self._passed_on(signed):
            return None
        try:
            record = from_plain(KINDS[signed.kind], typed(KINDS[signed.kind], said["record"]))
        except (TypeError, ValueError, KeyError):
            self.report.refuse("", number, "record", _("This record is not written as a record must be."), kind=signed.kind)
            return None
        record.key = signed.id
        record.extra = {}
        for contact in _contacts(record):
            contact.visibility = "public"
        return record

    def _passed_on(self, signed: Signed) -> bool:
        """Whether a third place's record may be taken: signed by it, on a short way, and not told to us by that place itself."""
        short = 0 < len(signed.via) <= MOST_VIA and self.ours not in signed.via
        host = host_of(signed.home)
        tell_themselves = {host_of(each) for each in (self.home, self.ours, *self.known_homes)}
        if not short or not host or host in tell_themselves or not signing.holds(signed.said, signed.signature, signed.key):
            return False
        return self.keys.setdefault(host, signed.key) == signed.key


def host_of(home: str) -> str:
    """The host, and port, of a place's address; "" for what is not written as one."""
    if not _HOME.fullmatch(home):
        return ""
    parts = urlsplit(home)
    return parts.netloc.removesuffix(":443" if parts.scheme == "https" else ":80")


def _contacts(record: Record) -> list[Any]:
    return [*record.contacts, *(contact for place in getattr(record, "places", ()) for contact in place.contacts)]


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def typed(kind: type, plain: Any) -> dict[str, Any]:
    """The fields of a plain record that we know, if each is of its type; TypeError otherwise. Unknown ones are newer than we are."""
    if not isinstance(plain, dict):
        raise TypeError(kind.__name__)
    hints = get_type_hints(kind)
    return {name: _typed(hints[name], value) for name, value in plain.items() if name in hints and name != "extra"}


def _typed(hint: Any, value: Any) -> Any:
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return None if value is None else _typed(next(part for part in parts if part is not type(None)), value)
    if is_dataclass(hint):
        return typed(hint, value)
    if origin is list and isinstance(value, list):
        return [_typed(parts[0], each) for each in value]
    if origin is tuple and isinstance(value, list) and len(value) == len(parts):
        return [_typed(part, each) for part, each in zip(parts, value, strict=True)]
    if origin is dict and isinstance(value, dict):
        return {_typed(parts[0], name): _typed(parts[1], each) for name, each in value.items()}
    if hint is date and isinstance(value, str):
        return date.fromisoformat(value).isoformat()
    if hint is float and type(value) in (int, float):
        return float(value)
    if hint in (str, int, bool) and type(value) is hint:
        return value
    raise TypeError(str(hint))
