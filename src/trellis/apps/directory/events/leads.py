"""What happened about who leads, groups and circles. No fact says which group a person belongs to, or what they have in common."""

from dataclasses import dataclass

from trellis.core.log.events import Event

_NOBODY = "it names nobody; the actor is a random id"
_NO_GROUP = "the log does not say which group; the subject is a random id"


@dataclass(frozen=True, kw_only=True)
class LeadershipAnswered(Event):
    """An initiative, or a service beside it, said who leads."""

    code = "directory.leadership.answered"
    keeps = None
    forgets = _NOBODY
    answer: str = ""
    supporter: str = ""


@dataclass(frozen=True, kw_only=True)
class LeadershipAsked(Event):
    """A keeper asked an initiative to say who leads."""

    code = "directory.leadership.asked"
    keeps = None
    forgets = _NOBODY


@dataclass(frozen=True, kw_only=True)
class LeadershipReplied(Event):
    """An initiative answered its members, who see a question differently."""

    code = "directory.leadership.replied"
    keeps = None
    forgets = _NOBODY
    question: str = ""


@dataclass(frozen=True, kw_only=True)
class LeadershipSeen(Event):
    """A member said how they see who leads. Of which group is not said."""

    code = "directory.leadership.seen"
    keeps = None
    forgets = _NO_GROUP


@dataclass(frozen=True, kw_only=True)
class LeadershipSightTakenBack(Event):
    """A member took back what they said. Of which group is not said."""

    code = "directory.leadership.taken_back"
    keeps = None
    forgets = _NO_GROUP


@dataclass(frozen=True, kw_only=True)
class LeadershipContested(Event):
    """What members say together was drawn anew; which questions several now see differently. It is nobody's deed."""

    code = "directory.leadership.contested"
    keeps = None
    forgets = _NOBODY
    newly: str = ""


@dataclass(frozen=True, kw_only=True)
class GroupSet(Event):
    """An organization said who may join it."""

    code = "directory.group.set"
    keeps = None
    forgets = _NOBODY
    joinable: str = ""


@dataclass(frozen=True, kw_only=True)
class JoiningAsked(Event):
    """A person asked to be let into a group. Which one is not said."""

    code = "directory.joining.asked"
    keeps = None
    forgets = _NO_GROUP


@dataclass(frozen=True, kw_only=True)
class JoiningAnswered(Event):
    """Somebody who asked was let in, or not. Into which group is not said."""

    code = "directory.joining.answered"
    keeps = None
    forgets = _NO_GROUP


@dataclass(frozen=True, kw_only=True)
class JoiningUsed(Event):
    """Somebody came into a group, or no longer asks. Which one is not said."""

    code = "directory.joining.used"
    keeps = None
    forgets = _NO_GROUP


@dataclass(frozen=True, kw_only=True)
class ListingChosen(Event):
    """A member said whether other members may read their name."""

    code = "directory.membership.listing_chosen"
    keeps = None
    forgets = _NO_GROUP


@dataclass(frozen=True, kw_only=True)
class InterestSaid(Event):
    """A person would like to talk to others like them. About what is not said."""

    code = "directory.interest.said"
    keeps = None
    forgets = "it says neither the topic nor how; the subject is a random id"


@dataclass(frozen=True, kw_only=True)
class InterestTakenBack(Event):
    """A person no longer looks for others."""

    code = "directory.interest.taken_back"
    keeps = None
    forgets = "it says neither the topic nor how; the subject is a random id"


@dataclass(frozen=True, kw_only=True)
class CircleAsked(Event):
    """People with something in common are asked whether to start. About what is not said."""

    code = "directory.circle.asked"
    keeps = None
    forgets = _NO_GROUP


@dataclass(frozen=True, kw_only=True)
class CircleAnswered(Event):
    """Somebody who was asked said yes or no. To which circle is not said."""

    code = "directory.circle.answered"
    keeps = None
    forgets = _NO_GROUP


@dataclass(frozen=True, kw_only=True)
class CircleStarted(Event):
    """A circle has begun."""

    code = "directory.circle.started"
    keeps = None
    forgets = "it names nobody and says nothing of what they have in common"


@dataclass(frozen=True, kw_only=True)
class CircleFolded(Event):
    """A circle that never began, or that nobody belongs to any more, is gone."""

    code = "directory.circle.folded"
    keeps = None
    forgets = "it names nobody and says nothing of what they had in common"


@dataclass(frozen=True, kw_only=True)
class CircleNamed(Event):
    """A circle goes by another name."""

    code = "directory.circle.named"
    keeps = None
    forgets = _NO_GROUP


@dataclass(frozen=True, kw_only=True)
class CircleWished(Event):
    """A member said what their circle should become. Which one is not said."""

    code = "directory.circle.wished"
    keeps = None
    forgets = _NO_GROUP


@dataclass(frozen=True, kw_only=True)
class AgencyLinked(Event):
    """A circle chose to be linked with an organization. The subject is the organization, not the circle."""

    code = "directory.circle.agency_linked"
    keeps = None
    forgets = "it names nobody and no circle"
