"""Pages on which keepers follow other lists: begin, look, start, decide on what was held back, stop."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.directory.actions.corrections import keep_ours, take_theirs
from trellis.apps.directory.actions.following import accept_held, check_now, follow_source, refuse_held, start_following, stop_following
from trellis.apps.directory.forms.following import AddressForm, AreaForm, KindForm, OftenForm, PressForm, StopForm
from trellis.apps.directory.models import Correction, FollowState, HowOften
from trellis.apps.directory.queries import following as queries
from trellis.apps.directory.views.comparing import differences
from trellis.apps.directory.views.gate import for_keepers
from trellis.apps.directory.views.odd_words import counted, failure_in_words, findings_in_words, may_be_taken
from trellis.core.actions import WrongState, current_person, once
from trellis.core.signing import fingerprint
from trellis.core.ui.parts import Answer
from trellis.core.ui.views import refused

STEPS = (("kind", KindForm), ("address", AddressForm), ("area", AreaForm), ("often", OftenForm))


def only_keepers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keepers come in; others are told that this is not theirs, whatever the address."""

    @for_keepers
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not current_person().holds("keeper"):
            return refused(request, _("This part is for the people who keep the directory."))
        return view(request, *args, **kwargs)

    return guarded


@only_keepers
def followed(request: HttpRequest) -> HttpResponse:
    """What this place follows, and corrections that somebody should look at."""
    corrections = list(queries.corrections_to_look_at(current_person())[:20])
    rows = queries.rows_of(corrections)
    context = {
        "followings": queries.followings(current_person()),
        "corrections": [(each, rows.get((each.kind, each.record_id))) for each in corrections],
    }
    return render(request, "directory/following/list.html", context)


@only_keepers
def new(request: HttpRequest) -> HttpResponse:
    """One question on each page, then all answers to check, then the first look."""
    told = request.POST if request.method == "POST" else {}
    forms = {code: form(told if told.get("upto", "") >= str(number) else None) for number, (code, form) in enumerate(STEPS)}
    wanted = told.get("step", "")
    for number, (code, _form) in enumerate(STEPS):
        form = forms[code]
        if not form.is_bound or not form.is_valid() or wanted == code:
            return _question(request, forms, number)
    if wanted == "look":
        done = _begin(request, forms)
        if done is not None:
            return done
    context = {"answers": _answers(forms), "carried": _carried(forms), "upto": len(STEPS) - 1, "form": PressForm()}
    return render(request, "directory/following/check.html", context)


def _question(request: HttpRequest, forms: dict, number: int) -> HttpResponse:
    code, kind = STEPS[number]
    form = forms[code]
    shown = form if form.is_bound else kind(initial=None)
    others = {name: each for name, each in forms.items() if name != code and each.is_bound}
    upto = max(number, max((place for place, (name, _kind) in enumerate(STEPS) if name in others), default=0))
    context = {"form": shown, "carried": _carried(others), "upto": upto, "code": code}
    return render(request, "directory/following/new.html", context)


def _carried(forms: dict) -> list[tuple[str, str]]:
    """Answers given on other pages, to be sent along."""
    return [(name, form.data.get(name, "")) for form in forms.values() if form.is_bound for name in form.fields]


def _answers(forms: dict) -> list[tuple[str, Answer]]:
    area = forms["area"].area
    near = _("Within %(km)s kilometres of %(place)s") % {"km": area["km"], "place": area["name"]} if area else _("Everything")
    told = {
        "kind": dict(forms["kind"].fields["kind"].choices)[forms["kind"].cleaned_data["kind"]],
        "address": forms["address"].cleaned_data["url"],
        "area": near,
        "often": HowOften(forms["often"].cleaned_data["every"]).label,
    }
    labels = {"kind": _("What it is"), "address": _("Address"), "area": _("Which part"), "often": _("How often")}
    return [(code, Answer(label=labels[code], value=str(value))) for code, value in told.items()]


def _begin(request: HttpRequest, forms: dict) -> HttpResponse | None:
    press, now = PressForm(request.POST), timezone.now()
    if not press.is_valid():
        return None
    told = {name: value for form in forms.values() for name, value in form.cleaned_data.items()}

    def do() -> str:
        name = told["name"] or told["url"]
        begun = follow_source(url=told["url"], kind=told["kind"], name=name, every=told["every"], area=forms["area"].area, now=now)
        return str(begun.pk)

    try:
        pk, _fresh = once(press.cleaned_data["form_key"], scope=f"directory.following.follow:{current_person().pk}", now=now, do=do)
    except WrongState as stuck:
        messages.error(request, str(stuck.reason))
        return redirect("following")
    return redirect("following-source", pk)


