"""The guardians' queue: what waits, one case, and each thing one can do about it on a page of its own."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.apps.people import actions
from trellis.apps.people.forms import cases as forms
from trellis.apps.people.models import Case, CaseState, Confidence
from trellis.apps.people.queries.cases import closed_for, queue_for
from trellis.apps.people.queries.oncall import gaps, watch_at, watchers_at
from trellis.apps.people.views.guarding import for_guardians
from trellis.core.actions import Action, WrongState, current_person, once
from trellis.core.ui.forms import IdempotentForm


@dataclass(frozen=True)
class Deed:
    """Something a guardian can do about a case: the action, its form, its page, and what is said afterwards."""

    do: Action
    title: Any
    done: Any
    form: type = IdempotentForm
    explains: Any = ""


DEEDS = {
    "take": Deed(actions.take_case, _("See to it yourself"), _("You see to it now."), explains=_("The other guardians see your name.")),
    "answer": Deed(actions.answer_case, _("Answer whoever wrote"), _("Sent."), forms.AnswerForm),
    "note": Deed(actions.note_case, _("Write a note"), _("Kept."), forms.NoteForm),
    "clock": Deed(actions.set_urgency, _("Change how urgent it is"), _("The clock starts from now."), forms.UrgencyForm),
    "confidence": Deed(actions.ask_confidence, _("Tell somebody outside"), _("A second guardian has been asked."), forms.ConfidenceForm),
    "propose": Deed(actions.propose_closing, _("Propose to close it"), _("A second guardian has been asked to close it."), forms.CloseForm),
    "close": Deed(
        actions.close_case,
        _("Close it"),
        _("Closed."),
        explains=_("You are the second guardian. Close it only if you would have proposed it yourself."),
    ),
    "keep-open": Deed(actions.keep_open, _("Keep it open"), _("It stays open."), forms.WhyForm),
    "reopen": Deed(actions.reopen_case, _("Open it again"), _("It is open again."), forms.WhyForm),
    "aside": Deed(
        actions.stand_aside,
        _("Stay out of it"),
        _("You stay out of it. For you it no longer exists."),
        explains=_("If you are close to this, leave it to the others. You cannot undo this, and you will not see it again."),
    ),
}
_OFFERED = {
    CaseState.OPEN: ("take", "note", "clock", "aside"),
    CaseState.TAKEN: ("answer", "note", "clock", "confidence", "propose", "take", "aside"),
    CaseState.CLOSING: ("close", "keep-open", "answer", "note", "confidence", "aside"),
    CaseState.CLOSED: ("reopen", "note", "aside"),
}


@for_guardians
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the one that is due first on top, and who watches now."""
    person, now = current_person(), timezone.now()
    context = {
        "rows": [(case, case.is_overdue(now)) for case in queue_for(person)],
        "watch": watch_at(now),
        "watchers": watchers_at(now),
        "n_gaps": len(gaps(now)),
        "closed": Paginator(closed_for(person), 20).get_page(request.GET.get("page")),
    }
    return render(request, "people/cases/queue.html", context)


@for_guardians
def case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Everything about one worry, and what one can do now."""
    found, person = _found(case_id), current_person()
    offered = [(code, DEEDS[code]) for code in _OFFERED[found.state] if DEEDS[code].do.allow(person, found)]
    asked = found.confidences.select_related("case", "asked_by", "decided_by")
    context = {
        "case": found,
        "worry": found.worry,
        "overdue": found.is_overdue(timezone.now()),
        "entries": found.notes.select_related("author"),
        "confidences": [(each, actions.decide_confidence.allow(person, each)) for each in asked],
        "offered": offered[1:] if offered else [],
        "first": offered[0] if offered else None,
        "waits_for_a_second": found.state == CaseState.CLOSING and found.proposed_by_id == person.pk,
    }
    return render(request, "people/cases/case.html", context)


@for_guardians
def deed(request: HttpRequest, case_id: uuid.UUID, what: str) -> HttpResponse:
    """One thing to do about it."""
    found, deed = _found(case_id), DEEDS.get(what)
    if deed is None:
        raise Http404
    form = deed.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _do(deed.do, found, form)
        except WrongState as stuck:
            form.add_error(None, str(stuck.reason))
        else:
            messages.success(request, deed.done)
            return redirect("case-queue") if what == "aside" else redirect("case", found.pk)
    context = {"case": found, "form": form, "title": deed.title, "explains": deed.explains, "label": deed.do.label}
    return render(request, "people/cases/deed.html", context)


@for_guardians
def confidence(request: HttpRequest, confidence_id: uuid.UUID) -> HttpResponse:
    """A second guardian decides about telling somebody outside."""
    asked = Confidence.objects.select_related("case", "asked_by").filter(pk=confidence_id).first()
    if asked is None or not asked.is_visible_to(current_person()):
        raise Http404
    form = forms.AgreeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told, now = form.cleaned_data, timezone.now()
        try:
            once(
                told["form_key"],
                scope=f"people.case.decide_confidence:{current_person().pk}",
                now=now,
                do=lambda: actions.decide_confidence(asked, agree=told["agree"] == "yes", reason=told["reason"], now=now),
            )
        except WrongState as stuck:
            form.add_error(None, str(stuck.reason))
        else:
            messages.success(request, _("Your decision is kept."))
            return redirect("case", asked.case_id)
    return render(request, "people/cases/confidence.html", {"asked": asked, "case": asked.case, "form": form})


def _found(case_id: uuid.UUID) -> Case:
    found = Case.objects.visible_to(current_person()).select_related("worry", "taken_by", "proposed_by", "closed_by")
    row = found.filter(pk=case_id).first()
    if row is None:
        raise Http404
    return row


def _do(do: Action, found: Case, form) -> None:
    told, now = dict(form.cleaned_data), timezone.now()
    key = told.pop("form_key")
    once(key, scope=f"{do.name}:{current_person().pk}", now=now, do=lambda: do(found, **told, now=now))
