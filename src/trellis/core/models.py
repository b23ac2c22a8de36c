"""Every table of core, gathered from its parts."""

from trellis.core.actions.once import FormKey
from trellis.core.fields.models import KeyRotation
from trellis.core.files.models import StoredFile
from trellis.core.forgetting.models import ErasuresApplied, PurgeRun
from trellis.core.jobs.models import JobKey, PeriodicJob, QueuedJob, WorkerBeat
from trellis.core.letters.models import Letter
from trellis.core.log.models import LogEntry, LogHead, PublishedHead
from trellis.core.people.models import Grant, Person
from trellis.core.search.models import SearchCard, SearchEntry, SearchSpelling, SearchState, SearchWord, SearchZone

__all__ = [
    "ErasuresApplied",
    "FormKey",
    "Grant",
    "JobKey",
    "KeyRotation",
    "Letter",
    "LogEntry",
    "LogHead",
    "PeriodicJob",
    "Person",
    "PurgeRun",
    "PublishedHead",
    "QueuedJob",
    "SearchCard",
    "SearchEntry",
    "SearchSpelling",
    "SearchState",
    "SearchWord",
    "SearchZone",
    "StoredFile",
    "WorkerBeat",
]
