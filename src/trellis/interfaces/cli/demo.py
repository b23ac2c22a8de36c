"""`trellis demo`: make or refresh the demo place, each app bringing its own part."""

import argparse
from importlib import import_module

from django.apps import apps
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from trellis.apps.directory.models import Organization
from trellis.core.console import print_json, result, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--real", action="store_true", help="add a real city directory and four real lists of meetings, for size")
    parser.add_argument("--json", action="store_true", help="print the counts as one JSON document")


def run(options: argparse.Namespace) -> int:
    if options.real:
        load_real()
        return 0
    counts = load()
    if options.json:
        print_json(counts)
    else:
        for name, count in counts.items():
            result(f"{name}: {count}")
    return 0


def is_wanted() -> bool:
    """Whether the directory is still empty, so that nobody's own records are mixed with invented ones."""
    return not Organization.objects.exists()


def load() -> dict[str, int]:
    """Write every app's part, from the lowest app up, and return what was written: names and counts.

    An app whose part needs what apps above it write does that in `afterwards`.
    """
    say("Loading the demo place.")
    now = timezone.now()
    counts: dict[str, int] = {}
    parts = [
        import_module(f"{app.name}.demo")
        for app in reversed(list(apps.get_app_configs()))
        if app.name.startswith("trellis.apps.") and module_has_submodule(app.module, "demo")
    ]
    for part in parts:
        counts |= part.load(now=now)
    for part in parts:
        if hasattr(part, "afterwards"):
            counts |= part.afterwards(now=now)
    return counts


def load_real() -> None:
    """Let every interface that brings real sources import them."""
    for app in apps.get_app_configs():
        if app.name.startswith("trellis.interfaces.") and module_has_submodule(app.module, "demo"):
            module = import_module(f"{app.name}.demo")
            if hasattr(module, "import_real"):
                module.import_real()
