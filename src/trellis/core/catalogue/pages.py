"""Each page, made from the registries. What tests declare for themselves is left out."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import get_resolver
from django.utils import translation

from trellis.core.actions.registry import all_actions
from trellis.core.letters import all_told
from trellis.core.log.events import all_events
from trellis.core.people.roles import ROLES
from trellis.core.register.declarations import all_descriptions
from trellis.core.register.third_party import describe_third_party

from .markdown import code, sentence, table

NOTE = "<!-- Made by `trellis manage catalogue` from the code. Change the code, not this page. -->"
LANGUAGE = "en"


def pages() -> dict[str, str]:
    """File name and text of every page."""
    makers = {
        "actions.md": actions_page,
        "events.md": events_page,
        "roles.md": roles_page,
        "states.md": states_page,
        "personal-data.md": personal_data_page,
    }
    # Actions outside an app's own `actions` (signing in, files) are declared when the addresses are read.
    get_resolver().url_patterns  # noqa: B018
    with translation.override(LANGUAGE):
        return {name: "\n".join([NOTE, "", *maker()]).rstrip() + "\n" for name, maker in makers.items()}


def actions_page() -> list[str]:
    """Every way to change anything."""
    lines = ["# Actions", "", "Every way to change anything in Trellis: who may, what it changes, and the fact it leaves in the log.", ""]
    for app, declared in _by_app(_ours(all_actions())):
        lines += [f"## {app}", ""]
        rows = [
            [
                code(each.name),
                each.label,
                sentence(each),
                _kind(each.subject),
                sentence(each.allow) or code(each.allow.__name__),
                _move(each.move),
                code(each.event.code),
            ]
            for each in declared
        ]
        lines += table(["Action", "Button", "What it does", "Done to", "Who may", "Changes", "Leaves"], rows)
    return lines


def events_page() -> list[str]:
    """Every fact the log may hold."""
    told = all_told()
    lines = ["# Events", "", "The facts that the log holds. They carry ids and codes, never names or words of people.", ""]
    rows = [
        [
            code(event.code),
            sentence(event),
            ", ".join(code(field.name) for field in dataclasses.fields(event)),
            "for ever" if event.keeps is None else f"{event.keeps} days",
            event.forgets,
            " ".join(sentence(teller) for teller in told.get(event, [])) or "nobody",
        ]
        for event in _ours(all_events())
    ]
    return lines + table(["Event", "What happened", "Holds", "Kept", "How it forgets a person", "Told to"], rows)


def roles_page() -> list[str]:
    """Every role."""
    lines = [
        "# Roles",
        "",
        "Nobody needs a role, or an account, to find help. A role is given to a person for the whole place or for one record.",
        "",
    ]
    rows = [[code(role.code), role.name, role.purpose, "one record" if role.scoped else "the whole place"] for role in ROLES.values()]
    return lines + table(["Role", "Name", "What it is for", "Held for"], rows)


def states_page() -> list[str]:
    """Every state a record can be in, and the actions that move it."""
    lines = ["# States", "", "The states that records go through, and what moves them.", ""]
    moves: dict[tuple[type[models.Model], str], list] = {}
    for each in _ours(all_actions()):
        if each.move is not None and each.subject is not None:
            for model in _models_with(each.subject, each.move.field):
                moves.setdefault((model, each.move.field), []).append(each)
    for (model, name), moving in sorted(moves.items(), key=lambda item: (item[0][0]._meta.label, item[0][1])):
        lines += [f"## {model._meta.label}.{name}", ""]
        lines += table(["State", "Means"], [[code(value), meaning] for value, meaning in model._meta.get_field(name).flatchoices])
        rows = [
            [", ".join(map(code, each.move.before)), code(each.move.to) if each.move.to else "as the action decides", code(each.name)]
            for each in moving
        ]
        lines += table(["From", "To", "By"], rows)
    return lines


def personal_data_page() -> list[str]:
    """Every field that may hold something of a person."""
    describe_third_party()
    described = {description.model: description for description in all_descriptions()}
    lines = [
        *("# Personal data", "", "Every field that may hold something of a person: why, on what basis, how long, and who reads it."),
        *(
            "`special` and `secret` fields are encrypted, or protected as said there. All other fields of all tables "
            "were looked at and hold nothing of a person.",
            "",
        ),
    ]
    for model in sorted(apps.get_models(), key=lambda each: each._meta.label):
        personal = described[model].personal if model in described else {}
        if not personal:
            continue
        lines += [f"## {model._meta.label}", "", sentence(model), ""]
        rows = [
            [
                code(name),
                each.kind,
                each.purpose,
                each.basis,
                each.retention,
                each.readers + (f" ({each.protected_by})" if each.protected_by else ""),
            ]
            for name, each in sorted(personal.items())
        ]
        lines += table(["Field", "Kind", "Why", "Basis", "Kept", "Read by"], rows)
    return lines


def _ours(declared: Iterable[Any]) -> list[Any]:
    return [each for each in declared if each.__module__.startswith("trellis.") and ".tests" not in each.__module__]


def _by_app(declared: list[Any]) -> list[tuple[str, list[Any]]]:
    found: dict[str, list[Any]] = {}
    for each in declared:
        found.setdefault(each.name.partition(".")[0], []).append(each)
    return sorted(found.items())


def _models_with(subject: type[models.Model], field: str) -> list[type[models.Model]]:
    """The tables an action is done to: one, or all that share an abstract parent, if they have the field."""
    found = [model for model in apps.get_models() if issubclass(model, subject)]
    return [model for model in found if field in {each.name for each in model._meta.fields}]


def _kind(model: type[models.Model] | None) -> str:
    return str(model._meta.verbose_name) if model else "nothing yet"


def _move(move: Any) -> str:
    if move is None:
        return ""
    return f"{move.field}: {' or '.join(move.before)} → {move.to or 'as it decides'}"
