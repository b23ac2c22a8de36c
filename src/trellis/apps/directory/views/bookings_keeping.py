"""For the keepers of a space: its calendar, answers to those who ask, and the terms on which it can be booked."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.apps.directory import rules
from trellis.apps.directory.actions import confirm_booking, decline_booking, set_space_terms
from trellis.apps.directory.forms.bookings import AnswerForm, TermsForm, terms_as_told
from trellis.apps.directory.models import Booking, Space, SpaceTerms
from trellis.apps.directory.queries import bookings as free
from trellis.apps.directory.views import bookings_words as words
from trellis.apps.directory.views.inside import for_somebody
from trellis.core.actions import WrongState, current_person


@for_somebody
def calendar(request: HttpRequest, space_id: uuid.UUID) -> HttpResponse:
    """Who has the space when, and what waits for an answer."""
    space, now = _kept_or_404(space_id), timezone.now()
    page = Paginator(free.calendar_of(space, since=now - timedelta(days=1)), 50).get_page(request.GET.get("page"))
    context = {"space": space, "page": page, "rows": words.rows(page.object_list, now=now)}
    return render(request, "directory/bookings/calendar.html", context)


@for_somebody
def terms(request: HttpRequest, space_id: uuid.UUID) -> HttpResponse:
    """On which terms the space can be booked."""
    space = _kept_or_404(space_id)
    kept = SpaceTerms.objects.filter(space=space).first() or SpaceTerms(space=space, open=False)
    form = TermsForm(request.POST or None, initial=terms_as_told(kept))
    if request.method == "POST" and form.is_valid():
        set_space_terms(space, terms=form.terms(currency=settings.CURRENCY), now=timezone.now())
        messages.success(request, _("Saved. What is booked already stays as it is."))
        return redirect("directory-book-calendar", space.pk)
    return render(request, "directory/bookings/terms.html", {"space": space, "form": form})


@for_somebody
@require_POST
def answer(request: HttpRequest, booking_id: uuid.UUID) -> HttpResponse:
    """Yes, or no with a reason."""
    found = Booking.objects.select_related("space__location").filter(pk=booking_id).first()
    if found is None or not found.is_visible_to(current_person()) or not rules.may_answer_booking(current_person(), found):
        raise Http404
    form, now = AnswerForm(request.POST), timezone.now()
    said = request.POST.get("answer")
    if said not in ("yes", "no"):
        raise Http404
    try:
        if said == "yes":
            confirm_booking(found, now=now)
            messages.success(request, _("They hear that the space is theirs."))
        elif not form.is_valid():
            raise WrongState(form.errors["reason"][0])
        else:
            decline_booking(found, reason=form.cleaned_data["reason"], now=now)
            messages.success(request, _("They hear why. Others can have the space now."))
    except WrongState as stuck:
        messages.error(request, str(stuck.reason))
        return redirect("directory-booking", found.pk)
    return redirect("directory-book-calendar", found.space_id)


def _kept_or_404(space_id: uuid.UUID) -> Space:
    """The space, for those who keep it; for others this page does not exist."""
    space = Space.objects.select_related("location", "organization").filter(pk=space_id).first()
    if space is None or not rules.may_keep_space(current_person(), space):
        raise Http404
    return space
