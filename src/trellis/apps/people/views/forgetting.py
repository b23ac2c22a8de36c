"""Taking everything out, being forgotten, and what is kept of people at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from trellis.apps.people.actions import ask_takeout, erase_person, fetch_takeout
from trellis.apps.people.forms.forgetting import EraseForm
from trellis.apps.people.models import Takeout
from trellis.apps.people.queries.forgetting import kinds_kept, last_holder_of, last_purge, takeout_of
from trellis.apps.people.views.gate import private
from trellis.core.actions import WrongState, current_person
from trellis.core.forgetting.takeout import iterate_bytes
from trellis.core.people.roles import ROLES
from trellis.core.ui.views import sensitive_page

STILL_WAITING_AFTER = 60
"""Seconds after which the page says that it takes longer than usual."""


def proved(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets in who showed within the last minutes that it is they; others do that first and then come back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if get_adapter().is_reauthentication_required(app="people"):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return private(guarded)


@proved
def take_out(request: HttpRequest) -> HttpResponse:
    """Everything that is kept of the person, as a file for them."""
    person, now = current_person(), timezone.now()
    if request.method == "POST":
        ask_takeout(person, now=now)
        return redirect("people-takeout")
    asked = takeout_of(person)
    late = asked is not None and (now - asked.asked_at).total_seconds() > STILL_WAITING_AFTER
    return render(
        request,
        "people/takeout.html",
        {"asked": asked, "late": late, "states": Takeout.State, "kinds": kinds_kept(), "account_url": reverse("my-account")},
    )


@require_POST
@proved
def take_out_download(request: HttpRequest, takeout_id) -> HttpResponse:
    """The file, once; a press of a button, so that no program that looks ahead uses it up."""
    asked = get_object_or_404(Takeout, pk=takeout_id, person=current_person())
    try:
        content = fetch_takeout(asked, now=timezone.now())
    except WrongState as stuck:
        messages.warning(request, str(stuck.reason))
        return redirect("people-takeout")
    response = StreamingHttpResponse(iterate_bytes(content), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    response["Content-Length"] = str(len(content))
    return response


@proved
def erase(request: HttpRequest) -> HttpResponse:
    """What goes, what stays, and the button. There is no way back from it, so it is said before and not after."""
    person = current_person()
    needed = last_holder_of(person)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            erase_person(person, now=timezone.now())
        except WrongState as stuck:
            form.add_error(None, str(stuck.reason))
        else:
            logout(request)
            return redirect("people-erased")
    page = {"form": form, "kinds": kinds_kept(), "hand_on": ROLES[needed].name if needed else "", "account_url": reverse("my-account")}
    return render(request, "people/erase.html", page)


@require_GET
@sensitive_page
def erased(request: HttpRequest) -> HttpResponse:
    """It is done. Says the same to everybody, since nobody is left to say it to."""
    return render(request, "people/erased.html")


@require_GET
@never_cache
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of people, why, how long and who reads it: the register in plain words, for anyone."""
    return render(request, "people/privacy.html", {"kinds": kinds_kept(everything=True), "purge": last_purge()})


@require_GET
@never_cache
def privacy_kind(request: HttpRequest, label: str) -> HttpResponse:
    """One kind of row: each field that says something of a person."""
    kind = next((each for each in kinds_kept(everything=True) if each.label == label), None)
    if kind is None:
        raise Http404
    return render(request, "people/privacy_kind.html", {"kind": kind, "title": kind.title or _("What we keep")})
