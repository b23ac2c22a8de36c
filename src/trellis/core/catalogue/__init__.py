"""The catalogue: pages in docs/catalogue generated from what the code declares, and checked for drift.

`trellis manage catalogue` writes them; `trellis manage catalogue --check` names those that differ.
"""

from .pages import pages
from .writing import drifted, folder, write

__all__ = ["drifted", "folder", "pages", "write"]
