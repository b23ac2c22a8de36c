"""Backups that must not be put in place: cut short, changed, of a later version, for other keys, or no backup at all."""

from __future__ import annotations

import json
import secrets
import zipfile
from collections.abc import Iterator
from pathlib import Path


def spoilt(good: Path, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """What is wrong, and the arguments of `trellis restore` that must be refused."""
    words = folder / "words.zip"
    words.write_text("this is no backup")
    yield "not a backup", [str(words), "--force"]

    short = folder / "short.zip"
    short.write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    yield "cut short", [str(short), "--force"]

    yield "changed", [str(_again(good, folder / "changed.zip", change=_flip_database)), "--force"]
    yield "rows lost", [str(_again(good, folder / "lost.zip", change=_fewer_rows)), "--force"]
    yield "later version", [str(_again(good, folder / "later.zip", change=_later)), "--force"]
    yield "later form", [str(_again(good, folder / "form.zip", change=_later_form)), "--force"]
    yield "another engine", [str(_again(good, folder / "engine.zip", change=_another_engine)), "--force"]
    yield "a name that leads elsewhere", [str(_again(good, folder / "names.zip", change=_bad_name)), "--force"]

    keys = folder / "other-keys"
    keys.mkdir(mode=0o700)
    (keys / "index.key").write_text(secrets.token_hex(32))
    yield "other keys", [str(good), "--force", "--keys", str(keys)]
    yield "no such list", [str(good), "--force", "--erasures", str(folder / "nowhere.jsonl")]
    damaged = folder / "damaged.jsonl"
    damaged.write_text('{"number": 7}\n')
    yield "a damaged list", [str(good), "--force", "--erasures", str(damaged)]
    yield "no such file", [str(folder / "nowhere.zip")]


def _again(good: Path, to: Path, *, change) -> Path:
    """The same backup with something changed."""
    with zipfile.ZipFile(good) as archive, zipfile.ZipFile(to, "w") as written:
        content = {name: archive.read(name) for name in archive.namelist()}
        manifest = json.loads(content["manifest.json"])
        change(content, manifest)
        content["manifest.json"] = json.dumps(manifest).encode()
        for name, each in content.items():
            written.writestr(name, each)
    return to


def _flip_database(content: dict, manifest: dict) -> None:
    content["trellis.sqlite3"] = content["trellis.sqlite3"][:-1] + b"\1"


def _fewer_rows(content: dict, manifest: dict) -> None:
    manifest["figures"]["core_person"][0] += 1


def _later(content: dict, manifest: dict) -> None:
    manifest["migrations"].append("core.9999_from_the_future")


def _later_form(content: dict, manifest: dict) -> None:
    manifest["format"] = 99


def _another_engine(content: dict, manifest: dict) -> None:
    manifest["engine"] = "oracle"


def _bad_name(content: dict, manifest: dict) -> None:
    manifest["sha256"]["../../elsewhere"] = "0" * 64
