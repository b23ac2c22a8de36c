"""Booking a space: finding one, seeing when it is free, booking it, and one's own bookings."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.apps.directory import rules
from trellis.apps.directory.actions import NotFree, NotOnTheseTerms, book_space, book_weekly, cancel_booking, move_booking
from trellis.apps.directory.actions.bookings import MOST_WEEKS
from trellis.apps.directory.forms.bookings import BookForm, FindForm, MoveForm, as_told
from trellis.apps.directory.models import Booking, BookingState, Space
from trellis.apps.directory.models.bookings import SpaceTerms
from trellis.apps.directory.queries import bookings as free
from trellis.apps.directory.queries.booking_terms import Dated, plan
from trellis.apps.directory.views import bookings_words as words
from trellis.apps.directory.views.inside import for_somebody
from trellis.core.actions import WrongState, current_person, once

DAYS_SHOWN = 7


def find(request: HttpRequest) -> HttpResponse:
    """Spaces that can be booked; with a day and hours, those that are free then."""
    zone, now = free.default_zone(), timezone.now()
    asked = "begins" in request.GET
    form = FindForm(request.GET if asked else None, zone=zone)
    context = {"form": form, "found": None, "asked": ""}
    if asked and form.is_valid():
        told = form.cleaned_data
        starts_at, ends_at = told["starts_at"], told["ends_at"]
        if starts_at <= now:
            form.add_error("on", _("This time is over. Choose a time that is still to come."))
        else:
            found = free.spaces_free(starts_at=starts_at, ends_at=ends_at, people=told["people"])
            query = words.as_query(starts_at, ends_at)
            context["found"] = [(each, f"{reverse('directory-book-new', args=[each.pk])}?{query}") for each in found]
            context["asked"] = words.stretch(starts_at, ends_at, now=now)
    if context["found"] is None:
        context["spaces"] = free.bookable_spaces()[:200]
    return render(request, "directory/bookings/find.html", context)


def week(request: HttpRequest, space_id: uuid.UUID) -> HttpResponse:
    """When a space is free, for seven days. What is booked says "Booked", and never by whom."""
    space, terms = _bookable_or_404(space_id)
    now = timezone.now()
    zone = free.zone_at(free.schedules_for(space))
    today = now.astimezone(zone).date()
    last = today + timedelta(days=terms.days_ahead)
    first = min(max(_day_of(request.GET.get("from", ""), today), today), last)
    days = free.days_of(space, terms, first=first, n_days=min(DAYS_SHOWN, (last - first).days + 1), now=now)
    new = reverse("directory-book-new", args=[space.pk])
    earlier, later = max(today, first - timedelta(days=DAYS_SHOWN)), first + timedelta(days=DAYS_SHOWN)
    context = {
        "space": space,
        "days": words.days(days, new=new, zone=zone, today=today),
        "terms": words.terms_answers(terms),
        "earlier": earlier.isoformat() if first > today else "",
        "later": later.isoformat() if later <= last else "",
        "new": new,
        "keeps": bool(rules.may_keep_space(current_person(), space)),
    }
    return render(request, "directory/bookings/week.html", context)


@for_somebody
def new(request: HttpRequest, space_id: uuid.UUID) -> HttpResponse:
    """When and for whom; then everything to check; then it is booked, or the nearest free times are offered."""
    space, terms = _bookable_or_404(space_id)
    person, now = current_person(), timezone.now()
    zone = free.zone_at(free.schedules_for(space))
    parties = free.parties_for(person)
    told = _with_other_time(request.POST, zone) if request.method == "POST" else None
    form = BookForm(told, parties=parties, private=terms.private_use, zone=zone, initial=_initial(request, parties, zone))
    context = {"space": space, "terms": words.terms_answers(terms), "form": form, "nobody": not parties and not terms.private_use}
    if told is None or told.get("go") == "change" or not form.is_valid():
        if told is not None and told.get("go") == "change":
            context["form"] = BookForm(initial=_again(form), parties=parties, private=terms.private_use, zone=zone)
        return render(request, "directory/bookings/new.html", context)
    dates = plan(space, terms, _times(form, zone), group=form.group, person=person, now=now)
    if told.get("go") in ("send", "rest"):
        try:
            return _booked(request, space, form, zone, now=now)
        except NotFree as clash:
            dates = clash.dates
            context["quicker"] = True
        except NotOnTheseTerms as refused:
            form.add_error("on", str(refused.reason))
            return render(request, "directory/bookings/new.html", context)
    return _to_check(request, context, form, dates, terms, zone, now=now)


def _to_check(request: HttpRequest, context: dict, form: BookForm, dates: list[Dated], terms: SpaceTerms, zone: ZoneInfo, *, now: datetime):
    """What is about to be booked; or, where it can't be had, what could be instead. All answers are carried along."""
    space, one = context["space"], dates[0] if len(dates) == 1 else None
    if one is not None and one.why:
        form.add_error("on", one.why)
        return render(request, "directory/bookings/new.html", context)
    context |= {"carried": words.carried(form), "answers": words.booking_answers(form, terms, zone, now=now)}
    if one is not None and one.taken:
        near = free.nearest_free(space, terms, starts_at=one.starts_at, ends_at=one.ends_at, now=now)
        others = free.spaces_free(starts_at=one.starts_at, ends_at=one.ends_at, but=space)[:3]
        query = words.as_query(one.starts_at, one.ends_at)
        context |= {
            "wanted": words.stretch(one.starts_at, one.ends_at, now=now),
            "near": [(words.as_value(*each), words.stretch(*each, now=now)) for each in near],
            "others": [(each, f"{reverse('directory-book-new', args=[each.pk])}?{query}") for each in others],
        }
        return render(request, "directory/bookings/taken.html", context)
    context |= {
        "dates": [(each, words.stretch(each.starts_at, each.ends_at, now=now)) for each in dates],
        "n_free": sum(each.can_be_had for each in dates),
        "all_free": all(each.can_be_had for each in dates),
        "weekly": one is None,
        "asks_first": terms.asks_first,
    }
    return render(request, "directory/bookings/check.html", context)


