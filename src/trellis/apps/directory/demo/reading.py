"""The whole demo place as records."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from trellis.apps.directory.demo.content_files import Reader
from trellis.apps.directory.demo.terms import plain_terms
from trellis.apps.directory.models.records import Records

CONTENT = Path(__file__).parent / "content"


def records(today: date) -> Records:
    """The place as it stands on one day; the same day gives the same records.

    Dates of last confirmation, closures, seasons and one-off events move along with the day, so
    that the demo place never grows old.
    """
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
