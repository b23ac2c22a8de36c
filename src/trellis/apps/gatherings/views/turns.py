"""Turns as those see them who do them: what is open, mine, one shift, "I can't be there", the link of a letter."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.gatherings import actions, rules
from trellis.apps.gatherings.actions.turns import ShortRest
from trellis.apps.gatherings.actions.turns_line import answer_guiding
from trellis.apps.gatherings.forms.turns import PressForm
from trellis.apps.gatherings.models import Absence, GuideState, StandingAs, StandingTurn
from trellis.apps.gatherings.models.turns import FREELY_UNTIL, Shift, Turn, TurnState
from trellis.apps.gatherings.queries import turns as queries
from trellis.apps.gatherings.views.warmline_gate import for_members
from trellis.apps.people.queries.membership import is_member, membership_of
from trellis.core.actions import NotFound, WrongState, current_person, once
from trellis.core.ui.views import sensitive_page


@for_members
def open_turns(request: HttpRequest) -> HttpResponse:
    """What is open in the reader's groups, the earliest first."""
    person, now = current_person(), timezone.now()
    lines = queries.lines_for(person, queries.open_shifts(person, now)[: queries.MOST_SHOWN], now)
    context = {
        "lines": [line for line in lines if line.is_open],
        "full": [line for line in lines if not line.is_open],
        "asked": _asked(person, now),
        "guiding": queries.asked_to_guide(person, now).filter(state=GuideState.ASKED),
    }
    return render(request, "gatherings/turns/open.html", context)


def _asked(person, now) -> list[Turn]:
    return list(queries.my_turns(person, now).filter(state__in=[TurnState.ASKED, TurnState.CALLED], shift__starts_at__gt=now).on())


@for_members
def mine(request: HttpRequest) -> HttpResponse:
    """What I have said I do, what I am asked, what I did lately, what is kept of me."""
    person, now = current_person(), timezone.now()
    if request.method == "POST":
        _press(request, _deeds_of_mine(request, person, now))
        return redirect("turns-mine")
    turns = list(queries.my_turns(person, now))
    n, hours = queries.n_lately(person, now)
    stated = queries.stated_a_week(person)
    context = {
        "turns": [turn for turn in turns if turn.state == TurnState.TAKEN],
        "asked": [turn for turn in turns if turn.state in (TurnState.ASKED, TurnState.CALLED) and not turn.shift.is_off],
        "standbys": [turn for turn in turns if turn.state == TurnState.STANDBY and not turn.shift.is_off],
        "guiding": queries.asked_to_guide(person, now),
        "standing": StandingTurn.objects.filter(person=person).select_related("pattern__series"),
        "absences": Absence.objects.filter(person=person).select_related("series"),
        "n_lately": n,
        "hours_lately": round(hours, 1),
        "stated": stated,
        "too_many": stated is not None and n > stated * 8,
        "key": uuid.uuid4(),
    }
    return render(request, "gatherings/turns/mine.html", context)


def _deeds_of_mine(request, person, now) -> dict[str, Callable]:
    row = request.POST.get("row", "")

    def one(rows):
        try:
            found = rows.filter(pk=uuid.UUID(row)).first()
        except ValueError:
            found = None
        if found is None:
            raise Http404
        return found

    return {
        "guide_yes": lambda sure: (
            answer_guiding(one(person.guiding), agreed=True, now=now),
            _("Thank you. They are told that somebody shows them the way."),
        ),
        "guide_no": lambda sure: (
            answer_guiding(one(person.guiding), agreed=False, now=now),
            _("That is all right. Somebody else is asked."),
        ),
        "standing_end": lambda sure: (
            actions.end_standing(one(person.standing_turns), now=now),
            _("No new turns come by themselves. Those you have are still yours."),
        ),
        "excuse": lambda sure: (
            actions.excuse_absence(one(Absence.objects.filter(person=person)), now=now),
            _("It is marked as excused. Nobody asks why."),
        ),
    }


@for_members
def shift(request: HttpRequest, shift_id: uuid.UUID) -> HttpResponse:
    """One shift: what it is, how many are missing, and one button for each thing that the reader can do."""
    found, person, now = shift_or_404(shift_id), current_person(), timezone.now()
    unsure = False
    if request.method == "POST":
        try:
            if _press(request, _deeds_of_shift(found, person, now)):
                return redirect("turns-shift", found.pk)
        except ShortRest:
            unsure = True
    organizes = bool(rules.may_assign(person, found))
    line = queries.lines_for(person, [found], now, named=True)[0]
    mine = line.mine
    guide = queries.guides_of([mine], person).get(mine.pk) if mine is not None and mine.is_taken else None
    agreed = guide is not None and guide.state == GuideState.AGREED
    context = {
        "line": line,
        "shift": found,
        "gathering": found.gathering,
        "mine": mine,
        "organizes": organizes,
        "is_member": bool(is_member(person, found.gathering.series.group)),
        "begun": found.has_begun(now),
        "over": found.ends_at <= now,
        "late": found.is_late(now),
        "names": line.names if (mine is not None and mine.is_taken) or organizes else [],
        "guide_name": _name_in_group(guide.person, found) if agreed else "",
        "guide_asked": guide is not None and not agreed,
        "guided": queries.asked_to_guide(person, now).filter(turn__shift__gathering=found.gathering_id),
        "standing": StandingTurn.objects.filter(pattern=found.pattern_id, person=person).first() if found.pattern_id else None,
        "unsure": request.POST.get("do", "") if unsure else "",
        "key": request.POST.get("form_key", "") if unsure else uuid.uuid4(),
        "was_called_late": mine is not None and mine.state == TurnState.CALLED and line.n_free <= 0,
    }
    return render(request, "gatherings/turns/shift.html", context)


