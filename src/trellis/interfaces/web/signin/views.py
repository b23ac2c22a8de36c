"""Signing in, by code or by passkey."""

from __future__ import annotations

import json
import uuid

from allauth.account.adapter import get_adapter
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from trellis.core.people.models import Person


def for_the_browser(options: dict) -> str:
    """What the browser needs in order to ask for a passkey, as text for a data attribute."""
    return json.dumps(options, cls=DjangoJSONEncoder)


class SignIn(RequestLoginCodeView):
    """Asks for the address. What follows is the same whether or not somebody here has it."""

    template_name = "account/login.html"

    def form_valid(self, form) -> HttpResponse:
        if form._user is None:
            get_adapter().send_nothing(form.cleaned_data["email"])
        response = super().form_valid(form)
        self.request.session.set_expiry(settings.SIGNING_IN_SECONDS)
        return response


class TypeCode(ConfirmLoginCodeView):
    """Takes the code. Whose it is is looked up either way, so that the page takes as long for an address nobody has."""

    def get_form_kwargs(self) -> dict:
        if self.stage.login.user is None:
            Person.objects.filter(pk=uuid.uuid4()).first()
        return super().get_form_kwargs()


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
