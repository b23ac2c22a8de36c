"""The log of contacts: noting one, one's own, how much each handler carries; and a word that counts how often somebody rang today."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.gatherings import rules
from trellis.apps.gatherings.actions.warmline import note_contact, remove_contact
from trellis.apps.gatherings.forms.warmline import CallerForm, ContactForm
from trellis.apps.gatherings.models.warmline import WarmlineContact
from trellis.apps.gatherings.queries import warmline as queries
from trellis.apps.gatherings.queries.warmline_calls import TODAY
from trellis.apps.gatherings.views.warmline import worked_or_404
from trellis.apps.gatherings.views.warmline_gate import for_members, tried
from trellis.core.actions import WrongState, current_person, once
from trellis.core.ui.words import here

LATELY = timedelta(days=14)


@for_members
def note(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """Note a contact."""
    found, now, person = worked_or_404(line_id), timezone.now(), current_person()
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key, scope = form.cleaned_data["form_key"], f"gatherings.contact.note:{found.pk}:{person.pk}"
        try:
            once(key, scope=scope, now=now, do=lambda: bool(note_contact(found, told=form.told(now), now=now)))
        except WrongState as stuck:
            form.add_error(None, str(stuck.reason))
        else:
            said = _("Noted. We have told those who listen.") if form.cleaned_data["needs_debrief"] else _("Noted.")
            tried(request, lambda: None, said)
            return redirect("warmline-desk", found.pk)
    context = {"line": found, "form": form, "may_note": queries.may_note(found, person, now)}
    return render(request, "gatherings/warmline/contact.html", context)


@for_members
def contacts(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """What I noted lately; for organizers how much each code carries."""
    found, now, person = worked_or_404(line_id), timezone.now(), current_person()
    handler = queries.handler_of(found, person)
    organizes = bool(rules.may_organize_line(person, found))
    context = {
        "line": found,
        "code": handler.code if handler else "",
        "contacts": queries.contacts_of(found, handler.code, since=now - LATELY) if handler else [],
        "organizes": organizes,
        "load": queries.load(found, since=now - LATELY) if organizes else [],
    }
    return render(request, "gatherings/warmline/contacts.html", context)


@for_members
def remove(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Remove what I noted by mistake."""
    contact = WarmlineContact.objects.select_related("line__organization").filter(pk=contact_id).first()
    if contact is None or not rules.is_handler(current_person(), contact):
        raise Http404
    if request.method == "POST":
        tried(request, lambda: remove_contact(contact, now=timezone.now()), _("Removed."))
        return redirect("warmline-contacts", contact.line_id)
    return render(request, "gatherings/warmline/contact_remove.html", {"contact": contact, "line": contact.line})


@for_members
def caller(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """How often a made-up word was said today. The word is in no answer, no address and no row."""
    found, now = worked_or_404(line_id), timezone.now()
    if found.calls_a_day is None:
        raise Http404
    form, n = CallerForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        local = here(now)
        midnight = datetime.combine(local.date() + timedelta(days=1), datetime.min.time(), local.tzinfo)
        n = TODAY.note(found.pk, form.cleaned_data["word"], day=local.date(), seconds_left=(midnight - local).total_seconds())
        form = CallerForm()
    return render(
        request, "gatherings/warmline/caller.html", {"line": found, "form": form, "n": n, "over": n is not None and n > found.calls_a_day}
    )
