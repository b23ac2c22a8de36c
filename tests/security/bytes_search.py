"""Looking for words in the raw bytes of every file of a folder, however they may be written there."""

from __future__ import annotations

import base64
from pathlib import Path
from uuid import UUID


def spellings(word: str) -> set[bytes]:
    """The word as UTF-8, as UTF-16, as hexadecimal, and as base64 from each of the three places it can begin at."""
    plain = word.encode()
    found = {plain, word.encode("utf-16-le"), word.encode("utf-16-be"), plain.hex().encode(), plain.hex().upper().encode()}
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + plain)
        # What the neighbours before and after it would change is left off.
        whole = coded[4 if before else 0 :]
        found.add(whole[: len(whole) // 4 * 4 - 4])
    return {each for each in found if len(each) >= 8}


def spellings_of_id(person_id: UUID) -> set[bytes]:
    """An id with and without its dashes, each as above, and its sixteen bytes."""
    return spellings(str(person_id)) | spellings(person_id.hex) | {person_id.bytes}


def found_in(folder: Path, wanted: dict[str, set[bytes]]) -> dict[str, list[str]]:
    """Which of these words stand in which files, by their name relative to the folder."""
    found: dict[str, list[str]] = {}
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        content = path.read_bytes()
        lower = content.lower()
        for name, ways in wanted.items():
            if any(way in content or way.lower() in lower for way in ways):
                found.setdefault(name, []).append(str(path.relative_to(folder)))
    return found
