"""script/messages as a module, for tests."""

import importlib.machinery
import importlib.util
from pathlib import Path
from types import ModuleType

PROJECT = Path(__file__).resolve().parents[2]


def load() -> ModuleType:
    """The program's functions, without running it."""
    loader = importlib.machinery.SourceFileLoader("messages_tool", str(PROJECT / "script/messages"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("messages_tool", loader))
    loader.exec_module(module)
    return module


messages = load()