def _name_in_group(person, found: Shift) -> str:
    membership = membership_of(person, found.gathering.series.group)
    return membership.display_name if membership is not None else str(_("Somebody"))


def _deeds_of_shift(found: Shift, person, now) -> dict[str, Callable]:
    def own() -> Turn:
        turn = Turn.objects.filter(shift=found, person=person).first()
        if turn is None:
            raise WrongState(_("This can no longer be done. Somebody may have been here before you."))
        return turn

    def stand(stands_as: str) -> object:
        if found.pattern is None:
            raise WrongState(_("This takes place once."))
        return actions.begin_standing(found.pattern, stands_as=stands_as, now=now)

    return {
        "take": lambda sure: (actions.take_turn(found, sure=sure, now=now), _("It is your turn. Thank you.")),
        "take_over": lambda sure: (
            actions.take_over_turn(found, sure=sure, now=now),
            _("It is your turn now. Whoever had it is told that they are free."),
        ),
        "stand_by": lambda sure: (actions.stand_by(found, now=now), _("You stand by. If somebody is missing, you are asked.")),
        "yes": lambda sure: (actions.accept_turn(own(), sure=sure, now=now), _("It is your turn. Thank you.")),
        "no": lambda sure: (actions.decline_turn(own(), now=now), _("That is all right. Nobody asks why.")),
        "put_forward": lambda sure: (
            actions.put_turn_forward(own(), now=now),
            _("Your group sees that somebody would be glad. It is yours until somebody takes it."),
        ),
        "keep": lambda sure: (actions.put_turn_forward(own(), wish=False, now=now), _("It stays yours.")),
        "each_time": lambda sure: (
            stand(StandingAs.TURN),
            _("It is your turn each time now, for six weeks ahead. You can give back any of them."),
        ),
        "standby_each_time": lambda sure: (stand(StandingAs.STANDBY), _("You stand by each time.")),
    }


def _press(request: HttpRequest, deeds: dict[str, Callable]) -> bool:
    """Do what a button said, once for each form; say how it went. ShortRest is for the page to ask about."""
    form = PressForm(request.POST)
    do = request.POST.get("do", "")
    if not form.is_valid() or do not in deeds:
        messages.warning(request, _("This form is out of date. Open the page again."))
        return True
    said: list = []

    def deed() -> None:
        said.append(deeds[do](form.cleaned_data["sure"])[1])

    try:
        once(form.cleaned_data["form_key"], scope=f"turns.{do}:{request.path}:{current_person().pk}", now=timezone.now(), do=deed)
    except ShortRest:
        raise
    except WrongState as stuck:
        messages.warning(request, str(stuck.reason))
    else:
        messages.success(request, said[0] if said else _("That was done already."))
    return True


@for_members
def leave(request: HttpRequest, shift_id: uuid.UUID) -> HttpResponse:
    """What follows, before anything is done; then one button."""
    found, person, now = shift_or_404(shift_id), current_person(), timezone.now()
    turn = Turn.objects.filter(shift=found, person=person, state=TurnState.TAKEN).first()
    if request.method == "POST":
        if turn is None:
            messages.info(request, _("You have no turn here. There is nothing more to do."))
        else:
            _press(request, {"cannot": lambda sure: (actions.give_back_turn(turn, now=now), _given_back())})
        return redirect("turns-shift", found.pk)
    if turn is None or found.is_off:
        return redirect("turns-shift", found.pk)
    context = {"shift": found, "gathering": found.gathering, "turn": turn, **_consequences(found, now), "key": uuid.uuid4()}
    return render(request, "gatherings/turns/leave.html", context)


def _given_back() -> str:
    return _("Thank you for saying so. The place is free, and you need not do anything else.")


def _consequences(found: Shift, now) -> dict:
    standbys = Turn.objects.filter(shift=found, state__in=[TurnState.STANDBY, TurnState.CALLED]).count()
    return {
        "late": found.is_late(now),
        "begun": found.has_begun(now),
        "n_standbys": standbys,
        "freely_until": found.starts_at - FREELY_UNTIL,
    }


@sensitive_page
def by_link(request: HttpRequest, turn_id: uuid.UUID, token: str) -> HttpResponse:
    """The link of a letter. Reading it answers nothing, as mail programs read links too; the button does."""
    now = timezone.now()
    turn = Turn.objects.select_related("shift__gathering__series", "person").filter(pk=turn_id, person__isnull=False).first()
    if turn is None or not turn.opens_by_link(token):
        raise Http404
    told = None
    if request.method == "POST":
        answer = request.POST.get("do", "")
        words = {"yes": _("It is your turn. Thank you."), "no": _("That is all right. Nobody asks why."), "cannot": _given_back()}
        try:
            actions.answer_by_link(turn=turn.pk, token=token, answer=answer, now=now)
        except WrongState as stuck:
            told = ("error", str(stuck.reason))
        except NotFound as missing:
            raise Http404 from missing
        else:
            told = ("success", words[answer])
        turn = Turn.objects.select_related("shift__gathering__series", "person").get(pk=turn_id)
    found = turn.shift
    n_held = Turn.objects.filter(shift=found).holding().count()
    context = {
        "turn": turn,
        "shift": found,
        "gathering": found.gathering,
        "told": told,
        "gone": turn.state == TurnState.CALLED and n_held >= found.wanted,
        **_consequences(found, now),
    }
    return render(request, "gatherings/turns/link.html", context)


def shift_or_404(shift_id: uuid.UUID) -> Shift:
    """A shift of the reader's groups; for others it does not exist."""
    rows = Shift.objects.select_related("gathering__series__organization", "gathering__series__circle", "gathering__location", "pattern")
    found = rows.filter(pk=shift_id).first()
    if found is None or not found.is_visible_to(current_person()):
        raise Http404
    return found
