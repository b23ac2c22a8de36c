"""Files as Polis exports them, written for tests, and where the shared conversations are if they are on this machine."""

import os
from io import BytesIO
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[5]
LIST_HEADING = "timestamp,datetime,comment-id,voter-id,vote"
COMMENTS_HEADING = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body"


def shared_polis() -> Path:
    """The folder of shared conversations; a test that asks for it is skipped where there is none."""
    folder = Path(os.environ.get("TRELLIS_SHARED_DATA", PROJECT.parent / "shared/data")) / "polis"
    if not folder.is_dir():
        pytest.skip("the shared conversations are not on this machine")
    return folder


def a_file(*lines: str, ending: str = "\n") -> BytesIO:
    """These lines as a file."""
    return BytesIO("".join(line + ending for line in lines).encode())


def list_of(*votes: tuple[int, int, int, int]) -> BytesIO:
    """A list of votes: (time, statement, participant, vote)."""
    rows = [f"{time},Sun Sep 13 12:26:40 UTC 2020,{statement},{participant},{vote}" for time, statement, participant, vote in votes]
    return a_file(LIST_HEADING, *rows)


def comments_of(*comments: tuple[int, int, str]) -> BytesIO:
    """A list of statements: (statement, moderated, words)."""
    rows = []
    for statement, moderated, words in comments:
        quoted = words.replace('"', '""')
        rows.append(f'1600000000000,Sun Sep 13 12:26:40 UTC 2020,{statement},0,1,0,{moderated},"{quoted}"')
    return a_file(COMMENTS_HEADING, *rows)