def _found(following_id: uuid.UUID):
    found = queries.followings(current_person()).filter(pk=following_id).first()
    if found is None:
        raise Http404
    return found


@only_keepers
def source(request: HttpRequest, following_id: uuid.UUID) -> HttpResponse:
    """One list: how it stands, what the last look showed, and what can be done."""
    found = _found(following_id)
    press = PressForm(request.POST or None)
    if request.method == "POST" and press.is_valid():
        return _pressed(request, found, press)
    running = found.state in (FollowState.OK, FollowState.HELD, FollowState.FAILING)
    context = {
        "following": found,
        "form": press,
        "counts": counted(found.counts),
        "findings": findings_in_words(found.findings),
        "may_be_taken": may_be_taken(found.findings),
        "failure": failure_in_words(found.failure),
        "fingerprint": fingerprint(found.key) if found.key else "",
        "offered": fingerprint(found.offered_key) if found.offered_key else "",
        "twice": queries.perhaps_the_same(found) if running else [],
        "running": running,
    }
    return render(request, "directory/following/source.html", context)


def _pressed(request: HttpRequest, found, press: PressForm) -> HttpResponse:
    deeds = {"start": start_following, "look": check_now, "take": accept_held, "leave": refuse_held}
    words = {
        "start": _("It is being taken in. This can take some minutes; look at this page again later."),
        "look": _("It is being looked at. Look at this page again in a minute."),
        "take": _("It is being taken in. This can take some minutes; look at this page again later."),
        "leave": _("It was left as it is. We ask you again only when the list changes."),
    }
    wanted, now = request.POST.get("deed", ""), timezone.now()
    if wanted not in deeds or (wanted == "take" and not may_be_taken(found.findings)):
        raise Http404
    scope = f"directory.following.{wanted}:{current_person().pk}:{found.pk}"
    try:
        once(press.cleaned_data["form_key"], scope=scope, now=now, do=lambda: deeds[wanted](found, now=now))
    except WrongState as stuck:
        messages.error(request, str(stuck.reason))
    else:
        messages.success(request, words[wanted])
    return redirect("following-source", found.pk)


@only_keepers
def stop(request: HttpRequest, following_id: uuid.UUID) -> HttpResponse:
    """One question: what becomes of its records?"""
    found = _found(following_id)
    form = StopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now, withdraw = timezone.now(), form.cleaned_data["records"] == "withdraw"
        scope = f"directory.following.stop:{current_person().pk}:{found.pk}"
        try:
            once(form.cleaned_data["form_key"], scope=scope, now=now, do=lambda: stop_following(found, withdraw=withdraw, now=now))
        except WrongState as stuck:
            messages.error(request, str(stuck.reason))
        else:
            messages.success(request, _("It is no longer followed."))
        return redirect("following")
    return render(request, "directory/following/stop.html", {"following": found, "form": form})


@only_keepers
def correction(request: HttpRequest, correction_id: uuid.UUID) -> HttpResponse:
    """Ours and theirs side by side: which is to be shown?"""
    found = Correction.objects.filter(pk=correction_id).first()
    row = queries.rows_of([found]).get((found.kind, found.record_id)) if found else None
    if row is None:
        raise Http404
    press = PressForm(request.POST or None)
    if request.method == "POST" and press.is_valid():
        now = timezone.now()
        decide = take_theirs if request.POST.get("deed") == "theirs" else keep_ours
        scope = f"directory.correction.settle:{current_person().pk}:{found.pk}"

        def do() -> None:
            decide(found, now=now)

        once(press.cleaned_data["form_key"], scope=scope, now=now, do=do)
        messages.success(request, _("Saved. Readers see it at once."))
        return redirect("following")
    both = differences(found.kind, {found.field: found.theirs}, {found.field: found.value}, [found.field])[0]
    context = {"correction": found, "row": row, "both": both, "form": press, "came_from": queries.came_from(row)}
    return render(request, "directory/following/correction.html", context)
