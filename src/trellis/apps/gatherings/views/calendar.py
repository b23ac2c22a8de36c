"""What is on: a month, a day, and what a group has."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import blake2b
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trellis.apps.directory.models import Organization
from trellis.apps.directory.queries.edition import current_edition
from trellis.apps.directory.queries.groups import group_with_id, is_sensitive
from trellis.apps.gatherings import rules
from trellis.apps.gatherings.models import Gathering, GatheringKind, GatheringState
from trellis.apps.gatherings.queries import calendar
from trellis.apps.gatherings.queries.calendar import Asked
from trellis.apps.gatherings.views import calendar_words as words
from trellis.apps.people.queries.naming import named
from trellis.core.actions import current_person
from trellis.core.references import Ref
from trellis.core.templatetags.ui import in_language
from trellis.core.ui.parts import Choice, FilterGroup, Link
from trellis.core.ui.views import keep_private

EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
PAGE_OF_DAY = 50
SHOWN_OF_GROUP = 60
_ANY = uuid.UUID(int=0)


@dataclass(slots=True)
class Line:
    """One gathering in a list."""

    row: Gathering
    hours: str
    where: str
    day: str = ""
    host: str = ""


def month(request: HttpRequest) -> HttpResponse:
    """A month, day by day: a list on a phone, a sheet on a wide screen."""
    asked, today = _asked(request), timezone.localdate()
    first, last = calendar.month_of(_day(request.GET.get("month", ""), today, form="%Y-%m"))
    # What is over this month is a link away: nobody wants to push past three weeks to see what is on tonight.
    begins = today if first < today <= last and "all" not in request.GET else first

    def respond() -> HttpResponse:
        days = {each.on: each for each in calendar.month(asked, first=begins, last=last)}
        context = _frame(request, asked) | {
            "heading": _("What’s on: %(month)s") % {"month": words.month_words(first)},
            "blanks": range(begins.weekday()),
            "over_url": _address(reverse("calendar"), asked, month=f"{first:%Y-%m}", all="1") if begins != first else "",
            "days": [_shown_day(asked, on, days.get(on), today) for on in _range(begins, last)],
            "n": sum(each.n for each in days.values()),
            "before": _month_link(asked, first - timedelta(days=1)),
            "after": _month_link(asked, last + timedelta(days=1)),
            "next_day": "",
        }
        if not days:
            following = calendar.next_day_with_some(asked, last)
            if following is not None:
                context["next_day"] = _month_link(asked, following)
        return render(request, "gatherings/calendar/month.html", context)

    return _unless_unchanged(request, calendar.edition(asked, first=first, last=last), respond, str(today))


def day(request: HttpRequest, on: str) -> HttpResponse:
    """All of one day."""
    asked, today = _asked(request), timezone.localdate()
    try:
        found = date.fromisoformat(on)
    except ValueError:
        raise Http404 from None
    if not EARLIEST <= found <= LATEST:
        raise Http404
    page = Paginator(calendar.day(asked, found), PAGE_OF_DAY).get_page(request.GET.get("page"))
    context = _frame(request, asked) | {
        "heading": words.day_words(found, today=today),
        "lines": [line_of(row, today=today) for row in page],
        "page": page,
        "month_url": _month_link(asked, found).url,
        "before": Link(label=words.day_words(found - timedelta(days=1), today=today), url=_day_url(asked, found - timedelta(days=1))),
        "after": Link(label=words.day_words(found + timedelta(days=1), today=today), url=_day_url(asked, found + timedelta(days=1))),
    }
    return render(request, "gatherings/calendar/day.html", context)


def of_group(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """What a group has: everybody sees what is for everybody; those who belong to it see the rest too."""
    person, now = current_person(), timezone.now()
    group = group_with_id(group_id)
    inside = group is not None and calendar.is_inside(person, group)
    if group is None or not (inside or isinstance(group, Organization)):
        raise Http404
    may_make = bool(rules.may_organize(person, group))

    def respond() -> HttpResponse:
        today = timezone.localdate()
        rows = list(calendar.of_group(group, inside=inside).filter(ends_at__gt=now).order_by("starts_at", "pk")[: SHOWN_OF_GROUP + 1])
        found = [line_of(row, today=today) for row in rows[:SHOWN_OF_GROUP]]
        months: dict[str, list[Line]] = {}
        for each in found:
            months.setdefault(words.month_words(each.row.held_on), []).append(each)
        context = {
            "group": group,
            "name": group_name(group),
            "months": list(months.items()),
            "more": len(rows) > SHOWN_OF_GROUP,
            "inside": inside,
            "new_url": reverse("gatherings-new-for", args=[group.pk]) if may_make else "",
            "feed_url": _feed("group", group.pk) if isinstance(group, Organization) else "",
            "mine_url": reverse("gatherings-my-calendar") if person is not None else "",
        }
        return render(request, "gatherings/calendar/of_group.html", context)

    return keep_private(request, respond) if inside or is_sensitive(group) else respond()


def group_name(group) -> str:
    """What a group is called."""
    if isinstance(group, Organization):
        return group.name
    found = named([Ref.to(group)]).get(Ref.to(group))
    return found.name if found is not None else _("Your group")


def line_of(row: Gathering, *, today: date) -> Line:
    """A gathering as a line of a list."""
    zone = row.series.zone
    told = words.zone_words(zone)
    hours = words.hours_words(row, zone)
    host = row.series.organization.name if row.series.organization_id else ""
    return Line(
        row, f"{hours} ({told})" if told else hours, words.where_words(row.location), words.day_words(row.held_on, today=today), host
    )


def _unless_unchanged(request: HttpRequest, edition: tuple[str, int], respond, more: str) -> HttpResponse:
    """Visitors' browsers ask again and are told "the same as before" while it is; people who signed in get a page of their own."""
    if current_person() is not None or "messages" in request.COOKIES or request.method not in ("GET", "HEAD"):
        return respond()
    told = f"{edition}|{current_edition()[0]}|{more}|{translation.get_language()}|{request.get_full_path()}"
    etag = f'"{blake2b(told.encode("utf-8", "replace"), digest_size=12).hexdigest()}"'
    response = get_conditional_response(request, etag=etag) or respond()
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


