"""What moderators look at, and what writers can say against a decision."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.talk import actions
from trellis.apps.talk.forms.moderating import LEAVE, AnswerForm, AppealForm, DecideForm, TakeBackForm
from trellis.apps.talk.models import Card, Decision
from trellis.apps.talk.queries.reading import appeals_for, cards_for, settled_for
from trellis.apps.talk.views.gate import for_members, for_moderators
from trellis.core.actions import WrongState, current_person, once


@for_moderators
def queue(request: HttpRequest) -> HttpResponse:
    """Appeals first, then what waits, then what was decided lately."""
    person = current_person()
    context = {
        "appeals": appeals_for(person)[:50],
        "cards": cards_for(person)[:50],
        "settled": Paginator(settled_for(person), 20).get_page(request.GET.get("page")),
    }
    return render(request, "talk/moderation/queue.html", context)


@for_moderators
def card(request: HttpRequest, card_id: uuid.UUID) -> HttpResponse:
    """One card: what was there to see, and the decision."""
    person, now = current_person(), timezone.now()
    found = Card.objects.select_related("comment").filter(pk=card_id).first()
    if found is None or not found.is_visible_to(person):
        raise Http404
    form = DecideForm(request.POST or None, initial={"rule": found.rule})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data

        def do() -> None:
            if told["what"] == LEAVE:
                actions.leave_card(found, reason=told["reason"], now=now)
            else:
                actions.decide_card(found, what=told["what"], rule=told["rule"], reason=told["reason"], now=now)

        if _done(form, f"talk.card.decide:{person.pk}", do):
            messages.success(request, _("Decided. Whoever it concerns can read why, without your name."))
            return redirect("moderation-queue")
    return render(request, "talk/moderation/card.html", {"card": found, "form": form})


@for_moderators
def decision(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    """One decision: answer the appeal against it, or take it back."""
    person, now = current_person(), timezone.now()
    found = Decision.objects.filter(pk=decision_id).exclude(what=Decision.What.RESTORE).exclude(person=person).first()
    if found is None:
        raise Http404
    waits = found.is_appealed and not found.outcome
    verdict = actions.answer_appeal.verdict(person, found) if waits else None
    kind = AnswerForm if waits else TakeBackForm
    form = kind(request.POST or None)
    if request.method == "POST" and (verdict or not waits) and form.is_valid():
        told = form.cleaned_data

        def do() -> None:
            if waits:
                actions.answer_appeal(found, outcome=told["outcome"], reason=told["reason"], now=now)
            else:
                actions.take_back(found, reason=told["reason"], now=now)

        if _done(form, f"talk.decision.answer:{person.pk}", do):
            messages.success(request, _("Decided. Whoever it concerns can read why, without your name."))
            return redirect("moderation-queue")
    offered = bool(verdict) if waits else found.reversed_by_id is None
    context = {"decision": found, "form": form, "waits": waits, "verdict": verdict, "offered": offered}
    return render(request, "talk/moderation/decision.html", context)


@for_members
def about_me(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    """What was decided about something I wrote, why, and asking once that somebody else look."""
    person, now = current_person(), timezone.now()
    found = Decision.objects.select_related("reversed_by").filter(pk=decision_id, person=person)
    row = found.exclude(what=Decision.What.RESTORE).first()
    if row is None:
        raise Http404
    form = AppealForm(request.POST or None)
    may_appeal = not row.is_appealed and row.reversed_by_id is None
    if request.method == "POST" and may_appeal and form.is_valid():
        words = form.cleaned_data["words"]
        if _done(form, f"talk.decision.appeal:{person.pk}", lambda: actions.appeal(row, words=words, now=now)):
            messages.success(request, _("Another moderator will look at it. You get a letter here."))
            return redirect("talk-decision", row.pk)
    return render(request, "talk/decision.html", {"decision": row, "form": form, "may_appeal": may_appeal})


def _done(form, scope: str, do) -> bool:
    """Whether it was done; what kept it from being done stands on the form."""
    try:
        once(form.cleaned_data["form_key"], scope=scope, now=timezone.now(), do=do)
    except WrongState as stuck:
        form.add_error(None, str(stuck.reason))
        return False
    return True
