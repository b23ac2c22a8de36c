"""Coming back for the answer: with the number one was given, or signed in."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.people.actions import add_words, add_words_with_receipt
from trellis.apps.people.forms.worries import MoreWordsForm, ReceiptForm
from trellis.apps.people.models import Worry
from trellis.apps.people.models.worries import receipt_index
from trellis.apps.people.queries.oncall import watch_at
from trellis.apps.people.queries.worries import conversation, digits_of, worries_of, worry_of_receipt
from trellis.core.actions import acting, current_person, once
from trellis.core.rates import Rate, browser_key
from trellis.core.signposts import signposts
from trellis.core.ui.views import sensitive_page

TRYING = Rate("worry-follow", most=10, seconds=900)
"""Wrong numbers from one address in a quarter of an hour. There are ten thousand million million numbers."""


@sensitive_page
def follow(request: HttpRequest) -> HttpResponse:
    """Asks for the number, then shows the answers. A wrong number, an unknown one and none are answered alike."""
    if request.method != "POST":
        return render(request, "people/worry/follow.html", {"form": ReceiptForm()})
    form, browser = ReceiptForm(request.POST), browser_key(request)
    code = form.cleaned_data["code"] if form.is_valid() else ""
    if TRYING.is_used_up(browser):
        form.add_error("code", _("Too many numbers were tried from here. Wait a quarter of an hour, then try again."))
        return render(request, "people/worry/follow.html", {"form": form}, status=429)
    worry = worry_of_receipt(code)
    if worry is None:
        TRYING.note(browser)
        form.errors.pop("code", None)
        form.add_error("code", _("We found nothing under this number. Look at each digit and type it again."))
        return render(request, "people/worry/follow.html", {"form": form})
    adding = MoreWordsForm(request.POST if "more" in request.POST else None)
    sent = False
    if adding.is_bound and adding.is_valid():
        now = timezone.now()
        told = adding.cleaned_data

        def do() -> None:
            add_words_with_receipt(code=code, words=told["more"], now=now)

        with acting(None):
            once(told["form_key"], scope=f"people.worry.add:{receipt_index(digits_of(code))[:16]}", now=now, do=do)
        adding, sent = MoreWordsForm(), True
    return render(request, "people/worry/conversation.html", {**_shown(worry), "form": adding, "code": digits_of(code), "sent": sent})


@sensitive_page
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What I told and want to be answered here."""
    return render(request, "people/worry/mine.html", {"worries": worries_of(request.user)})


@sensitive_page
@login_required
def own(request: HttpRequest, worry_id: uuid.UUID) -> HttpResponse:
    """One of them, with the answers; I can add to it."""
    worry = worries_of(request.user).filter(pk=worry_id).first()
    if worry is None:
        raise Http404
    form = MoreWordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now, told = timezone.now(), form.cleaned_data
        scope = f"people.worry.add:{current_person().pk}"
        once(told["form_key"], scope=scope, now=now, do=lambda: add_words(worry, words=told["more"], now=now))
        return redirect("worry-own", worry.pk)
    return render(request, "people/worry/conversation.html", {**_shown(worry), "form": form, "code": ""})


def _shown(worry: Worry) -> dict:
    return {"worry": worry, "entries": conversation(worry), "lines": _lines(), "watch": watch_at(timezone.now())}


def _lines() -> list:
    known = signposts()
    return [line for group in known.groups for line in group.lines] if known else []