def _frame(request: HttpRequest, asked: Asked) -> dict:
    towns, kinds = calendar.towns(), calendar.kinds()
    group = Organization.objects.filter(pk=asked.group).only("name").first() if asked.group else None
    groups = []
    if kinds:
        choices = [Choice(name="kind", value="", label=_("Every kind"), chosen=not asked.kind)]
        choices += [Choice(name="kind", value=each, label=str(GatheringKind(each).label), chosen=each == asked.kind) for each in kinds]
        groups.append(FilterGroup(legend=_("Kind"), choices=choices, single=True, menu=True))
    if towns:
        choices = [Choice(name="town", value="", label=_("Every town"), chosen=not asked.town)]
        choices += [Choice(name="town", value=each, label=each, chosen=each == asked.town) for each in towns]
        groups.append(FilterGroup(legend=_("Town"), choices=choices, single=True, menu=True))
    kept = [("month", request.GET["month"])] if "month" in request.GET else []
    person = current_person()
    return {
        "groups": groups,
        "action": request.path,
        "kept": kept + ([("group", asked.group)] if asked.group else []),
        "n_chosen": bool(asked.kind) + bool(asked.town),
        "group": group,
        "without_group": _address(reverse("calendar"), Asked(asked.kind, asked.town)) if group else "",
        "feed_url": _feed("town") + (f"?{urlencode({'town': asked.town})}" if asked.town else ""),
        "new_url": reverse("gatherings-new") if person is not None else "",
        "mine_url": reverse("gatherings-my-calendar") if person is not None else "",
    }


def _shown_day(asked: Asked, on: date, found: calendar.Day | None, today: date) -> dict:
    return {
        "heading": _("%(weekday)s %(day)d") % {"weekday": WEEKDAYS_ABBR[on.weekday()], "day": on.day},
        "on": on,
        "is_today": on == today,
        "is_past": on < today,
        "lines": _brief(found.rows) if found else "",
        "n_more": found.n_more if found else 0,
        "url": _day_url(asked, on),
    }


def _brief(rows: list[calendar.Shown]) -> SafeString:
    """The gatherings of a day in a month, as items of a list: made here and not in a template, as there may be more than a hundred."""
    off = format_html("<strong>{}</strong>", _("Called off"))
    items, page = [], reverse("gatherings-gathering", args=[_ANY])
    for row in rows:
        where = words.where_words(row.location)
        told = off if row.state != GatheringState.PLANNED else words.clock(row.starts_at, ZoneInfo(row.time_zone))
        near = format_html(' <span class="soft"><bdi>{}</bdi></span>', where) if where else ""
        url, language = page.replace(str(_ANY), str(row.pk)), in_language(row.language)
        items.append(format_html('<li>{} <a href="{}"{}><bdi>{}</bdi></a>{}</li>', told, url, language, row.title, near))
    return SafeString("\n".join(items))


def _asked(request: HttpRequest) -> Asked:
    """The filters in the address; what makes no sense is left out."""
    kind, town, group = (request.GET.get(name, "").strip()[:120].replace("\x00", "") for name in ("kind", "town", "group"))
    try:
        group = str(uuid.UUID(group)) if group else ""
    except ValueError:
        group = ""
    return Asked(kind if kind in GatheringKind.values else "", town, group)


def _day(text: str, otherwise: date, *, form: str) -> date:
    try:
        found = datetime.strptime(text[:10], form).date()  # noqa: DTZ007 (a day, not a moment)
    except ValueError:
        return otherwise
    return found if EARLIEST <= found <= LATEST else otherwise


def _range(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _address(path: str, asked: Asked, **more: str) -> str:
    told = {name: getattr(asked, name) for name in ("kind", "town", "group") if getattr(asked, name)} | more
    return f"{path}?{urlencode(told)}" if told else path


def _month_link(asked: Asked, on: date) -> Link:
    return Link(label=words.month_words(on), url=_address(reverse("calendar"), asked, month=f"{on:%Y-%m}"))


def _day_url(asked: Asked, on: date) -> str:
    return _address(reverse("calendar-day", args=[on.isoformat()]), asked)


def _feed(what: str, *args) -> str:
    return reverse(settings.CALENDARS_OF_GATHERINGS[what], args=args)
