"""Times, distances and sums in plain words. Cheap enough to be called once per row of a list."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers
from django.conf import settings
from django.utils import timezone
from django.utils.dates import MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

METRES_PER_MILE = 1609.344
CURRENCY_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$", "CAD": "$", "AUD": "$", "NZD": "$", "INR": "₹", "JPY": "¥"}
NO_MINOR_UNIT = {"JPY", "KRW", "VND", "CLP", "ISK", "XAF", "XOF"}


@lru_cache(maxsize=8)
def zone(name: str) -> ZoneInfo:
    """The zone of that name, read once."""
    return ZoneInfo(name)


def here(moment: datetime) -> datetime:
    """The moment on the clocks of the place. A datetime without a zone is taken as the place's own."""
    if timezone.is_naive(moment):
        return moment
    return moment.astimezone(zone(getattr(settings, "PLACE_TIME_ZONE", settings.TIME_ZONE)))


def when(moment: datetime | date | None, *, now: datetime | None = None) -> str:
    """A time as one would say it: "today 19:00", "Tue 24 Nov, 19:00"; a date without the hour."""
    if moment is None:
        return ""
    today = here(now or timezone.now()).date()
    if not isinstance(moment, datetime):
        return _day(moment, today)
    day, hour = here(moment).date(), clock(moment)
    away = (day - today).days
    if away == 0:
        return _("today %(time)s") % {"time": hour}
    if away == 1:
        return _("tomorrow %(time)s") % {"time": hour}
    if away == -1:
        return _("yesterday %(time)s") % {"time": hour}
    return _("%(day)s, %(time)s") % {"day": _date_in_words(day, today), "time": hour}


def clock(moment: datetime) -> str:
    """The hour on the clocks of the place: "19:00"."""
    local = here(moment)
    return f"{local.hour:02}:{local.minute:02}"


def _day(day: date, today: date) -> str:
    words = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    return words.get((day - today).days) or _date_in_words(day, today)


def _date_in_words(day: date, today: date) -> str:
    parts = {"weekday": WEEKDAYS_ABBR[day.weekday()], "day": day.day, "month": str(MONTHS_3[day.month]).capitalize(), "year": day.year}
    if day.year == today.year:
        return _("%(weekday)s %(day)d %(month)s") % parts
    return _("%(weekday)s %(day)d %(month)s %(year)d") % parts


def ago(moment: datetime | date | None, *, now: datetime | None = None) -> str:
    """How long since, roughly: "3 weeks ago". The future and the present are "today"."""
    if moment is None:
        return ""
    today = here(now or timezone.now()).date()
    days = (today - (here(moment).date() if isinstance(moment, datetime) else moment)).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < 14:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    if days < 61:
        weeks = days // 7
        return ngettext("%(count)d week ago", "%(count)d weeks ago", weeks) % {"count": weeks}
    if days < 730:
        months = round(days / 30.44)
        return ngettext("%(count)d month ago", "%(count)d months ago", months) % {"count": months}
    years = days // 365
    return ngettext("%(count)d year ago", "%(count)d years ago", years) % {"count": years}


def distance(metres: float | None) -> str:
    """A distance on foot or by bus, in settings.DISTANCE_UNIT ("mi", the default, or "km")."""
    if metres is None:
        return ""
    if getattr(settings, "DISTANCE_UNIT", "mi") == "km":
        if metres < 950:
            return _("%(metres)d m") % {"metres": max(50, round(metres / 50) * 50)}
        kilometres = metres / 1000
        return _("%(kilometres)s km") % {"kilometres": number_format(kilometres, 1 if kilometres < 9.95 else 0)}
    miles = metres / METRES_PER_MILE
    if miles < 0.15:
        return _("very near")
    if miles < 9.95:
        shown = f"{miles:.1f}"
        if shown == "1.0":
            return _("1 mile")
        return _("%(miles)s miles") % {"miles": number_format(shown)}
    return _("%(miles)s miles") % {"miles": number_format(miles, 0)}


def listed(things: Iterable[str]) -> str:
    """Several things in a row, with the comma of the reader's language: "tea, bread", "شاي، خبز"."""
    return pgettext("between the things of a list", ", ").join(things)


def day_name(weekday: int) -> str:
    """The name of a weekday, 0 for Monday."""
    return str(WEEKDAYS[int(weekday) % 7])


def money(minor: int | None, currency: str = "") -> str:
    """An amount in minor units (pence, cents) with its sign: 1250 is £12.50, 1200 is £12."""
    if minor is None:
        return ""
    currency = currency or getattr(settings, "CURRENCY", "GBP")
    if currency in NO_MINOR_UNIT:
        amount = number_format(abs(minor), 0, force_grouping=True)
    else:
        whole, rest = divmod(abs(minor), 100)
        amount = number_format(f"{whole}.{rest:02}" if rest else whole, 2 if rest else 0, force_grouping=True)
    sign = CURRENCY_SIGNS.get(currency, f"{currency} ")
    text = _("%(sign)s%(amount)s") % {"sign": sign, "amount": amount}
    return f"−{text}" if minor < 0 else text


@lru_cache(maxsize=4096)
def phone_address(number: str, country: str) -> str:
    """The tel: address of a number as people write it, or "" if it holds no number.

    Short numbers (999, 111, 116 123) are dialled as they stand: with a country's prefix they would reach nobody."""
    digits = "".join(character for character in number if character.isdecimal() and character.isascii())
    if not 2 < len(digits) < 16 or len(number) > 40:
        return ""
    if len(digits) <= 6:
        return f"tel:{digits}"
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return f"tel:{digits}"
    if not phonenumbers.is_possible_number(parsed):
        return f"tel:{digits}"
    address = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return f"tel:{address};ext={parsed.extension}" if parsed.extension else f"tel:{address}"


def web_address(address: str) -> str:
    """The address if it is safe to link to: http, https, mail, telephone, or a place on this site. Otherwise "".

    Imported records may carry anything as a website, "javascript:" too."""
    address = str(address or "").strip()
    within = address[:1] in ("/", "#", "?") and not address.startswith(("//", "/\\"))
    if not within and not address.lower().startswith(("https://", "http://", "mailto:", "tel:")):
        return ""
    return "" if any(character <= " " for character in address) else address
