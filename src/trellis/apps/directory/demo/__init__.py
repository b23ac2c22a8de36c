"""The demo place: the Tendring and Maldon coast, a district that is true to life and invented.

The towns are real. Every organization, venue, person, number and address in them is made up.
"""

from trellis.apps.directory.demo.loading import load
from trellis.apps.directory.demo.reading import records

__all__ = ["load", "records"]
