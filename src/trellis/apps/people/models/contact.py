"""How and when a person can be reached without being put in danger, and what may be said."""

import uuid
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.core.fields import EncryptedJSONField, EncryptedTextField, blind_index
from trellis.core.register import Personal, Theirs, describe


class Channel(models.TextChoices):
    """A way to reach somebody."""

    EMAIL = "email", _("E-mail")
    CALL = "call", _("A phone call")
    TEXT = "text", _("A text message")
    POST = "post", _("A letter by post")
    INSIDE = "inside", _("Only here, when I sign in")


class MaySay(models.TextChoices):
    """What may be said to whoever opens the letter or picks up the phone."""

    ANYTHING = "anything", _("Anything. Only I read it or pick up.")
    PLACE = "place", _("Only the place’s name, not what it is about")
    NOTHING = "nothing", _("Nothing: just ask me to ring back or to look")
    DO_NOT = "do_not", _("Do not contact me this way at all")


def address_index(address: str) -> str:
    """The keyed digest by which an address is found; the same for the same address in other letters and spaces."""
    return blind_index("".join(address.split()).casefold(), "people.contact")


class ContactWay(models.Model):
    """One way to reach a person. There is at most one for each channel."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="contact_ways")
    channel = models.CharField(max_length=10, choices=Channel)
    address = EncryptedTextField(default="")
    address_index = models.CharField(max_length=64, blank=True)
    may_say = EncryptedTextField(default=MaySay.NOTHING)
    safe_times = EncryptedJSONField(default=dict)
    note = EncryptedTextField(default="")
    changed_at = models.DateTimeField()

    class Meta:
        app_label = "people"
        constraints = [models.UniqueConstraint("person", "channel", name="contact_way_once")]
        indexes = [models.Index(fields=["address_index"], name="contact_way_address")]

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        """For the person only; what others may do with it they are told when they need it."""
        return person is not None and person.pk == self.person_id

    @property
    def is_safe(self) -> bool:
        return self.may_say != MaySay.DO_NOT

    def next_safe(self, now: datetime) -> datetime:
        """The moment itself when it is safe, else the next one that is, by the clocks of the place."""
        return next_safe(self.safe_times, now)


def next_safe(times: dict, now: datetime) -> datetime:
    """The next moment from `now` on within {"days": [0..6], "from": "09:00", "until": "17:00"}; any of it may be missing.

    Hours that end before they begin run past midnight and belong to the day on which they begin.
    """
    days = set(times.get("days") or range(7))
    opens, closes = (_clock(times.get(name)) for name in ("from", "until"))
    opens, closes = opens or time(0), closes or time(0)
    zone = ZoneInfo(settings.PLACE_TIME_ZONE)
    today = now.astimezone(zone).date()
    for away in range(-1, 9):
        day = today + timedelta(days=away)
        if day.weekday() not in days:
            continue
        begins = datetime.combine(day, opens, tzinfo=zone)
        ends = datetime.combine(day + timedelta(days=1 if closes <= opens else 0), closes, tzinfo=zone)
        if ends.timestamp() > now.timestamp():
            return now if begins.timestamp() <= now.timestamp() else begins.astimezone(now.tzinfo)
    raise AssertionError("within nine days every weekday comes")


def _clock(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


_REACHING = {"basis": "explicit consent, given by telling", "retention": "until the person takes it back or is erased"}
_SAID = {"kind": "special", "readers": "the person; whoever the person asked to reach them", **_REACHING}
describe(
    ContactWay,
    personal={
        "person": Personal(purpose="Know whose way it is", kind="personal", readers="the person", **_REACHING),
        "address": Personal(purpose="Reach the person", **_SAID),
        "address_index": Personal(
            purpose="Find the person by an exact address; a keyed digest that means nothing without the key",
            kind="personal",
            readers="nobody",
            **_REACHING,
        ),
        "may_say": Personal(purpose="Say nothing that could put the person in danger", **_SAID),
        "safe_times": Personal(purpose="Reach the person only when it is safe", **_SAID),
        "note": Personal(purpose="What else matters when reaching the person", **_SAID),
    },
    plain=["channel"],
    people={"person": Theirs(on_erasure="delete")},
)
