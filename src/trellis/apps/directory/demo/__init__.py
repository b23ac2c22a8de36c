"""The demo place: the Tendring and Maldon coast, a district that is true to life and invented.

The towns are real. Every organization, venue, person, number and address in them is made up.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from trellis.apps.directory.demo.reader import Reader
from trellis.apps.directory.demo.terms import plain_terms
from trellis.apps.directory.models.records import Records

CONTENT = Path(__file__).parent / "content"


def records(today: date) -> Records:
    """The whole place as it stands on one day; the same day gives the same records."""
    terms, categories = plain_terms()
    reader = Reader(today=today, terms=terms, categories=categories)
    found = Records(taxonomy=list(terms.values()))
    for path in sorted((CONTENT / "locations").glob("*.toml")):
        found.locations += reader.locations(path)
    for path in sorted((CONTENT / "organizations").glob("*.toml")):
        organizations, services = reader.organizations(path)
        found.organizations += organizations
        found.services += services
    for path in sorted((CONTENT / "spaces").glob("*.toml")):
        found.spaces += reader.spaces(path)
    return found
