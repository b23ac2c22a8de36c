"""One patrol: getting help, writing something down, everybody back, what the next one should know."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.gatherings.actions import safety as actions
from trellis.apps.gatherings.forms.safety import BackForm
from trellis.apps.gatherings.models import Gathering, GatheringKind
from trellis.apps.gatherings.queries import safety as queries
from trellis.apps.gatherings.views.safety import emergency
from trellis.apps.gatherings.views.warmline_gate import for_members
from trellis.core.actions import WrongState, current_person


@for_members
def patrol(request: HttpRequest, gathering_id: uuid.UUID) -> HttpResponse:
    """For those who are on it, and whoever organizes."""
    found, now, person = patrol_or_404(gathering_id), timezone.now(), current_person()
    out = list(queries.out_on(found).select_related("membership", "back"))
    missing = [turn for turn in out if not queries.is_back(turn)]
    form = BackForm(
        request.POST or None, out=[(str(turn.pk), turn.name) for turn in missing], initial={"turns": [str(each.pk) for each in missing]}
    )
    if request.method == "POST" and form.is_valid():
        turns = [uuid.UUID(each) for each in form.cleaned_data["turns"]]
        try:
            actions.say_back(found, turns=turns, now=now)
        except WrongState as stuck:
            form.add_error("turns", str(stuck.reason))
        else:
            messages.success(request, _("Good that you are back."))
            return redirect("safety-patrol", found.pk)
    context = {
        "patrol": found,
        "host": found.series.host,
        "form": form if missing and found.has_begun(now) else None,
        "missing": missing,
        "back": [turn for turn in out if queries.is_back(turn)],
        "has_begun": found.has_begun(now),
        "is_over": found.ends_at <= now,
        "reads_log": queries.reads_log(person, found.series.host),
        "own": next((turn for turn in out if turn.person_id == person.pk), None),
        "emergency": emergency(),
    }
    return render(request, "gatherings/safety/patrol.html", context)


def patrol_or_404(gathering_id: uuid.UUID) -> Gathering:
    """A patrol, for those who are on it and whoever organizes it; for others it does not exist."""
    found = (
        Gathering.objects.select_related("series__organization", "series__circle")
        .filter(pk=gathering_id, kind=GatheringKind.PATROL)
        .first()
    )
    person = current_person()
    if found is None or not (queries.is_out_on(person, found) or queries.organizes(person, found.series.host)):
        raise Http404
    return found
