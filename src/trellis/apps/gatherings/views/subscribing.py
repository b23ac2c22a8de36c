"""A calendar of one's own: a secret address for calendar programs, shown once, renewed or ended at any time."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.gatherings.actions.subscribing import end_calendar_address, make_calendar_address
from trellis.apps.gatherings.forms.times import KeyForm
from trellis.apps.gatherings.models import CalendarAddress
from trellis.apps.gatherings.models.subscribing import new_token
from trellis.apps.gatherings.views.keeping import for_organizers as for_somebody
from trellis.core.actions import current_person


@for_somebody
def mine(request: HttpRequest) -> HttpResponse:
    """What it is, and the address when it was just made: it is kept nowhere, so it can't be shown again."""
    address = CalendarAddress.objects.filter(person=current_person()).first()
    form = KeyForm(request.POST or None)
    url = ""
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "end":
            if address is not None:
                end_calendar_address(address, now=timezone.now())
            messages.success(request, _("Ended. Nobody can read your calendar under that address any more."))
            return redirect("gatherings-my-calendar")
        token = new_token()
        make_calendar_address(token=token, now=timezone.now())
        url = settings.TRELLIS_URL + reverse(settings.CALENDARS_OF_GATHERINGS["mine"], args=[token])
        address = CalendarAddress.objects.get(person=current_person())
    return render(request, "gatherings/calendar/mine.html", {"address": address, "url": url, "form": KeyForm()})
