"""What commands share."""

import gzip
import io
import json
import sys
import uuid
from datetime import date

import pytest

from trellis.core.console import BadInput, open_input, print_json, progress


@pytest.mark.parametrize(
    "error, line",
    [
        (BadInput("is empty"), "is empty"),
        (BadInput("is empty", file="a.csv"), "a.csv: is empty"),
        (BadInput("is empty", file="a.csv", row=0), "a.csv, row 0: is empty"),
        (BadInput("is\nodd", file="a.csv", row=7, field="name"), "a.csv, row 7, field name: is odd"),
    ],
)
def test_bad_input_is_one_line(error, line):
    assert str(error) == line


def test_bad_input_as_a_refusal():
    assert BadInput("is empty", file="a.csv", row=7).as_json() == {"file": "a.csv", "row": 7, "field": "", "reason": "is empty"}


def test_one_json_document(capsys):
    key = uuid.UUID(int=1)

    print_json({"on": date(2026, 11, 22), "id": key, "name": "Café"})

    out = capsys.readouterr().out
    assert json.loads(out) == {"on": "2026-11-22", "id": str(key), "name": "Café"}
    assert "Café" in out


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_may_be_gzipped(tmp_path, packed):
    path = tmp_path / "records"
    path.write_bytes(gzip.compress(b"some words") if packed else b"some words")

    with open_input(str(path)) as stream:
        assert stream.read() == b"some words"


@pytest.mark.parametrize("packed", [False, True])
def test_a_dash_is_standard_input(monkeypatch, packed):
    words = gzip.compress(b"some words") if packed else b"some words"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(words))))

    assert open_input("-").read() == b"some words"


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(BadInput, match="nothing.csv: No such file"):
        open_input(str(tmp_path / "nothing.csv"))


def test_no_progress_bar_in_a_pipe(capsys):
    assert list(progress(range(3), total=3, label="Reading")) == [0, 1, 2]
    assert capsys.readouterr().err == ""


def test_a_progress_bar_on_a_terminal(monkeypatch):
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stderr", terminal)

    list(progress(range(3), total=3, label="Reading"))

    assert terminal.getvalue().endswith("\rReading [##############################] 3 of 3\n")


def test_what_is_wrong_is_one_line_of_signs_that_can_be_seen():
    wrong = BadInput("“\u202e7” is\nno \x1b[31mnumber\udcff, né", file="a b.csv", row=3, field="vote")

    assert str(wrong) == "a b.csv, row 3, field vote: “\\u202e7” is no \\x1b[31mnumber\\udcff, né"
