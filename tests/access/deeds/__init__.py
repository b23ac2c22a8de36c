"""For each action: to what, with which inputs, in which states. The answers expected stand in actions/*.toml.

Each part of the house has a module here with its own `DEEDS`.
"""

import importlib
import pkgutil

from tests.access.deed import Deed

DEEDS: list[Deed] = [
    deed
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda each: each.name)
    for deed in importlib.import_module(f"{__name__}.{module.name}").DEEDS
]
