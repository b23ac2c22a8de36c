"""Places by name and by postcode, so that "near Clacton" and "near CO15 1AA" need no outside service."""

import re

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.register import describe
from trellis.kernels.text import fold

LONGEST_NAME = 200
_NOT_WORDS = re.compile(r"[\W_]+")
_SAME_WORDS = {"saint": "st", "upon": "on"}
_WHERE = re.compile(r"(?<=\w\w\w) (?:on|le|by|in|under|next|cum|juxta|near|sur|am|an der) ")


def name_key(name: str) -> str:
    """What names of places are compared by: folded, words apart by one space, "Saint" as "St" and "upon" as "on"."""
    words = _NOT_WORDS.sub(" ", fold(name[:LONGEST_NAME]).replace("'", "").replace("&", " and ")).split()
    return " ".join(_SAME_WORDS.get(word, word) for word in words)


def short_key(key: str) -> str:
    """A key up to the words that say where: "clacton" of "clacton on sea", else the key itself."""
    return _WHERE.split(key, maxsplit=1)[0]


def postcode_key(postcode: str) -> str:
    """What postcodes are compared by: "=co151aa". The sign keeps two million of them out of the way of names."""
    return "=" + postcode.lower().replace(" ", "").replace("-", "")


class PlaceKind(models.TextChoices):
    COUNTRY = "country", _("Country")
    REGION = "region", _("Region")
    DISTRICT = "district", _("District")
    TOWN = "town", _("Town")
    VILLAGE = "village", _("Village")
    OUTCODE = "outcode", _("Postcode area")
    POSTCODE = "postcode", _("Postcode")


POSTCODE_KINDS = (PlaceKind.POSTCODE, PlaceKind.OUTCODE)


class Place(models.Model):
    """A point with a name. Reference data: it is loaded, never edited, and says nothing about a person.

    `folded` is what a person's words are compared with: the `name_key` or the `postcode_key`. `near` names the next larger
    town, to tell places of the same name apart where no county is known. Only settlements and areas have a slug, and so a page.
    """

    kind = models.CharField(max_length=8, choices=PlaceKind)
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, db_index=True)
    slug = models.CharField(max_length=120, null=True, unique=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    approximate = models.BooleanField(default=False)
    population = models.PositiveIntegerField(default=0)
    country = models.CharField(max_length=2)
    admin1 = models.CharField(max_length=20, blank=True)
    admin2 = models.CharField(max_length=80, blank=True)
    county = models.CharField(max_length=120, blank=True)
    near = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    alternate_names = models.JSONField(default=list, blank=True)
    source = models.CharField(max_length=20)
    source_key = models.CharField(max_length=60, unique=True)

    class Meta:
        app_label = "directory"
        verbose_name = _("place")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                name="place_on_earth",
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
        ]
        indexes = [
            # Millions of postcodes need no index by position; the settlements do, for "places near here".
            models.Index(
                fields=["latitude", "longitude"],
                name="place_position",
                condition=~Q(kind__in=["postcode", "outcode"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name with what tells it apart: "Newport, Essex", "Newport (near Saffron Walden)", "San Jose, US"."""
        if self.country and self.country != settings.PLACE_COUNTRY:
            return _("%(place)s, %(county)s") % {"place": self.name, "county": self.country}
        if self.county and self.county != self.name:
            return _("%(place)s, %(county)s") % {"place": self.name, "county": self.county}
        if self.near:
            return _("%(place)s (near %(town)s)") % {"place": self.name, "town": self.near}
        return self.name


class PlaceName(models.Model):
    """Another name of a place, folded: older, shorter, or in another language."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="names")
    folded = models.CharField(max_length=200, db_index=True)

    class Meta:
        app_label = "directory"
        verbose_name = _("name of a place")
        ordering = ["folded", "id"]
        constraints = [
            models.UniqueConstraint(fields=["place", "folded"], name="place_name_once"),
        ]

    def __str__(self) -> str:
        return self.folded


describe(
    Place,
    personal={},
    plain=[
        "kind", "name", "folded", "slug", "country", "admin1", "admin2", "county", "near", "time_zone",
        "alternate_names", "source", "source_key",
    ],
)  # fmt: skip
describe(PlaceName, personal={}, plain=["folded"])
