"""Every action as every role, in allowed and in refused states: what is expected stands in actions/*.toml."""

import importlib
import pkgutil
import tomllib
from pathlib import Path

from django.db import transaction
from django.utils import timezone, translation

import trellis
from tests.access.deeds import DEEDS
from tests.access.sweeping import expected, fingerprint
from tests.access.world import ROLES
from tests.access.writes import rows_written
from trellis.core.actions import NotFound, Refused, WrongState, acting, as_program
from trellis.core.actions.registry import all_actions, get

FILE: dict = {}
REASONS: dict[str, str] = {}
for _part in sorted((Path(__file__).parent / "actions").glob("*.toml")):
    _rows = tomllib.loads(_part.read_text())
    REASONS |= {sentence: code for code, sentence in _rows.pop("reasons", {}).items()}
    assert not FILE.keys() & _rows.keys(), f"{_part.name} says again what another file says"
    FILE |= _rows
ACTORS = (*ROLES, "trellis")
"""Everybody, and the program itself: imports, jobs, the commands of whoever runs the server."""


def test_every_action_is_tried():
    for module in pkgutil.walk_packages(trellis.__path__, "trellis."):
        if ".actions" in module.name and ".tests" not in module.name:
            importlib.import_module(module.name)
    declared = {
        each.name for each in all_actions() if each.function.__module__.startswith("trellis.") and ".tests" not in each.function.__module__
    }
    assert sorted(declared ^ {deed.action for deed in DEEDS}) == []
    assert {(name, state) for name, states in FILE.items() for state in states} == {(deed.action, deed.state) for deed in DEEDS}


def test_each_action_answers_each_role_as_written(world):
    """And a deed that is refused has changed nothing."""
    before, wrong = fingerprint(), []
    for deed in DEEDS:
        wanted = expected(FILE[deed.action][deed.state], ACTORS)
        for role in ACTORS:
            mark, written = transaction.savepoint(), rows_written()
            answer = _answer(world, deed, role)
            if answer != wanted[role]:
                wrong.append(f"{deed.action}, {deed.state}, {role}: {answer} (expected {wanted[role]})")
            if answer != "yes" and rows_written() != written and fingerprint() != before:
                wrong.append(f"{deed.action}, {deed.state}, {role}: refused, and yet something changed")
            transaction.savepoint_rollback(mark)
    assert wrong == []


def _answer(world, deed, role: str) -> str:
    subject, given = deed.to(world), deed.given(world)
    do = get(deed.action)
    somebody = as_program() if role == "trellis" else acting(world.people[role])
    with translation.override("en"), somebody:
        try:
            do(*([subject] if subject is not None else []), now=timezone.now(), **given)
        except NotFound:
            return "not found"
        except Refused as refusal:
            return f"no ({REASONS.get(str(refusal.reason), refusal.reason)})"
        except WrongState as stuck:
            return f"wrong state ({REASONS.get(str(stuck.reason), stuck.reason)})"
    return "yes"
