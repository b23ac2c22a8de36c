"""Plan the turns: whoever organizes asks, looks at what is proposed and why, changes it and publishes; members answer and read why."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from trellis.apps.gatherings.actions import rota as acts
from trellis.apps.gatherings.forms.rota import AnswerForm, RotaForm, SureForm
from trellis.apps.gatherings.models import Series
from trellis.apps.gatherings.models.rota import RotaAnswer, RotaPlan, RotaState
from trellis.apps.gatherings.queries.rota import Problem, problem, proposed, rotas_for, shifts_of, to_plan
from trellis.apps.gatherings.rules import may_organize_series
from trellis.apps.gatherings.views.leagues_gate import done, for_members
from trellis.apps.gatherings.views.rota_words import evenness, told, why_empty, why_not
from trellis.apps.people.queries.membership import is_member, members_of
from trellis.core.actions import WrongState, current_person


def _rota_or_404(rota_id: uuid.UUID) -> RotaPlan:
    found = RotaPlan.objects.select_related("series__organization", "series__circle").filter(pk=rota_id).first()
    if found is None or not found.is_visible_to(current_person()) or found.state == RotaState.DROPPED:
        raise Http404
    return found


def _organized(rota_id: uuid.UUID) -> RotaPlan:
    found = _rota_or_404(rota_id)
    if not may_organize_series(current_person(), found.series):
        raise Http404
    return found


@for_members
def index(request: HttpRequest) -> HttpResponse:
    """Rotas of my groups."""
    return render(
        request,
        "gatherings/rota/index.html",
        {"rotas": list(rotas_for(current_person())[:60]), "series": list(to_plan(current_person(), timezone.now())[:40])},
    )


@for_members
def new(request: HttpRequest, series_id: uuid.UUID) -> HttpResponse:
    """Ask the members when they can."""
    series = Series.objects.select_related("organization", "circle").filter(pk=series_id).first()
    if series is None or not series.is_visible_to(current_person()) or not may_organize_series(current_person(), series):
        raise Http404
    now = timezone.now()
    form = RotaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        days = {name: form.cleaned_data[name] for name in ("first_on", "last_on", "answer_by_on")}
        was_done, made = done(form, f"gatherings.rota.ask:{series.pk}", lambda: acts.ask_for_rota(series, now=now, **days), now=now)
        if was_done:
            messages.success(request, _("The members have been asked."))
            return redirect("rota", made)
    return render(request, "gatherings/rota/new.html", {"series": series, "form": form})


@for_members
def rota(request: HttpRequest, rota_id: uuid.UUID) -> HttpResponse:
    """For members their answer, their turns and why; for whoever organizes everything that is proposed."""
    found, now, person = _rota_or_404(rota_id), timezone.now(), current_person()
    organizes = bool(may_organize_series(person, found.series))
    asked = problem(found, now=now)
    # Once published, what counts is who has the turns now, not what was proposed.
    turns = list(asked.rota.kept) if found.state == RotaState.PUBLISHED else list(dict.fromkeys([*proposed(found), *asked.rota.kept]))
    turns = [turn for turn in turns if turn[0] in asked.shifts and turn[1] in asked.people]
    people, gaps, loads = told(asked, turns)
    shown = found.state == RotaState.PUBLISHED or (organizes and found.state == RotaState.PROPOSED)
    context = {
        "rota": found,
        "organizes": organizes,
        "is_member": is_member(person, found.series.group),
        "answer": RotaAnswer.objects.filter(rota=found, person=person).first(),
        "may_answer": found.state in (RotaState.ASKING, RotaState.PROPOSED),
        "mine": _mine(asked, people, person) if shown else None,
    }
    if organizes:
        context |= {
            "n_answers": len(asked.people),
            "n_members": members_of(found.series.group).count(),
            "lines": _lines(asked, turns, gaps) if found.state != RotaState.ASKING else [],
            "loads": loads if found.state != RotaState.ASKING else [],
            "evenness": evenness(loads),
        }
    return render(request, "gatherings/rota/rota.html", context)


def _lines(asked: Problem, turns, gaps) -> list[dict]:
    by_shift: dict[str, list[str]] = {}
    for shift, person in turns:
        by_shift.setdefault(shift, []).append(person)
    return [
        {
            "shift": shift,
            "people": [asked.people[each].display_name for each in by_shift.get(id, [])],
            "missing": gaps[id].missing if id in gaps else 0,
            "lead_missing": id in gaps and gaps[id].lead_missing,
            "why": why_empty(gaps[id]) if id in gaps else "",
        }
        for id, shift in asked.shifts.items()
    ]


def _mine(asked: Problem, people, person) -> dict | None:
    found = people.get(str(person.pk))
    if found is None:
        return None
    return {
        "turns": [(asked.shifts[had.shift], had) for had in found.turns],
        "others": [(asked.shifts[each.shift], why_not(each.code)) for each in found.others],
    }


@for_members
def answer(request: HttpRequest, rota_id: uuid.UUID) -> HttpResponse:
    """When I can, and how much."""
    found, now = _rota_or_404(rota_id), timezone.now()
    if not is_member(current_person(), found.series.group):
        raise Http404
    if found.state not in (RotaState.ASKING, RotaState.PROPOSED):
        return redirect("rota", found.pk)
    shifts = [each for each in shifts_of(found) if each.starts_at > now]
    before = RotaAnswer.objects.filter(rota=found, person=current_person()).first()
    initial = {}
    if before is not None:
        initial = {"capacity": before.capacity, "per_week": before.per_week}
        initial |= {f"shift-{wish.shift_id}": wish.wish for wish in before.wishes.all()}
    form = AnswerForm(request.POST or None, shifts=shifts, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = {"capacity": form.cleaned_data["capacity"], "per_week": form.cleaned_data["per_week"], "wishes": form.wishes()}
        was_done, _made = done(form, f"gatherings.rota.answer:{found.pk}", lambda: acts.answer_rota(found, now=now, **told), now=now)
        if was_done:
            messages.success(request, _("Thank you. You can change it until the rota is published."))
            return redirect("rota", found.pk)
    return render(request, "gatherings/rota/answer.html", {"rota": found, "form": form})


@for_members
def shift(request: HttpRequest, rota_id: uuid.UUID, shift_id: uuid.UUID) -> HttpResponse:
    """Change who is proposed for one shift."""
    found, now = _organized(rota_id), timezone.now()
    asked = problem(found, now=now)
    here = asked.shifts.get(str(shift_id))
    if here is None or found.state != RotaState.PROPOSED:
        raise Http404
    if request.method == "POST":
        told = {"shift": str(shift_id), "person": request.POST.get("person", "")}
        if told["person"] not in asked.people:
            raise Http404
        try:
            deed = acts.take_rota_turn_out if "out" in request.POST else acts.put_rota_turn
            deed(found, now=now, **told)
        except WrongState as stuck:
            messages.warning(request, str(stuck.reason))
        return redirect("rota-shift", found.pk, shift_id)
    turns = [*proposed(found), *asked.rota.kept]
    on = [who for id, who in turns if id == str(shift_id)]
    can = [str(each.id) for each in asked.rota.volunteers if str(shift_id) in each.can and str(each.id) not in on]
    context = {
        "rota": found,
        "shift": here,
        "on": [(who, asked.people[who].display_name, (str(shift_id), who) in asked.rota.kept) for who in on if who in asked.people],
        "can": [(who, asked.people[who].display_name, sum(person == who for _id, person in turns)) for who in can],
    }
    return render(request, "gatherings/rota/shift.html", context)


@require_POST
@for_members
def suggest(request: HttpRequest, rota_id: uuid.UUID) -> HttpResponse:
    """Let fair turns be proposed."""
    found = _organized(rota_id)
    try:
        acts.propose_rota(found, now=timezone.now())
    except WrongState as stuck:
        messages.warning(request, str(stuck.reason))
    return redirect("rota", found.pk)


@for_members
def deed(request: HttpRequest, rota_id: uuid.UUID, what: str) -> HttpResponse:
    """Publish it, or drop it."""
    found, now = _organized(rota_id), timezone.now()
    if what not in ("publish", "drop"):
        raise Http404
    form = SureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        do = acts.publish_rota if what == "publish" else acts.drop_rota
        was_done, left_out = done(form, f"gatherings.rota.{what}:{found.pk}", lambda: do(found, now=now), now=now)
        if was_done and what == "publish":
            messages.success(request, _("It is published. Everybody has been told of their turns."))
            if left_out:
                words = ngettext("%(n)d turn could not be given any more.", "%(n)d turns could not be given any more.", left_out)
                messages.warning(request, words % {"n": left_out})
        if was_done:
            return redirect("rota", found.pk) if what == "publish" else redirect("rota-list")
    return render(request, "gatherings/rota/deed.html", {"rota": found, "form": form, "publish": what == "publish"})
