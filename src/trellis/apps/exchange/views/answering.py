"""Being asked, choosing, writing to each other, agreeing when and where, and what became of it."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.apps.exchange import actions
from trellis.apps.exchange.forms.handing import DoneForm, RelayForm, ThanksForm, WhenForm
from trellis.apps.exchange.models import GroupPractice, Handover, HandoverState, Match, MatchState, NeedState, Repeats, Side
from trellis.apps.exchange.models.terms import local
from trellis.apps.exchange.queries import handing
from trellis.apps.exchange.queries.why import why_you
from trellis.apps.exchange.views.following import talk_about, told
from trellis.apps.exchange.views.gate import for_askers, for_members
from trellis.core.actions import WrongState, current_person, once
from trellis.core.references import Ref
from trellis.kernels.hours import NO_CALENDAR


def match_or_404(match_id: uuid.UUID) -> Match:
    """The match, for the two it is between."""
    rows = Match.objects.select_related("need__organization", "need__person", "offer__organization", "offer__person")
    found = rows.filter(pk=match_id).first()
    if found is None or not found.is_visible_to(current_person()):
        raise Http404
    return found


@for_members
def asked(request: HttpRequest, match_id: uuid.UUID) -> HttpResponse:
    """Could you help? Yes, no without a reason, or not asked any more."""
    match, now = match_or_404(match_id), timezone.now()
    if not match.is_helper(current_person()):
        raise Http404
    if match.state in (MatchState.YES, MatchState.CHOSEN) and request.method != "POST":
        return redirect("exchange-match", match.pk)
    if request.method == "POST":
        return _answered(request, match, now)
    still = match.state == MatchState.ASKED and match.need.state == NeedState.OPEN
    context = {"match": match, "still": still, "about": str(Ref.to(match))}
    if still:
        context |= {"told": told(match.need), "why": why_you(match), "host": match.need.organization, "talk_url": talk_about(match.need)}
    return render(request, "exchange/asking/asked_you.html", context)


def _answered(request: HttpRequest, match: Match, now) -> HttpResponse:
    says = request.POST.get("says", "")
    try:
        if says == "yes":
            if match.state == MatchState.ASKED:
                actions.accept_match(match, now=now)
            messages.success(request, _("Thank you. Whoever asked hears that somebody can, and chooses. We tell you."))
            return redirect("exchange-match", match.pk)
        if says in ("no", "stop") and match.state in (MatchState.ASKED, MatchState.YES):
            actions.decline_match(match, now=now)
        if says == "stop":
            actions.set_pace(current_person(), stopped=True, now=now)
            messages.success(request, _("We stop asking you. What you agreed on stays agreed. You can start again at any time."))
        elif says == "no":
            messages.success(request, _("Not this time, then. Nobody is told."))
    except WrongState as stuck:
        messages.error(request, str(stuck.reason))
    return redirect("exchange")


@for_askers
def between(request: HttpRequest, match_id: uuid.UUID) -> HttpResponse:
    """The page of the two: what is agreed, a few words to each other, and the way out."""
    match, now, person = match_or_404(match_id), timezone.now(), current_person()
    side = match.side_of(person)
    if match.state not in (MatchState.YES, MatchState.CHOSEN) and match.chosen_at is None:
        return redirect("exchange-asked", match.pk) if side == Side.HELPER else redirect("exchange-need", match.need_id)
    form = RelayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]

        def do() -> str:
            return str(actions.write_note(match, words=words, language=get_language() or "en", now=now).pk)

        try:
            once(form.cleaned_data["form_key"], scope=f"exchange.note.write:{match.pk}:{side}", now=now, do=do)
        except WrongState as stuck:
            form.add_error("words", str(stuck.reason))
        else:
            messages.success(request, _("Sent. They hear that you wrote, and read it here."))
            return redirect("exchange-match", match.pk)
    handovers = handing.handovers_of(match)
    context = {
        "match": match,
        "side": side,
        "other": handing.name_of(match.offer if side == Side.ASKER else match.need, match=match),
        "told": told(match.need) if match.reads_need else [],
        "more": match.need.more if match.chosen_at else "",
        "offered": match.offer.words,
        "coming": [each for each in handovers if each.state in ("proposed", "agreed")][::-1],
        "past": [each for each in handovers if each.state not in ("proposed", "agreed")],
        "notes": list(match.notes.order_by("written_at", "id")[:200]),
        "form": form,
        "now": now,
        "about": str(Ref.to(match)),
    }
    return render(request, "exchange/asking/between.html", context)


@for_askers
@require_POST
def choose(request: HttpRequest, match_id: uuid.UUID) -> HttpResponse:
    """Take this one of those who said yes."""
    match = match_or_404(match_id)
    if match.state == MatchState.CHOSEN:
        return redirect("exchange-match", match.pk)
    try:
        actions.choose_helper(match, now=timezone.now())
    except WrongState as stuck:
        messages.error(request, str(stuck.reason))
        return redirect("exchange-need", match.need_id)
    messages.success(request, _("Chosen. Now suggest when and where."))
    return redirect("exchange-when", match.pk)


@for_askers
def when(request: HttpRequest, match_id: uuid.UUID) -> HttpResponse:
    """Suggest when and where."""
    match, now = match_or_404(match_id), timezone.now()
    form = WhenForm(request.POST or None, initial=_usual_time(match, now))
    if match.need.repeats != Repeats.WEEKLY:
        del form.fields["repeats"]
    if request.method == "POST" and form.is_valid():
        begins_at, ends_at = form.moments()
        more = {"where": form.cleaned_data["where"], "repeats": form.cleaned_data.get("repeats", False)}

        def do() -> str:
            return actions.suggest_handover(match, begins_at=begins_at, ends_at=ends_at, now=now, **more)

        scope = f"exchange.handover.suggest:{match.pk}:{match.side_of(current_person())}"
        try:
            once(form.cleaned_data["form_key"], scope=scope, now=now, do=do)
        except WrongState as stuck:
            form.add_error("on", str(stuck.reason))
        else:
            messages.success(request, _("Suggested. It counts once the other one says yes."))
            return redirect("exchange-match", match.pk)
    return render(request, "exchange/asking/when.html", {"match": match, "form": form})


def _usual_time(match: Match, now) -> dict:
    """The next time at which it is needed, to begin with."""
    need = match.need
    coming = need.times(since=local(now), until=local(now) + timedelta(days=60), calendar=NO_CALENDAR)
    coming = [each for each in coming if each[0] > local(now)]
    if not coming:
        return {}
    begun = {"on": coming[0][0].date(), "repeats": need.repeats == Repeats.WEEKLY}
    if need.begins:
        begun["begins"] = f"{need.begins:%H:%M}"
    if need.ends:
        begun["ends"] = f"{need.ends:%H:%M}"
    return begun


@for_askers
def end(request: HttpRequest, match_id: uuid.UUID) -> HttpResponse:
    """End what was arranged, after asking once; and, if wished, never meet again."""
    match, now = match_or_404(match_id), timezone.now()
    side, person = match.side_of(current_person()), current_person()
    other = match.offer.person if side == Side.ASKER else match.need.person
    may_block = person is not None and other is not None and other != person
    if request.method == "POST":
        if request.POST.get("block") and may_block:
            name = handing.name_of(match.offer if side == Side.ASKER else match.need, match=match)
            actions.block_in_match(match, name=name or _("Somebody"), now=now)
            messages.success(request, _("Done. You no longer meet here, and neither of you is asked for the other. They are not told."))
            return redirect("exchange")
        if match.state in (MatchState.YES, MatchState.CHOSEN):
            (actions.end_match if match.state == MatchState.CHOSEN or side == Side.ASKER else actions.decline_match)(match, now=now)
        messages.success(request, _("Ended. No reason was asked."))
        return redirect("exchange-need", match.need_id) if side == Side.ASKER else redirect("exchange")
    return render(request, "exchange/asking/end.html", {"match": match, "side": side, "may_block": may_block})


DEEDS = {"agree", "off", "done", "not_done", "thank"}


@for_askers
def handover(request: HttpRequest, handover_id: uuid.UUID) -> HttpResponse:
    """One time: agree, call off, say whether it happened, say thank you."""
    found = Handover.objects.select_related("match").filter(pk=handover_id).first()
    if found is None:
        raise Http404
    match, now = match_or_404(found.match_id), timezone.now()
    found.match = match
    side = match.side_of(current_person())
    practice = GroupPractice.of(match.need.group)
    done, thanks = DoneForm(request.POST or None), ThanksForm(request.POST or None)
    does = request.POST.get("do", "")
    if request.method == "POST" and does in DEEDS:
        form = thanks if does == "thank" else done
        if form.is_valid():
            try:
                _do(request, found, does, form.cleaned_data, now)
            except WrongState as stuck:
                messages.error(request, str(stuck.reason))
            return redirect("exchange-handover" if does == "done" and side == Side.ASKER else "exchange-match", _back_to(found, does, side))
    context = {
        "handover": found,
        "match": match,
        "side": side,
        "other": handing.name_of(match.offer if side == Side.ASKER else match.need, match=match),
        "has_begun": found.begins_at <= now,
        "counts_hours": practice is not None and practice.counts_hours,
        "done_form": done if does in ("done", "not_done") else DoneForm(),
        "thanks_form": thanks if does == "thank" else ThanksForm(),
    }
    return render(request, "exchange/asking/handover.html", context)


def _back_to(found: Handover, does: str, side: str) -> uuid.UUID:
    return found.pk if does == "done" and side == Side.ASKER else found.match_id


def _do(request: HttpRequest, found: Handover, does: str, given: dict, now) -> None:
    """One press. The same press again changes nothing and says the same."""
    if does == "agree":
        if found.state != HandoverState.AGREED:
            actions.agree_handover(found, now=now)
        messages.success(request, _("Agreed. You both find it in your week, and we remind you the day before."))
    elif does == "off":
        if found.state != HandoverState.CALLED_OFF:
            actions.call_off_handover(found, now=now)
        messages.success(request, _("Called off. The other one hears of it, without a reason."))
    elif does in ("done", "not_done"):
        wanted = HandoverState.DONE if does == "done" else HandoverState.NOT_DONE
        if found.state != wanted:
            minutes = given["hours"] * 60 if given.get("hours") else None
            actions.settle_handover(found, done=does == "done", minutes=minutes, now=now)
        messages.success(request, _("Noted. Good.") if does == "done" else _("Noted. Nothing is held against anybody."))
    else:

        def do() -> None:
            actions.thank_helper(found, words=given["words"], now=now)

        once(given["form_key"], scope=f"exchange.handover.thank:{found.pk}", now=now, do=do)
        messages.success(request, _("Your thanks are on their way."))
