"""The rota: who watches when, where the gaps are, and putting turns on it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.apps.people.actions import add_turn, remove_turn
from trellis.apps.people.forms.cases import TurnForm
from trellis.apps.people.models import OnCallTurn
from trellis.apps.people.queries.oncall import AHEAD_DAYS, gaps, guardians, turns, watch_at, watchers_at
from trellis.apps.people.views.guarding import for_guardians
from trellis.core.actions import WrongState, current_person, once
from trellis.core.people.models import Person

SHOWN_WEEKS = 26


@for_guardians
def rota(request: HttpRequest) -> HttpResponse:
    """Who watches now, the gaps of the next two weeks, and every turn to come."""
    now = timezone.now()
    context = {
        "watch": watch_at(now),
        "watchers": watchers_at(now),
        "gaps": gaps(now),
        "days": AHEAD_DAYS,
        "turns": turns(now, now + timedelta(weeks=SHOWN_WEEKS)),
    }
    return render(request, "people/oncall/rota.html", context)


@for_guardians
def new(request: HttpRequest) -> HttpResponse:
    """Put a turn on the rota, for one week or for several."""
    people = [(str(each.pk), each.display_name or _("A guardian who has given no name")) for each in guardians()]
    form = TurnForm(request.POST or None, people=people, initial={"person": str(current_person().pk)})
    if request.method == "POST" and form.is_valid():
        try:
            once(form.cleaned_data["form_key"], scope=f"people.turn.add:{current_person().pk}", now=timezone.now(), do=lambda: _add(form))
        except WrongState as stuck:
            form.add_error(None, str(stuck.reason))
        else:
            messages.success(request, _("It is on the rota."))
            return redirect("oncall-rota")
    return render(request, "people/oncall/new.html", {"form": form})


@for_guardians
@require_POST
def remove(request: HttpRequest, turn_id: uuid.UUID) -> HttpResponse:
    """Take a turn off the rota."""
    turn = OnCallTurn.objects.filter(pk=turn_id).first()
    if turn is None:
        raise Http404
    remove_turn(turn, now=timezone.now())
    messages.success(request, _("It is off the rota. Look whether there is a gap now."))
    return redirect("oncall-rota")


def _add(form: TurnForm) -> None:
    """Each week at the same time on the clocks of the place, also across a change of the clocks."""
    told, zone, now = form.cleaned_data, ZoneInfo(settings.PLACE_TIME_ZONE), timezone.now()
    person = Person.objects.get(pk=told["person"])
    for week in range(told["weeks"]):
        start, end = ((told[name] + timedelta(weeks=week)).replace(tzinfo=zone) for name in ("starts_at", "ends_at"))
        add_turn(person=person, starts_at=start, ends_at=end, now=now)
