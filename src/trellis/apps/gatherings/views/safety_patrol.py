"""One patrol: getting help, writing something down, everybody back, what the next one should know."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trellis.apps.gatherings import rules
from trellis.apps.gatherings.actions import safety as actions
from trellis.apps.gatherings.actions.turns_notes import write_note
from trellis.apps.gatherings.forms.safety import BackForm, HandOverForm
from trellis.apps.gatherings.models import Gathering, GatheringKind
from trellis.apps.gatherings.queries import safety as queries
from trellis.apps.gatherings.queries.turns_notes import gathering_before, notes_from
from trellis.apps.gatherings.views.safety import emergency
from trellis.apps.gatherings.views.warmline_gate import for_members
from trellis.core.actions import WrongState, current_person, once


@for_members
def patrol(request: HttpRequest, gathering_id: uuid.UUID) -> HttpResponse:
    """For those who are on it, and whoever organizes."""
    found, now, person = patrol_or_404(gathering_id), timezone.now(), current_person()
    out = list(queries.out_on(found).select_related("membership", "back"))
    missing = [turn for turn in out if not queries.is_back(turn)]
    form = BackForm(
        request.POST or None, out=[(str(turn.pk), turn.name) for turn in missing], initial={"turns": [str(each.pk) for each in missing]}
    )
    notes = HandOverForm(request.POST if request.POST.get("do") == "hand_over" else None)
    if request.POST.get("do") == "hand_over":
        if notes.is_valid() and _handed_over(notes, found, person, now):
            messages.success(request, _("The next patrol reads it. It is gone after two days."))
            return redirect("safety-patrol", found.pk)
    elif request.method == "POST" and form.is_valid():
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
        "notes": notes if rules.may_hand_over(person, found) else None,
        "left": notes_from(found, now),
        "from_before": notes_from(before, now) if (before := gathering_before(found)) is not None else [],
    }
    return render(request, "gatherings/safety/patrol.html", context)


def _handed_over(form: HandOverForm, found: Gathering, person, now) -> bool:
    """Leave the note, if it names nobody; else the form says what looks like somebody."""
    seen = queries.notices(form.cleaned_data["words"], found.series.host, language=get_language() or "")
    if seen:
        for notice in seen:
            form.add_error("words", f"“{notice.words}”: {notice.sentence}")
        return False
    told = {"words": form.cleaned_data["words"], "language": get_language() or "en"}
    scope = f"gatherings.handover_note.write:{found.pk}:{person.pk}"
    try:
        once(form.cleaned_data["form_key"], scope=scope, now=now, do=lambda: write_note(found, now=now, **told))
    except WrongState as stuck:
        form.add_error("words", str(stuck.reason))
        return False
    return True


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
