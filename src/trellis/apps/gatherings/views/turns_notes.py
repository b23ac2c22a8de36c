"""Handover notes: what the shift before left, and what this one leaves."""

from __future__ import annotations

import hashlib
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trellis.apps.gatherings import actions, rules
from trellis.apps.gatherings.forms.turns import NoteForm
from trellis.apps.gatherings.models import Gathering, HandoverNote
from trellis.apps.gatherings.queries import turns_notes as queries
from trellis.apps.gatherings.queries.safety import can_be_saved, notices
from trellis.apps.gatherings.views.warmline_gate import for_members, tried
from trellis.core.actions import WrongState, current_person, once


@for_members
def notes(request: HttpRequest, gathering_id: uuid.UUID) -> HttpResponse:
    """For those who have a turn at this gathering."""
    found, person, now = Gathering.objects.select_related("series").filter(pk=gathering_id).first(), current_person(), timezone.now()
    if found is None or not rules.may_hand_over(person, found):
        raise Http404
    form = NoteForm(request.POST or None, roles=queries.roles_of(found))
    asked: list = []
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        asked = notices(words, found.series.host, language=get_language() or "")
        looked_at = form.cleaned_data["looked_at"] == _digest(words)
        may = can_be_saved(asked, looked_at=looked_at, are_places=looked_at and form.cleaned_data["are_places"])
        if may and _saved(found, form, person, now):
            messages.success(request, _("It is there for the next shift, for 48 hours."))
            return redirect("turns-notes", found.pk)
    before = queries.gathering_before(found)
    context = {
        "gathering": found,
        "before": list(queries.notes_from(before, now)) if before is not None else [],
        "left": list(queries.notes_from(found, now)),
        "form": form,
        "found": asked,
        "stops": any(each.stops for each in asked),
        "asks": any(each.asks for each in asked),
        "looked_at": _digest(form.cleaned_data["words"]) if asked else "",
        "next": queries.next_gathering(found),
    }
    return render(request, "gatherings/turns/notes.html", context)


def _saved(found: Gathering, form: NoteForm, person, now) -> bool:
    told = {"words": form.cleaned_data["words"], "role": form.cleaned_data["role"], "language": get_language() or "en"}

    def do() -> str:
        return actions.write_note(found, due_at=form.due_at(now, found.series.zone), now=now, **told)

    try:
        once(form.cleaned_data["form_key"], scope=f"gatherings.handover_note.write:{found.pk}:{person.pk}", now=now, do=do)
    except WrongState as stuck:
        form.add_error(None, str(stuck.reason))
        return False
    return True


@for_members
def settle(request: HttpRequest, note_id: uuid.UUID) -> HttpResponse:
    """Done, or taken back: gone at once."""
    note, now = HandoverNote.objects.select_related("gathering__series").filter(pk=note_id).first(), timezone.now()
    if note is None or not note.is_visible_to(current_person()):
        raise Http404
    here = request.GET.get("at", "")
    back = here if queries.is_id(here) else str(note.gathering_id)
    if request.method == "POST":
        tried(request, lambda: actions.settle_note(note, now=now), _("Done. The note is gone."))
        return redirect("turns-notes", back)
    return render(request, "gatherings/turns/note.html", {"note": note, "back": back})


def _digest(words: str) -> str:
    """Which words were looked at: other words are looked at again."""
    return hashlib.sha256(words.encode()).hexdigest()[:32]
