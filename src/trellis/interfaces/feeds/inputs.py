"""Opens what a person names: a file, a folder, a zip, a gzip or standard input.

Everything becomes a list of entries that can be opened again and again and are read in pieces.
Sizes are bounded, so that a small zip that unpacks to something endless is refused.
"""

from __future__ import annotations

import codecs
import gzip
import io
import os
import shutil
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, TextIO

from django.utils.translation import gettext as _

LARGEST = 4 * 1024**3
MOST_FILES = 2000
WORST_RATIO = 200
_READABLE = {".csv", ".tsv", ".txt", ".json", ".ndjson", ".jsonl"}


class Unusable(Exception):
    """The whole source can't be used; the message is one line for people."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


@dataclass(slots=True, frozen=True)
class Entry:
    """One file of a source, by a short name without folders of this machine."""

    name: str
    open: Callable[[], BinaryIO]

    @property
    def stem(self) -> str:
        """The name without folders and endings, in lower case."""
        name = PurePosixPath(self.name.lower()).name.removesuffix(".gz")
        return PurePosixPath(name).stem

    @property
    def suffix(self) -> str:
        """The ending that says what is inside."""
        return PurePosixPath(self.name.lower().removesuffix(".gz")).suffix


class _Bounded(io.RawIOBase):
    """A stream that refuses to give more than the bound, and says plainly when it is damaged."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile, name: str, bound: int) -> None:
        self._stream, self._name, self._left = stream, name, bound

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        try:
            piece = self._stream.read(len(buffer))
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError) as error:
            raise Unusable(self._name, _("The compressed file is damaged.")) from error
        self._left -= len(piece)
        if self._left < 0:
            raise Unusable(self._name, _("It unpacks to more than can be taken."))
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._stream.close()
        super().close()


@contextmanager
def entries(path: str) -> Iterator[list[Entry]]:
    """The files of a source on this machine; `-` is standard input."""
    with tempfile.TemporaryDirectory(prefix="trellis-import-") as scratch:
        if path == "-":
            yield _from_stdin(Path(scratch))
            return
        place = Path(path)
        if place.is_dir():
            yield _from_folder(place)
        elif place.is_file():
            yield entries_of_file(place, place.name)
        else:
            raise Unusable(path, _("There is no such file or folder."))


def entries_of_file(path: Path, name: str) -> list[Entry]:
    """The entries of one file, which may be a zip or a data package beside its tables."""
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
    except OSError as error:
        raise Unusable(name, _("The file can't be read.")) from error
    if not start:
        raise Unusable(name, _("The file is empty."))
    if start.startswith(b"PK"):
        return _from_zip(path, name)
    if name.lower() == "datapackage.json":
        return _from_folder(path.parent)
    return [_entry(path, name)]


def _entry(path: Path, name: str) -> Entry:
    def opened() -> BinaryIO:
        try:
            stream = path.open("rb")
            compressed = stream.read(2) == b"\x1f\x8b"
            stream.seek(0)
        except OSError as error:
            raise Unusable(name, _("The file can't be read.")) from error
        if not compressed:
            return stream
        bound = min(LARGEST, max(path.stat().st_size * WORST_RATIO, 64 * 1024**2))
        return io.BufferedReader(_Bounded(gzip.GzipFile(fileobj=stream), name, bound), 1 << 16)

    return Entry(name, opened)


def _from_stdin(scratch: Path) -> list[Entry]:
    target = scratch / "standard-input"
    with target.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file, 1 << 20)
    return entries_of_file(target, "standard input")


def _from_folder(folder: Path) -> list[Entry]:
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            shown = path.relative_to(folder).as_posix()
            entry = _entry(path, shown)
            if entry.suffix in _READABLE and not name.startswith(".") and path.is_file():
                found.append(entry)
        if len(found) > MOST_FILES:
            raise Unusable(folder.name, _("The folder holds more files than can be taken."))
    if not found:
        raise Unusable(folder.name, _("The folder holds no CSV or JSON file."))
    return found


def _from_zip(path: Path, name: str) -> list[Entry]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unusable(name, _("The zip file is damaged.")) from error
    with archive:
        members = [item for item in archive.infolist() if not item.is_dir() and not item.filename.startswith("__MACOSX/")]
    if len(members) > MOST_FILES:
        raise Unusable(name, _("The zip file holds more files than can be taken."))
    if any(item.flag_bits & 1 for item in members):
        raise Unusable(name, _("The zip file asks for a password."))
    unpacked = sum(item.file_size for item in members)
    if unpacked > LARGEST or unpacked > max(path.stat().st_size * WORST_RATIO, 64 * 1024**2):
        raise Unusable(name, _("It unpacks to more than can be taken."))
    found = [_zip_entry(path, item) for item in members]
    found = [entry for entry in found if entry.suffix in _READABLE]
    if not found:
        raise Unusable(name, _("The zip file holds no CSV or JSON file."))
    return found


def _zip_entry(path: Path, item: zipfile.ZipInfo) -> Entry:
    def opened() -> BinaryIO:
        try:
            archive = zipfile.ZipFile(path)
            stream = archive.open(item)
        except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
            raise Unusable(item.filename, _("The zip file is damaged.")) from error
        return io.BufferedReader(_Bounded(stream, item.filename, item.file_size), 1 << 16)

    return Entry(item.filename, opened)


def start_of(entry: Entry) -> bytes:
    """The first bytes that are not space, whatever the encoding: enough to tell JSON, a table and a web page apart."""
    with entry.open() as stream:
        return stream.read(400).replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")


def encoding_of(entry: Entry) -> tuple[str, bool]:
    """The encoding of a text, and whether it was guessed.

    A byte order mark decides; then UTF-8 if all of it is; then Windows-1252, where every byte
    means something, which old spreadsheets write.
    """
    with entry.open() as stream:
        start = stream.read(4096)
        if start.startswith(codecs.BOM_UTF8):
            return "utf-8-sig", False
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16", False
        if len(start) > 3 and start[1::2].count(0) > len(start) // 4 and not start[0::2].count(0):
            return "utf-16-le", True
        if len(start) > 3 and start[0::2].count(0) > len(start) // 4 and not start[1::2].count(0):
            return "utf-16-be", True
        decoder = codecs.getincrementaldecoder("utf-8")("strict")
        try:
            piece = start
            while piece:
                decoder.decode(piece)
                piece = stream.read(1 << 18)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252", True
    return "utf-8", False


def text_of(entry: Entry, *, note: Callable[[str], None] = lambda sentence: None) -> TextIO:
    """The text of an entry, decoded; `note` hears when the encoding was guessed."""
    encoding, guessed = encoding_of(entry)
    if guessed:
        note(_("%(file)s is not written in UTF-8; it was read as %(encoding)s.") % {"file": entry.name, "encoding": encoding})
    return io.TextIOWrapper(entry.open(), encoding=encoding, errors="replace", newline="")
