"""The steps through a crisis, one at a time; writing them; talks afterwards; supervision."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trellis.apps.gatherings import rules
from trellis.apps.gatherings.actions import warmline_care as actions
from trellis.apps.gatherings.forms.warmline import OfferForm, StepForm, SupervisionForm, TakeStepForm
from trellis.apps.gatherings.models.warmline_care import Debrief, DebriefState, EscalationStep, StepTaken, Supervision
from trellis.apps.gatherings.queries import warmline as queries
from trellis.apps.gatherings.queries import warmline_care as care
from trellis.apps.gatherings.views.warmline import organized_or_404, worked_or_404
from trellis.apps.gatherings.views.warmline_gate import for_members, tried
from trellis.core.actions import WrongState, current_person, once


@for_members
def begin(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """Begin the steps: a way of its own, known by an id that tells nothing."""
    found = worked_or_404(line_id)
    return redirect("warmline-steps", found.pk, uuid.uuid4())


@for_members
def walk(request: HttpRequest, line_id: uuid.UUID, walk_id: uuid.UUID) -> HttpResponse:
    """The next step that is not taken yet, large, with its number to ring."""
    found, now, person = worked_or_404(line_id), timezone.now(), current_person()
    steps, taken = list(care.steps_of(found)), care.walked(found, walk_id)
    done = {each.position for each in taken}
    step = next((each for each in steps if each.position not in done), None)
    form = TakeStepForm(request.POST or None, asks_consent=step.asks_consent) if step is not None else None
    if request.method == "POST":
        asked = request.POST.get("step", "")
        if step is None or str(step.pk) != asked:
            return redirect("warmline-steps", found.pk, walk_id)
        if form.is_valid():
            told = {"consent": form.cleaned_data.get("consent", ""), "review_on": form.review_on(now)}
            tried(request, lambda: actions.take_step(step, walk=walk_id, now=now, **told))
            return redirect("warmline-steps", found.pk, walk_id)
    context = {
        "line": found, "step": step, "form": form, "taken": taken, "n_steps": len(steps),
        "place": len(done) + 1, "may_note": queries.may_note(found, person, now),
    }  # fmt: skip
    return render(request, "gatherings/warmline/step.html", context)


@for_members
def steps_edit(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """The steps as the group wrote them, and what was taken lately."""
    found, now = organized_or_404(line_id), timezone.now()
    if request.method == "POST":
        step = EscalationStep.objects.filter(line=found, pk=_uuid(request.POST.get("step"))).first()
        taken = StepTaken.objects.filter(line=found, pk=_uuid(request.POST.get("taken"))).first()
        if request.POST.get("do") == "up" and step is not None:
            tried(request, lambda: actions.raise_step(step, now=now))
        elif request.POST.get("do") == "retire" and step is not None:
            tried(request, lambda: actions.retire_step(step, now=now), _("The step is taken away."))
        elif request.POST.get("do") == "review" and taken is not None:
            tried(request, lambda: actions.review_step(taken, now=now), _("Noted."))
        return redirect("warmline-steps-edit", found.pk)
    context = {
        "line": found,
        "steps": care.steps_of(found),
        "review": care.to_review(found, today=now.date()),
        "taken": care.taken_lately(found)[:20],
    }
    return render(request, "gatherings/warmline/steps_edit.html", context)


@for_members
def step_new(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """One more step."""
    found, now, person = organized_or_404(line_id), timezone.now(), current_person()
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key, scope = form.cleaned_data["form_key"], f"gatherings.step.write:{found.pk}:{person.pk}"
        told = form.values() | {"language": get_language() or "en"}
        try:
            once(key, scope=scope, now=now, do=lambda: actions.write_step(found, told=told, now=now))
        except WrongState as stuck:
            form.add_error("words", str(stuck.reason))
        else:
            return redirect("warmline-steps-edit", found.pk)
    return render(request, "gatherings/warmline/step_form.html", {"line": found, "form": form})


@for_members
def step_change(request: HttpRequest, step_id: uuid.UUID) -> HttpResponse:
    """Other words or another number."""
    step = EscalationStep.objects.select_related("line__organization").filter(pk=step_id, retired_at=None).first()
    if step is None or not rules.may_organize_row(current_person(), step):
        raise Http404
    form = StepForm(request.POST or None, initial={name: getattr(step, name) for name in StepForm.base_fields if hasattr(step, name)})
    if request.method == "POST" and form.is_valid():
        tried(request, lambda: actions.change_step(step, told=form.values(), now=timezone.now()), _("Saved."))
        return redirect("warmline-steps-edit", step.line_id)
    return render(request, "gatherings/warmline/step_form.html", {"line": step.line, "form": form, "step": step})


@for_members
def talks(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """Talking after a hard contact: mine, those that wait for a listener, and whether I listen."""
    found, now, person = worked_or_404(line_id), timezone.now(), current_person()
    if request.method == "POST":
        do = request.POST.get("do")
        if do == "ask":
            tried(request, lambda: actions.ask_debrief(found, now=now), _("We have told those who listen. You will hear from one of them."))
        elif do == "listen":
            tried(request, lambda: actions.agree_to_listen(found, now=now), _("Thank you. You will hear when somebody would like to talk."))
        elif do == "stop":
            tried(request, lambda: actions.stop_listening(found, now=now), _("You will no longer be asked."))
        return redirect("warmline-talks", found.pk)
    handler = queries.handler_of(found, person)
    context = {
        "line": found,
        "listens": bool(handler and handler.listens),
        "own": care.own_debrief(person, found),
        "waiting": [(each, care.name_in(found, each.person)) for each in care.debriefs_for(person, found)],
        "n_listeners": len(care.listeners(found, but=person)),
    }
    return render(request, "gatherings/warmline/talks.html", context)


@for_members
def talk(request: HttpRequest, debrief_id: uuid.UUID) -> HttpResponse:
    """One talk: offering a time, agreeing, done."""
    debrief = Debrief.objects.select_related("line__organization", "person", "listener").filter(pk=debrief_id).first()
    person, now = current_person(), timezone.now()
    if debrief is None or not debrief.is_visible_to(person):
        raise Http404
    is_own = debrief.person_id == person.pk
    offering = not is_own and debrief.state in (DebriefState.ASKED, DebriefState.OFFERED)
    form = OfferForm(request.POST if offering and request.POST.get("do") == "offer" else None)
    if request.method == "POST":
        do = request.POST.get("do")
        if do == "offer" and offering:
            if form.is_valid():
                told = {"meet_at": form.meet_at(now), "words": form.cleaned_data["words"], "language": get_language() or "en"}
                try:
                    actions.offer_debrief(debrief, now=now, **told)
                except WrongState as stuck:
                    form.add_error("on", str(stuck.reason))
                else:
                    tried(request, lambda: None, _("Sent. You will hear whether it suits them."))
                    return redirect("warmline-talk", debrief.pk)
        else:
            verbs = {
                "agree": actions.agree_debrief, "decline": actions.decline_debrief, "finish": actions.finish_debrief,
                "withdraw": actions.withdraw_debrief,
            }  # fmt: skip
            if do in verbs:
                tried(request, lambda: verbs[do](debrief, now=now), _("Done."))
            return redirect("warmline-talks", debrief.line_id)
    other = debrief.listener if is_own else debrief.person
    context = {
        "debrief": debrief,
        "line": debrief.line,
        "is_own": is_own,
        "offering": offering,
        "form": form,
        "other": care.name_in(debrief.line, other),
    }
    return render(request, "gatherings/warmline/talk.html", context)


@for_members
def supervision(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """My supervision; for organizers whose is due. Nobody else sees either."""
    found, now, person = worked_or_404(line_id), timezone.now(), current_person()
    form = SupervisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key, scope = form.cleaned_data["form_key"], f"gatherings.supervision.note:{found.pk}:{person.pk}"
        try:
            once(key, scope=scope, now=now, do=lambda: actions.note_supervision(found, told=form.values(), now=now))
        except WrongState as stuck:
            form.add_error("on", str(stuck.reason))
        else:
            tried(request, lambda: None, _("Noted."))
            return redirect("warmline-supervision", found.pk)
    organizes = bool(rules.may_organize_line(person, found))
    context = {
        "line": found,
        "form": form,
        "own": Supervision.objects.filter(line=found, person=person)[:12],
        "due": care.supervision_due(found, person, today=now.date()),
        "organizes": organizes,
        "overdue": [(each.code, care.name_in(found, each.person)) for each in care.overdue(found, today=now.date())] if organizes else [],
    }
    return render(request, "gatherings/warmline/supervision.html", context)


def _uuid(text) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
