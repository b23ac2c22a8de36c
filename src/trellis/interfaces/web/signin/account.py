"""One's own account: name and language, address, passkeys, recovery codes, sessions."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import EmailView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from trellis.core.people.actions import set_details, sign_out_everywhere
from trellis.core.people.roles import ROLES
from trellis.core.ui.parts import Answer, Link
from trellis.interfaces.web.signin.again import for_somebody_proved
from trellis.interfaces.web.signin.forms import DetailsForm
from trellis.interfaces.web.signin.views import passkey_options


@never_cache
@login_required
def my_account(request: HttpRequest) -> HttpResponse:
    """What we know of the person, and what they can do about it."""
    person = request.user
    passkeys = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).order_by("created_at", "pk")
    details, address = reverse("my-details"), reverse("account_email")
    answers = [
        Answer(label=_("The name others see"), value=person.display_name or str(person), change_url=details),
        Answer(label=_("Your language"), value=str(dict(settings.LANGUAGES).get(person.language, person.language)), change_url=details),
        Answer(label=_("Your e-mail address"), value=person.email or _("None"), change_url=address),
        Answer(label=_("Your roles"), value="\n".join(sorted({str(ROLES[each.role].name) for each in person.grants.all()})) or _("None")),
    ]
    context = {"answers": answers, "passkeys": passkeys, "links": _links(person), "needs_a_way_in": not (person.email or passkeys)}
    return render(request, "signin/account.html", context)


ABOUT_ME = (
    ("people-contact", gettext_lazy("How to reach me, and what I need")),
    ("people-groups", gettext_lazy("My groups")),
    ("people-help-code", gettext_lazy("Let somebody help me")),
    ("people-consents", gettext_lazy("My consents")),
    ("people-blocks", gettext_lazy("People I blocked")),
    ("worry-mine", gettext_lazy("What I was worried about, and the answers")),
    ("talk-mine", gettext_lazy("What I wrote, and decisions about it")),
    ("people-takeout", gettext_lazy("Take out my data")),
    ("people-erase", gettext_lazy("Erase my data")),
)
"""Pages about oneself, in the order in which one looks for them."""


def _links(person) -> list[Link]:
    """Ways to the pages about oneself; those who help others find their way here too."""
    ways = [
        *([("people-helping", gettext_lazy("Help somebody at a table or on the phone"))] if person.holds("organizer") else []),
        *([("case-queue", gettext_lazy("What people are worried about"))] if person.holds("guardian") else []),
        *([("moderation-queue", gettext_lazy("What waits for moderators"))] if person.holds("moderator") else []),
        *ABOUT_ME,
    ]
    found = []
    for name, label in ways:
        try:
            found.append(Link(label=str(label), url=reverse(name)))
        except NoReverseMatch:
            continue  # a part that this place does not have
    return found


@never_cache
@login_required
def my_details(request: HttpRequest) -> HttpResponse:
    """The name others see, and the language."""
    person = request.user
    form = DetailsForm(request.POST or None, initial={"display_name": person.display_name, "language": person.language})
    if request.method != "POST" or not form.is_valid():
        return render(request, "signin/details.html", {"form": form})
    set_details(person, now=timezone.now(), **form.cleaned_data)
    with override(form.cleaned_data["language"]):
        messages.success(request, _("Saved."))
    response = redirect("my-account")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        form.cleaned_data["language"],
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response


@require_POST
@never_cache
@login_required
def leave_everywhere(request: HttpRequest) -> HttpResponse:
    """Ends every session, this one too."""
    sign_out_everywhere(request.user, now=timezone.now())
    logout(request)
    messages.success(request, _("You are signed out on every device."))
    return redirect("account_login")


class MyAddress(EmailView):
    """Another e-mail address, once a code sent to it was typed."""

    template_name = "account/email_change.html"

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = self.get_form()
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)


my_address = for_somebody_proved(MyAddress.as_view())


class AddPasskey(AddWebAuthnView):
    """A new passkey, made by the browser."""

    def get_context_data(self, **kwargs) -> dict:
        return {**super().get_context_data(**kwargs), "options": passkey_options(self.request.user)}

    def form_valid(self, form) -> HttpResponse:
        """Whoever just made a passkey has shown it, and goes on to the recovery codes without being asked again."""
        response = super().form_valid(form)
        record_authentication(self.request, self.request.user, method="mfa", reauthenticated=True)
        return response

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes" if self.did_generate_recovery_codes else "my-account")


add_passkey = for_somebody_proved(AddPasskey.as_view())


class RenamePasskey(EditWebAuthnView):
    """Another name for a passkey."""

    def get_success_url(self) -> str:
        return reverse("my-account")


rename_passkey = for_somebody_proved(RenamePasskey.as_view())


class RemovePasskey(RemoveWebAuthnView):
    """A passkey that no longer signs in."""

    def get_success_url(self) -> str:
        return reverse("my-account")


remove_passkey = for_somebody_proved(RemovePasskey.as_view())
recovery_codes = for_somebody_proved(ViewRecoveryCodesView.as_view())


class NewRecoveryCodes(GenerateRecoveryCodesView):
    """New codes in the place of the old ones; only for people with a passkey, who alone need them."""

    def form_invalid(self, form) -> HttpResponse:
        return HttpResponseRedirect(reverse("my-account"))


new_recovery_codes = for_somebody_proved(NewRecoveryCodes.as_view())
