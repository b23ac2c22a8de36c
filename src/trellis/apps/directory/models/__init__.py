"""The directory's nouns. `records` holds their plain form."""

from trellis.apps.directory.models.calendar import Holiday, SchoolTerm
from trellis.apps.directory.models.gazetteer import Place
from trellis.apps.directory.models.location import Location, Space
from trellis.apps.directory.models.organization import Organization
from trellis.apps.directory.models.parts import Contact, Schedule
from trellis.apps.directory.models.revision import RecordKind, Revision, RevisionState
from trellis.apps.directory.models.service import Service, ServiceAtLocation, TimeTaken
from trellis.apps.directory.models.source import Source
from trellis.apps.directory.models.taxonomy import TaxonomyTerm

__all__ = [
    "Contact", "Holiday", "Location", "Organization", "Place", "RecordKind", "Revision",
    "RevisionState", "Schedule", "SchoolTerm", "Service", "ServiceAtLocation", "Source", "Space",
    "TaxonomyTerm", "TimeTaken",
]  # fmt: skip
