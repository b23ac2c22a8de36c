"""Names and sizes of files, run bits, and what no file may carry."""

import os
import re
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "src/trellis"
APPS = sorted(folder for folder in (PACKAGE / "apps").iterdir() if (folder / "apps.py").exists())

IN_AN_APP = {"models", "rules", "events", "queries", "actions", "messages", "reactions", "forms", "views", "urls", "demo"}
BESIDE_THEM = {"__init__", "apps", "migrations", "templates", "tests", "README.md"}
SAYS_NOTHING = {"utils", "helpers", "common", "misc", "base", "manager", "managers", "services"}
MOST_LINES = 400

# Written in two pieces, so that this file doesn't carry what it looks for.
NOT_OURS_TO_CARRY = [
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "npmjs" + ".org",
    "--index" + "-url",
    "--extra-index" + "-url",
    "--find" + "-links",
    r"/work" + r"/(main|shared)",
    r"/root" + r"/",
    r"/home" + r"/[a-z]",
    r"/opt" + r"/(pypi|wheels)",
]


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True).stdout
    return [PROJECT / name for name in listed.decode().split("\0") if name and (PROJECT / name).is_file()]


def own_code() -> list[Path]:
    return [path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".html") and not {"migrations", "tests"} & set(path.parts)]


@pytest.mark.parametrize("app", APPS, ids=lambda folder: folder.name)
def test_an_app_holds_only_the_files_everybody_looks_for(app):
    names = {path.name.removesuffix(".py") for path in app.iterdir() if path.name != "__pycache__"}

    assert names - IN_AN_APP - BESIDE_THEM == set()


@pytest.mark.parametrize("app", APPS, ids=lambda folder: folder.name)
def test_an_app_introduces_itself_in_under_a_page(app):
    assert len((app / "README.md").read_text().splitlines()) <= 60


def test_no_file_outgrows_its_reader():
    long = {str(path.relative_to(PROJECT)): n for path in own_code() if (n := len(path.read_text().splitlines())) > MOST_LINES}

    assert long == {}


def test_every_module_says_what_it_is_about():
    empty_names = [str(path.relative_to(PROJECT)) for path in PACKAGE.rglob("*") if path.name.removesuffix(".py") in SAYS_NOTHING]

    assert empty_names == []


def test_no_file_names_a_registry_or_a_folder_of_somebodys_machine():
    pattern = re.compile("|".join(NOT_OURS_TO_CARRY).encode())
    found = [f"{path.relative_to(PROJECT)}: {match.group().decode()}" for path in tracked() if (match := pattern.search(path.read_bytes()))]

    assert found == []


@pytest.mark.parametrize("path", [*sorted((PROJECT / "script").iterdir()), PROJECT / ".ci/run"], ids=lambda path: path.name)
def test_scripts_can_be_run(path):
    assert os.access(path, os.X_OK)


def test_the_licence_is_the_whole_agpl():
    text = (PROJECT / "LICENSE").read_text()

    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in text.splitlines()[0]
    assert "13. Remote Network Interaction" in text
    assert "END OF TERMS AND CONDITIONS" in text
