"""The year of the place: public holidays and school terms."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.core.register import describe

HOLIDAY_NAMES = {
    "new_year": _("New Year’s Day"),
    "new_year_substitute": _("New Year’s Day (substitute day)"),
    "good_friday": _("Good Friday"),
    "easter_monday": _("Easter Monday"),
    "early_may": _("Early May bank holiday"),
    "spring": _("Spring bank holiday"),
    "summer": _("Summer bank holiday"),
    "christmas_day": _("Christmas Day"),
    "christmas_day_substitute": _("Christmas Day (substitute day)"),
    "boxing_day": _("Boxing Day"),
    "boxing_day_substitute": _("Boxing Day (substitute day)"),
}


class Holiday(models.Model):
    """A day on which what closes on public holidays is closed.

    `name` is a code of HOLIDAY_NAMES, or the words of whoever added a day that no rule knows. `region` is empty when
    the day holds for the whole place.
    """

    date = models.DateField(_("date"))
    name = models.CharField(_("name"), max_length=120)
    region = models.CharField(max_length=60, blank=True)

    class Meta:
        app_label = "directory"
        verbose_name = _("public holiday")
        ordering = ["date", "region"]
        constraints = [models.UniqueConstraint(fields=["date", "region"], name="holiday_once")]

    def __str__(self) -> str:
        return str(HOLIDAY_NAMES.get(self.name, self.name))


class SchoolTerm(models.Model):
    """A stretch of school days without a holiday in it, first and last day included. Half terms lie between two."""

    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    name = models.CharField(_("name"), max_length=120)
    region = models.CharField(max_length=60, blank=True)

    class Meta:
        app_label = "directory"
        verbose_name = _("school term")
        ordering = ["first", "region"]
        constraints = [
            models.UniqueConstraint(fields=["first", "region"], name="school_term_once"),
            models.CheckConstraint(name="school_term_ends_after_it_starts", condition=Q(last__gte=F("first"))),
        ]

    def __str__(self) -> str:
        return self.name


describe(Holiday, personal={}, plain=["name", "region"])
describe(SchoolTerm, personal={}, plain=["name", "region"])
