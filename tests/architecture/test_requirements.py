"""The locked lists, pyproject.toml and the page of dependencies say the same."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text())
RUN = [Requirement(line) for line in PYPROJECT["project"]["dependencies"]]
DEV = [Requirement(line) for line in PYPROJECT["dependency-groups"]["dev"]]
PEERS = [Requirement(line) for line in PYPROJECT["dependency-groups"]["peers"]]
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ ;]+)(?: ; ([^\\]+))? \\$", re.MULTILINE)


def locked(name: str) -> dict[str, str]:
    """Versions by package name in a locked list."""
    return {
        canonicalize_name(package): version
        for package, version, _where in PINNED.findall((PROJECT / f"requirements/{name}.txt").read_text())
    }


@pytest.mark.parametrize("name, wanted", [("run", RUN), ("dev", RUN + DEV), ("peers", PEERS)])
def test_the_locked_list_holds_what_is_asked_for(name, wanted):
    versions = locked(name)

    wrong = [str(one) for one in wanted if not one.specifier.contains(versions.get(canonicalize_name(one.name), "0"), prereleases=True)]

    assert wrong == [], "run script/lock"


def test_tests_run_on_the_versions_that_serve():
    run, dev = locked("run"), locked("dev")

    assert {name: dev.get(name) for name in run} == run, "run script/lock"


@pytest.mark.parametrize("name", ["run", "dev", "peers"])
def test_every_package_has_its_hashes(name):
    blocks = re.split(r"^(?=[a-z0-9])", (PROJECT / f"requirements/{name}.txt").read_text(), flags=re.MULTILINE)[1:]

    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("one", RUN + DEV + PEERS, ids=lambda one: one.name)
def test_every_dependency_says_why_it_is_there(one):
    lines = (PROJECT / "docs/dependencies.md").read_text().splitlines()

    assert sum(line.startswith(f"- **{one.name}**: ") for line in lines) == 1


def test_no_dependency_is_explained_that_has_gone():
    explained = re.findall(r"^- \*\*([^*]+)\*\*: ", (PROJECT / "docs/dependencies.md").read_text(), flags=re.MULTILINE)

    assert set(explained) - {one.name for one in RUN + DEV + PEERS} == set()
