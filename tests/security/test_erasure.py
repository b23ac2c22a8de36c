"""Whoever is erased is found in no byte of the place: database, log, index, letters, files, and an old backup put back.

The scene is a program of its own (erasure_scene.py), with the real settings and real files.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def scene(tmp_path_factory) -> dict:
    others = ("TRELLIS_", "DATABASE_URL", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    folder = tmp_path_factory.mktemp("erasure") / "place"
    told = {
        "TRELLIS_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "trellis.config.settings",
        "PYTHONPATH": os.pathsep.join([str(PROJECT), *sys.path]),
    }
    command = [sys.executable, str(PROJECT / "tests/security/erasure_scene.py")]
    done = subprocess.run(command, env={**kept, **told}, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_every_model_of_the_register_has_a_row(scene):
    """When this fails, give the model a line in RECIPES of canaries.py."""
    assert scene["not_made"] == []
    assert scene["n_planted"] > 10 and scene["n_sealed"] > 10


def test_the_search_finds_before_what_it_must_not_find_after(scene):
    assert scene["found_before"] == scene["wanted"]
    assert "id" in scene["wanted"]


def test_what_is_told_in_confidence_is_never_in_the_files(scene):
    assert scene["sealed_before"] == []


def test_a_dry_run_counts_and_changes_nothing(scene):
    counted = json.loads(scene["dry_run"]["out"])
    assert scene["found_after_dry_run"] == scene["wanted"]
    assert counted["counts"]["core.Person"] == 1 and not counted["erased"]


def test_nothing_is_found_after_erasing(scene):
    assert scene["erase"]["code"] == 0
    assert scene["found_after"] == {}
    assert not scene["there"]


def test_every_row_is_as_the_register_says(scene):
    assert scene["left_by_register"] == []


def test_what_belongs_to_others_is_untouched(scene):
    assert scene["others_after"] == scene["others_before"]
    assert scene["others_before"]["groups of ben"] == scene["others_before"]["mail to ben"] == 1


def test_the_log_still_verifies(scene):
    assert (scene["verify_log"]["code"], scene["verify_log_after_restore"]["code"]) == (0, 0)


def test_the_list_of_erasures_says_nothing_of_whom_it_names(scene):
    assert len(scene["list"]) == 1
    entry = json.loads(scene["list"][0])
    assert set(entry) == {"number", "at", "person", "addresses", "digest"}
    assert all(len(each) == 64 for each in [entry["person"], *entry["addresses"]])


def test_an_old_backup_does_not_bring_them_back(scene):
    assert scene["backup"]["code"] == 0
    assert scene["in_the_backup"], "the backup was made before, so it must hold them"
    assert scene["restore"]["code"] == 0
    assert "Erased again: 1" in scene["restore"]["out"]
    assert scene["found_after_restore"] == {}
    assert not scene["there_after_restore"]
    assert scene["others_after_restore"] == scene["others_before"]


def test_a_backup_is_not_put_over_a_place_and_holds_no_keys(scene):
    assert scene["restore_on_top"]["code"] == 2
    assert scene["restore_on_top"]["err"].count("\n") == 1
    assert scene["keys_in_the_backup"] == []


def test_the_drill_goes_well(scene):
    assert scene["drill"]["code"] == 0, scene["drill"]["out"]
    found = json.loads(scene["drill"]["out"])
    assert found["well"] and found["n_rows"] > 100 and found["n_tables"] > 30 and found["n_files"] >= 1


def test_nobody_can_be_erased_twice(scene):
    assert scene["again"]["code"] == 2
    assert scene["again"]["err"].count("\n") == 1


def test_a_backup_that_is_not_whole_is_refused_in_one_line_and_changes_nothing(scene):
    assert len(scene["refused"]) == 12
    for what, answer in scene["refused"].items():
        assert answer["code"] == 2, what
        assert answer["err"].count("\n") == 1 and "Traceback" not in answer["err"], f"{what}: {answer['err']}"
        assert answer["out"] == "", what
    assert scene["left_lying"] == []
    assert scene["there_after_refusals"]


def test_a_backup_replaces_no_file_and_holds_keys_only_when_asked(scene):
    assert (scene["backup_again"]["code"], scene["backup_nowhere"]["code"]) == (2, 2)
    assert json.loads(scene["with_keys"]["out"])["with_keys"]
    assert "secrets/index.key" in scene["keys_if_asked"] and "secrets/field.keys" in scene["keys_if_asked"]
    assert scene["mode_of_a_backup"] == 0


def test_a_purge_can_be_tried_dry(scene):
    assert json.loads(scene["purge"]["out"])["dry_run"]