def _booked(request: HttpRequest, space: Space, form: BookForm, zone: ZoneInfo, *, now: datetime) -> HttpResponse:
    told, times = form.cleaned_data, _times(form, zone)
    given = {"group": form.group, "display_name": told["display_name"], "what": told["what"], "now": now}

    def do() -> str:
        if len(times) == 1:
            return str(book_space(space, starts_at=times[0][0], ends_at=times[0][1], **given).pk)
        return str(book_weekly(space, times=times, leave_out_clashes=request.POST.get("go") == "rest", **given)[0].pk)

    made, _is_new = once(told["form_key"], scope=f"directory.booking.book:{space.pk}:{current_person().pk}", now=now, do=do)
    return redirect("directory-booking", made)


@for_somebody
def mine(request: HttpRequest) -> HttpResponse:
    """What I booked, and what waits for me where I keep spaces."""
    person, now = current_person(), timezone.now()
    rows = list(free.bookings_of(person, since=now)[:100])
    kept = list(free.kept_spaces(person)[:50])
    context = {
        "rows": words.rows(rows, now=now),
        "waiting": words.rows(Booking.objects.filter(space__in=kept, state=BookingState.ASKED, ends_at__gt=now)[:50], now=now),
        "kept": kept,
    }
    return render(request, "directory/bookings/mine.html", context)


@for_somebody
def booking(request: HttpRequest, booking_id: uuid.UUID) -> HttpResponse:
    """One booking: for whoever booked, for their group's editors, and for the keepers of the space."""
    found, person, now = _booking_or_404(booking_id), current_person(), timezone.now()
    is_keeper = bool(rules.may_answer_booking(person, found))
    may_change = bool(rules.may_change_booking(person, found)) and found.is_holding and found.ends_at > now
    keys = words.keys_for(found, person, now=now)
    others = Booking.objects.filter(batch=found.batch).holding().exclude(pk=found.pk) if found.batch else []
    context = {
        "booking": found,
        "title": words.title(found, now=now),
        "answers": words.answers(found, now=now),
        "keys": keys,
        "keys_from": words.keys_from(found) if not keys and found.person_id == person.pk and found.is_holding else None,
        "may_change": may_change,
        "may_answer": is_keeper and found.state == BookingState.ASKED,
        "others": words.rows([each for each in others if each.ends_at > now], now=now) if found.batch else [],
        "is_keeper": is_keeper,
    }
    if context["may_answer"]:
        from trellis.apps.directory.forms.bookings import AnswerForm

        context["form"] = AnswerForm()
    return render(request, "directory/bookings/booking.html", context)


