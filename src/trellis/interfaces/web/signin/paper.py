"""The first way in for somebody who was helped and has no e-mail address here: the code on their sheet of paper."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from trellis.apps.people.actions import claim_account
from trellis.apps.people.queries.helping import usable_code
from trellis.core.actions import WrongState
from trellis.core.rates import Rate, browser_key
from trellis.core.ui.forms import Form, LineField
from trellis.core.ui.views import keep_private
from trellis.kernels.text.codes import read_code

TRIES = Rate("paper-code", most=10, seconds=3600)
"""Against 23 to the power of 11 codes; counted for every try alike, right or wrong."""

NOT_THIS = _("This code does not work, or does not work any more. Read it again sign by sign, or ask an organizer for a new sheet.")
TOO_MANY = _("That was too many tries. Wait an hour, then try again.")


class PaperCodeForm(Form):
    """The code on the sheet."""

    code = LineField(
        label=_("The code on your sheet"),
        help_text=_("Twelve signs, such as 2345-6789-CDFG."),
        max_length=40,
        autocomplete="off",
        width="width-10",
    )


@never_cache
def paper_code(request: HttpRequest) -> HttpResponse:
    """Takes the code and signs in; what comes next is an address or a passkey of one's own."""
    return keep_private(request, lambda: _answer(request))


def _answer(request: HttpRequest) -> HttpResponse:
    form = PaperCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if TRIES.is_used_up(browser_key(request)):
            form.add_error("code", TOO_MANY)
        else:
            TRIES.note(browser_key(request))
            person = _claimed(form.cleaned_data["code"])
            if person is not None:
                login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
                record_authentication(request, person, method="code")
                return redirect("my-account")
            form.add_error("code", NOT_THIS)
    return render(request, "signin/paper_code.html", {"form": form})


def _claimed(typed: str):
    now = timezone.now()
    code = usable_code(read_code(typed), now=now)
    if code is None:
        return None
    try:
        return claim_account(code, now=now)
    except WrongState:
        return None
