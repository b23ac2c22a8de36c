"""The directory's nouns. `records` holds their plain form."""

from trellis.apps.directory.models.bookings import Booking, BookingState, HeldQuarter, SpaceTerms
from trellis.apps.directory.models.calendar import Holiday, SchoolTerm
from trellis.apps.directory.models.corrections import Correction
from trellis.apps.directory.models.edition import Edition
from trellis.apps.directory.models.following import FeedKind, Following, FollowState, HowOften, Origin
from trellis.apps.directory.models.gazetteer import Place
from trellis.apps.directory.models.groups import Joining, JoinRequest, JoinState, ListedMember, OrganizationGroup
from trellis.apps.directory.models.interests import AskState, Circle, CircleAsk, CircleState, CircleWish, How, Interest, Path
from trellis.apps.directory.models.leadership import (
    Experience,
    LeadershipAnswer,
    LeadershipPicture,
    LeadershipReply,
    LeadershipView,
    Question,
    Stands,
    TakesPart,
    Who,
)
from trellis.apps.directory.models.location import Location, Space
from trellis.apps.directory.models.networks import Findable, GroupElsewhere, Hello
from trellis.apps.directory.models.organization import Organization
from trellis.apps.directory.models.parts import Contact, Schedule
from trellis.apps.directory.models.revision import RecordKind, Revision, RevisionState
from trellis.apps.directory.models.service import Service, ServiceAtLocation, TimeTaken
from trellis.apps.directory.models.source import Source
from trellis.apps.directory.models.taxonomy import TaxonomyTerm
from trellis.apps.directory.models.upkeep import ClassAssured, RecordSeen
from trellis.apps.directory.models.upkeep_asking import AskingRound, ConfirmRequest, Correspondent
from trellis.apps.directory.models.upkeep_claiming import Claim
from trellis.apps.directory.models.upkeep_merging import MergeProposal, NotTheSame
from trellis.apps.directory.models.upkeep_telling import Mistake, Suggestion

__all__ = [
    "AskState", "AskingRound", "Circle", "CircleAsk", "CircleState", "CircleWish", "Claim", "ClassAssured", "ConfirmRequest",
    "Contact", "Correction", "Correspondent", "Edition", "Experience", "FeedKind", "Findable", "FollowState", "Following",
    "GroupElsewhere", "Hello", "Holiday", "How", "HowOften", "Interest", "JoinRequest", "JoinState", "Joining",
    "LeadershipAnswer", "LeadershipPicture", "LeadershipReply", "LeadershipView", "ListedMember", "Location", "MergeProposal",
    "Mistake", "NotTheSame", "Organization", "OrganizationGroup", "Origin", "Path", "Place", "Question", "RecordKind",
    "RecordSeen", "Revision", "RevisionState", "Schedule", "SchoolTerm", "Service", "ServiceAtLocation", "Source", "Space",
    "Booking", "BookingState", "HeldQuarter", "SpaceTerms", "Stands", "Suggestion", "TakesPart", "TaxonomyTerm", "TimeTaken", "Who",
]  # fmt: skip
