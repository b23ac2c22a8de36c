"""No identity of a caller reaches a file: words typed into every field that a handler has are in no byte of the place."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def scene(tmp_path_factory) -> dict:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TRELLIS_", "DATABASE_URL", "DJANGO_"))}
    told = {
        "TRELLIS_DATA": str(tmp_path_factory.mktemp("line") / "place"),
        "DJANGO_SETTINGS_MODULE": "trellis.config.settings",
        "PYTHONPATH": os.pathsep.join([str(PROJECT), *sys.path]),
    }
    command = [sys.executable, str(PROJECT / "tests/security/warmline_scene.py")]
    done = subprocess.run(command, env={**kept, **told}, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_search_finds_what_is_written_openly_and_the_forms_were_taken(scene):
    assert scene["control"] == ["control"]
    assert scene["made"] == [True, True]
    assert scene["statuses"]["warmline-contact"] == 302 and scene["statuses"]["warmline-caller"] == 200


def test_no_word_about_a_caller_is_in_any_file(scene):
    assert scene["n_canaries"] > 40
    assert scene["found"] == {}
