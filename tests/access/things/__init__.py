"""What each part of the house adds to the small place of world.py: modules with `add(world, *, now)`, called in order of name."""

import importlib
import pkgutil


def add_all(world, *, now) -> None:
    """Let every part add its things."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda each: each.name):
        importlib.import_module(f"{__name__}.{module.name}").add(world, now=now)
