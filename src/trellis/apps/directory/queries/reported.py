"""What is kept of a record when somebody is worried about it: what its page says to whoever is worried."""

from __future__ import annotations

from trellis.apps.directory.models import Location, Organization, Service, Space
from trellis.apps.people.queries.worries import Reported, reportable


def a_record(row: Organization | Service | Location | Space, person) -> Reported:
    """Its name and its description."""
    return Reported(text="\n\n".join(part for part in (str(row), row.description) if part))


for _model in (Organization, Service, Location, Space):
    reportable(_model._meta.label_lower)(a_record)