@for_somebody
def move(request: HttpRequest, booking_id: uuid.UUID) -> HttpResponse:
    """Another time; when that is taken, the nearest free ones, and the old time stays as it was."""
    found, now = _booking_or_404(booking_id), timezone.now()
    if not rules.may_change_booking(current_person(), found) or not found.is_holding or found.ends_at <= now:
        raise Http404
    zone = free.zone_at(free.schedules_for(found.space))
    told = _with_other_time(request.POST, zone) if request.method == "POST" else None
    form = MoveForm(told, zone=zone, initial=as_told(found.starts_at, found.ends_at, zone=zone))
    context = {"booking": found, "form": form, "title": words.title(found, now=now)}
    if told is not None and form.is_valid():
        starts_at, ends_at = form.cleaned_data["starts_at"], form.cleaned_data["ends_at"]

        def do() -> None:
            move_booking(found, starts_at=starts_at, ends_at=ends_at, now=now)

        try:
            once(form.cleaned_data["form_key"], scope=f"directory.booking.move:{found.pk}", now=now, do=do)
        except NotFree:
            terms = free.terms_of(found.space)
            near = free.nearest_free(found.space, terms, starts_at=starts_at, ends_at=ends_at, now=now, but=found)
            form.add_error("on", _("Somebody else has the space then. Your booking is as it was. These times are free:"))
            context["near"] = [(words.as_value(*each), words.stretch(*each, now=now)) for each in near]
        except WrongState as refused:
            form.add_error("on", str(refused.reason))
        else:
            messages.success(request, _("Moved."))
            return redirect("directory-booking", found.pk)
    return render(request, "directory/bookings/move.html", context)


@for_somebody
@require_POST
def cancel(request: HttpRequest, booking_id: uuid.UUID) -> HttpResponse:
    """Give the space back, with one button and without a reason. A second press changes nothing."""
    found, now = _booking_or_404(booking_id), timezone.now()
    several = [found]
    if request.POST.get("all") and found.batch:
        several = list(Booking.objects.filter(batch=found.batch, starts_at__gt=now, person=found.person).holding())
    for each in several:
        if each.is_holding:
            cancel_booking(each, now=now)
    messages.success(request, _("Cancelled. Others can have the space now."))
    return redirect("directory-booking", found.pk)


def _bookable_or_404(space_id: uuid.UUID) -> tuple[Space, SpaceTerms]:
    space = Space.objects.select_related("location", "organization").filter(pk=space_id).first()
    terms = free.terms_of(space) if space is not None else None
    if space is None or terms is None:
        raise Http404
    return space, terms


def _booking_or_404(booking_id: uuid.UUID) -> Booking:
    found = Booking.objects.select_related("space__location", "space__organization", "person").filter(pk=booking_id).first()
    if found is None or not found.is_visible_to(current_person()):
        raise Http404
    return found


def _times(form: BookForm, zone: ZoneInfo) -> list[free.Stretch]:
    told = form.cleaned_data
    if not told["until"]:
        return [(told["starts_at"], told["ends_at"])]
    return free.weekly(told["starts_at"], told["ends_at"], until=told["until"], zone=zone, most=MOST_WEEKS)


def _initial(request: HttpRequest, parties: list[free.Party], zone: ZoneInfo) -> dict:
    """What the address says of the time, and the group and name where there is only one."""
    found: dict = {}
    stretch = words.from_value(request.GET.get("at", ""))
    if stretch:
        found |= as_told(*stretch, zone=zone)
    if len(parties) == 1:
        found |= {"party": str(parties[0].group), "display_name": parties[0].display_name}
    return found


def _with_other_time(posted: QueryDict, zone: ZoneInfo) -> QueryDict:
    """What was sent; with the other time in it when one of those offered was chosen."""
    stretch = words.from_value(posted.get("instead", ""))
    if not stretch:
        return posted
    told, at = posted.copy(), as_told(*stretch, zone=zone)
    told["begins"], told["ends"] = at["begins"], at["ends"]
    told["on_0"], told["on_1"], told["on_2"] = str(at["on"].day), str(at["on"].month), str(at["on"].year)
    return told


def _again(form: BookForm) -> dict:
    """The answers once more, to be changed."""
    read: Callable = form.data.get
    dates = {name: [read(f"{name}_{part}", "") for part in range(3)] for name in ("on", "until")}
    return {name: read(name, "") for name in ("begins", "ends", "party", "display_name", "what")} | dates


def _day_of(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise
