"""Filling the calendar of the place. Reference data, so it leaves no facts in the log."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from trellis.apps.directory.models.calendar import Holiday, SchoolTerm
from trellis.apps.directory.queries.calendar import forget_calendar
from trellis.kernels.hours.holidays import england_and_wales

HOLIDAYS_BY_COUNTRY = {"GB": england_and_wales}
"""Countries whose holidays are known by rule. A place in Scotland or Northern Ireland corrects the few that differ."""


def ensure_holidays(years: Iterable[int], *, country: str = "") -> int:
    """Add the public holidays of the country (settings.PLACE_COUNTRY) in these years; how many were new.

    What is there is left alone, so a name that somebody changed stays. Nothing happens where no rule is known.
    """
    rule = HOLIDAYS_BY_COUNTRY.get(country or settings.PLACE_COUNTRY)
    if rule is None:
        return 0
    before = Holiday.objects.count()
    Holiday.objects.bulk_create([Holiday(date=day, name=code) for year in years for day, code in rule(year).items()], ignore_conflicts=True)
    forget_calendar()
    return Holiday.objects.count() - before


def ensure_terms(terms: Iterable[tuple[date, date, str]], *, region: str = "") -> int:
    """Add school terms (first day, last day, name) that start on a day on which none starts yet; how many were new."""
    before = SchoolTerm.objects.count()
    SchoolTerm.objects.bulk_create(
        [SchoolTerm(first=first, last=last, name=name, region=region) for first, last, name in terms],
        ignore_conflicts=True,
    )
    forget_calendar()
    return SchoolTerm.objects.count() - before
