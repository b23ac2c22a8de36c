"""Signing in, by code or by passkey."""

from __future__ import annotations

import json
import uuid

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.userkit import user_id_to_str
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.core.people.models import Person
from trellis.interfaces.web.signin.beginning import NOT_HERE, account_for, write_to_a_stranger


def for_the_browser(options: dict) -> str:
    """What the browser needs in order to ask for a passkey, as text for a data attribute."""
    return json.dumps(options, cls=DjangoJSONEncoder)


class SignIn(RequestLoginCodeView):
    """Asks for the address. What follows is the same whether or not somebody here has it."""

    template_name = "account/login.html"

    def form_valid(self, form) -> HttpResponse:
        address = form.cleaned_data["email"]
        asked = LoginCodeVerificationProcess.initiate(request=self.request, user=form._user, email=address)
        if form._user is None:
            write_to_a_stranger(asked, address, may_begin=settings.SIGN_UP == "open" and form.holder is None)
        self.request.session.set_expiry(settings.SIGNING_IN_SECONDS)
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs) -> dict:
        return {**super().get_context_data(**kwargs), "sign_up_is_open": settings.SIGN_UP == "open"}


class TypeCode(ConfirmLoginCodeView):
    """Takes the code, with which an account may begin.

    Whose code it is is looked up either way, so that the page takes as long for an address nobody has.
    """

    def get_context_data(self, **kwargs) -> dict:
        return {**super().get_context_data(**kwargs), "sign_up_is_open": settings.SIGN_UP == "open"}

    def get_form_kwargs(self) -> dict:
        if self.stage.login.user is None:
            Person.objects.filter(pk=uuid.uuid4()).first()
        return super().get_form_kwargs()

    def form_invalid(self, form) -> HttpResponse:
        """After too many tries one begins again, and still comes back to where one wanted to go."""
        response = super().form_invalid(form)
        return HttpResponseRedirect(self.passthrough_next_url(response.url)) if response.status_code == 302 else response

    def _verify_form_valid(self, form) -> HttpResponse:
        if self._process.user is None:
            person, begun = account_for(self._process.state["email"])
            if person is None:
                self._process.abort()
                messages.error(self.request, NOT_HERE)
                return redirect("account_login")
            self._process.state["user_id"] = user_id_to_str(person)
            if begun:
                messages.success(self.request, _("Your account has begun."))
        return super()._verify_form_valid(form)


class SecondStep(AuthenticateView):
    """After the code, for people with a passkey: the passkey, or a recovery code."""

    def get_context_data(self, **kwargs) -> dict:
        given = super().get_context_data(**kwargs)
        return {**given, "options": for_the_browser(given["js_data"]["request_options"])}


@method_decorator(never_cache, name="dispatch")
class AgainByPasskey(ReauthenticateWebAuthnView):
    """The passkey once more, before something that matters."""

    def form_invalid(self, form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs) -> dict:
        given = super().get_context_data(**kwargs)
        return {**given, "options": for_the_browser(given["js_data"]["request_options"])}


def passkey_options(person) -> str:
    """What the browser needs in order to make a passkey that signs in by itself."""
    return for_the_browser(auth.begin_registration(person, passwordless=True))
