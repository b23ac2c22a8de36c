"""The directory's fixed words: codes that are stored, labels that are shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganizationKind(TextChoices):
    """What sort of organization it is (S1, S31)."""

    INITIATIVE = "initiative", _("Community project")
    PEER_GROUP = "peer_group", _("Peer group")
    FORMAL_SERVICE = "formal_service", _("Service")
    FAITH_BODY = "faith_body", _("Faith community")
    BUSINESS = "business", _("Business partner")
    FUNDER = "funder", _("Funder")
    AUTHORITY = "authority", _("Council or public body")
    COMMUNITY_CENTRE = "community_centre", _("Community centre")
    OTHER = "other", _("Other")


class LedBy(TextChoices):
    """Who leads it, in one word."""

    UNKNOWN = "", _("Not said")
    LIVED_EXPERIENCE = "lived_experience", _("People who have been there")
    RESIDENTS = "residents", _("Local residents")
    FAITH = "faith", _("A faith community")
    CHARITY = "charity", _("A charity")
    PUBLIC = "public", _("The council or another public body")
    BUSINESS = "business", _("A business")


class ServiceKind(TextChoices):
    """What sort of thing a person can go to, join or ask for."""

    SERVICE = "service", _("Service")
    MEETING = "meeting", _("Meeting")
    ACTIVITY = "activity", _("Activity")
    RESPONSIBILITY = "responsibility", _("Who does what")


class Status(TextChoices):
    """HSDS's four states of a service; other records use the first two."""

    ACTIVE = "active", _("Running")
    INACTIVE = "inactive", _("Not running")
    DEFUNCT = "defunct", _("Closed for good")
    TEMPORARILY_CLOSED = "temporarily_closed", _("Closed for now")


class Mark(TextChoices):
    """What readers are told when nobody answered whether a record is still right."""

    NONE = "", _("No mark")
    UNCONFIRMED = "unconfirmed", _("Not confirmed")
    HIDDEN = "hidden", _("Left out of search")


class FieldClass(TextChoices):
    """Parts of a record that go out of date together."""

    HOURS = "hours", _("When it is")
    PLACE = "place", _("Where it is")
    CONTACT = "contact", _("How to get in touch")
    COST = "cost", _("What it costs and who it is for")
    ABOUT = "about", _("What it is")


class Cost(TextChoices):
    """What it costs to come."""

    UNKNOWN = "", _("Cost not said")
    FREE = "free", _("Free")
    DONATION = "donation", _("Give what you can")
    PAID = "paid", _("You pay")


class Referral(TextChoices):
    """Whether somebody has to send you."""

    UNKNOWN = "", _("Not said")
    NONE = "none", _("Just turn up")
    SELF = "self", _("Ask for yourself")
    REQUIRED = "required", _("Somebody has to refer you")


class Attendance(TextChoices):
    """How one can take part."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    PHONE = "phone", _("By phone")


class Access(TextChoices):
    """An accessibility fact; unknown is not the same as no."""

    UNKNOWN = "", _("Not known")
    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class LocationType(TextChoices):
    """HSDS's kinds of location."""

    PHYSICAL = "physical", _("A place to go to")
    VIRTUAL = "virtual", _("No place to go to")
    POSTAL = "postal", _("For post only")


class Visibility(TextChoices):
    """Who may read a contact."""

    PUBLIC = "public", _("Everybody")
    MEMBERS = "members", _("People who have signed in")
    KEEPERS = "keepers", _("The directory's keepers only")


class Frequency(TextChoices):
    """How a schedule repeats: RFC 5545's names, and once."""

    WEEKLY = "WEEKLY", _("Every week")
    MONTHLY = "MONTHLY", _("Every month")
    ONCE = "ONCE", _("Once")


CATEGORIES = {
    "food": _("Food and essentials"),
    "money": _("Money and debt"),
    "housing": _("Housing and homelessness"),
    "health": _("Health"),
    "mind": _("Mental health"),
    "recovery": _("Alcohol, drugs and recovery"),
    "grief": _("Grief and loss"),
    "family": _("Families and children"),
    "young": _("Young people"),
    "older": _("Older people"),
    "disability": _("Disability and carers"),
    "safety": _("Safety and abuse"),
    "work": _("Work and learning"),
    "advice": _("Advice and rights"),
    "migrants": _("New to the country"),
    "company": _("Company and friendship"),
    "nature": _("Gardens and nature"),
    "arts": _("Arts, sport and fun"),
    "repair": _("Lend, mend and share"),
    "faith": _("Faith"),
    "travel": _("Getting about"),
    "council": _("Council and public services"),
    "place": _("Spaces to use"),
}

FEATURES = {
    "kitchen": _("Kitchen"),
    "projector": _("Projector"),
    "hearing_loop": _("Hearing loop"),
    "piano": _("Piano"),
    "outdoor": _("Outdoor space"),
    "wifi": _("Wi-Fi"),
    "step_free": _("Step-free"),
    "toilet": _("Accessible toilet"),
}
