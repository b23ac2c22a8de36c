"""The tables of people."""

from trellis.apps.people.models.blocks import Block
from trellis.apps.people.models.capabilities import Capability, CapabilityKind
from trellis.apps.people.models.cases import Case, CaseNote, CaseState, Confidence, Conflict, Urgency
from trellis.apps.people.models.consent import Consent
from trellis.apps.people.models.contact import ContactWay
from trellis.apps.people.models.helping import HelpedDeed, HelpingSession, PersonalCode
from trellis.apps.people.models.membership import Membership
from trellis.apps.people.models.oncall import OnCallTurn
from trellis.apps.people.models.profile import Profile
from trellis.apps.people.models.takeout import Takeout
from trellis.apps.people.models.worries import Danger, Reply, Worry

__all__ = [
    "Block",
    "Capability",
    "CapabilityKind",
    "Case",
    "CaseNote",
    "CaseState",
    "Confidence",
    "Conflict",
    "Consent",
    "ContactWay",
    "Danger",
    "HelpedDeed",
    "HelpingSession",
    "Membership",
    "OnCallTurn",
    "PersonalCode",
    "Profile",
    "Reply",
    "Takeout",
    "Urgency",
    "Worry",
]
