"""What I said yes to: the list, each receipt, and taking it back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.apps.people.actions import withdraw_consent
from trellis.apps.people.models import Consent
from trellis.apps.people.models.purposes import DATA, PURPOSES
from trellis.apps.people.queries.consent import consents_of, receipt
from trellis.apps.people.views.gate import private
from trellis.core.actions import current_person
from trellis.core.ui.parts import Answer
from trellis.core.ui.words import when

CHANNELS = {
    "web": gettext_lazy("By yourself, on this page"),
    "table": gettext_lazy("At a table, read aloud"),
    "phone": gettext_lazy("On the phone, read aloud"),
}


@private
def consents(request: HttpRequest) -> HttpResponse:
    """Those that hold first, then those that are over."""
    now = timezone.now()
    told = [(each, _purpose(each), each.holds_at(now)) for each in consents_of(current_person())]
    context = {
        "holding": [(each, purpose) for each, purpose, holds in told if holds],
        "over": [(each, purpose) for each, purpose, holds in told if not holds],
        "account_url": reverse("my-account"),
    }
    return render(request, "people/consents.html", context)


@private
def consent_receipt(request: HttpRequest, consent_id: uuid.UUID) -> HttpResponse:
    """All that is kept of one consent, to read and to print."""
    found, now = _mine_or_404(consent_id), timezone.now()
    rows = [
        Answer(label=_("What for"), value=_purpose(found)),
        Answer(label=_("To whom"), value=found.recipient_name),
        Answer(label=_("About what"), value="\n".join(str(DATA.get(code, code)) for code in found.data)),
        Answer(label=_("The words"), value=found.wording, language=found.language),
        Answer(label=_("Version of the words"), value=found.wording_version),
        Answer(label=_("How"), value=_how(found)),
        Answer(label=_("Given"), value=when(found.given_at, now=now)),
    ]
    if found.expires_at:
        rows.append(Answer(label=_("Ends by itself"), value=when(found.expires_at, now=now)))
    if found.withdrawn_at:
        rows.append(Answer(label=_("Taken back"), value=when(found.withdrawn_at, now=now)))
    rows.append(Answer(label=_("Number of this receipt"), value=str(found.pk)))
    return render(request, "people/consent.html", {"rows": rows, "consent": found, "holds": found.holds_at(now), "now": now})


@private
def consent_json(request: HttpRequest, consent_id: uuid.UUID) -> HttpResponse:
    """The receipt as a file that programs can read."""
    found = _mine_or_404(consent_id)
    response = JsonResponse(receipt(found, now=timezone.now()), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="receipt.json"'
    return response


@private
def consent_withdraw(request: HttpRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Take it back: one button, and what follows from it."""
    found = _mine_or_404(consent_id)
    if request.method == "POST":
        withdraw_consent(found, now=timezone.now())
        messages.success(request, _("Taken back. It no longer holds from now on."))
        return redirect("people-consents")
    return render(request, "people/consent_withdraw.html", {"consent": found, "purpose": _purpose(found)})


def _purpose(consent: Consent) -> str:
    return str(PURPOSES[consent.purpose].name) if consent.purpose in PURPOSES else consent.purpose


def _how(consent: Consent) -> str:
    channel = str(CHANNELS.get(consent.channel, consent.channel))
    return _("%(how)s, by %(helper)s") % {"how": channel, "helper": consent.helper} if consent.helper else channel


def _mine_or_404(consent_id: uuid.UUID) -> Consent:
    found = consents_of(current_person()).filter(pk=consent_id).first()
    if found is None:
        raise Http404
    return found
