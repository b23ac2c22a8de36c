"""What allauth asks us: how codes look and travel, whom it may tell what, what is kept encrypted."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.interfaces.web.signin.mailing import send_soon

TOO_MANY = gettext_lazy("That was too many tries. Wait a few minutes, then ask for a new code.")
LOGIN_CODE_MAIL = "account/email/login_code"
NO_ACCOUNT_MAIL = "account/email/no_account"


def has_passkey(person) -> bool:
    """Whether the person signs in with a passkey, so that a code by e-mail alone is not enough."""
    return Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.WEBAUTHN).exists()


def proved_lately(request: HttpRequest) -> bool:
    """Whether the person showed within the last minutes that it is they, with their passkey if they have one."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    if has_passkey(request.user):
        records = [each for each in records if each["method"] == "mfa"]
    return bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


class Account(DefaultAccountAdapter):
    """Signing in by code."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": gettext_lazy("This is not the code we sent. Check it and type it again."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "duplicate_email": gettext_lazy("This is your address already."),
        "email_taken": gettext_lazy("This address can’t be used. Choose another one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """The library's own way of signing up is never open; ours is beginning.py."""
        return False

    def respond_user_inactive(self, request: HttpRequest, user) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_login"))

    def is_safe_url(self, url: str) -> bool:
        """Only an address on the host that was asked; other names this server answers to are another site to the browser."""
        hosts = {context.request.get_host()}
        return url_has_allowed_host_and_scheme(url, allowed_hosts=hosts, require_https=context.request.is_secure())

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """People who keep something go to their desk, everybody else to their account."""
        person = request.user
        keeps = person.holds("keeper") or person.holds("steward") or person.scopes_of("editor")
        return reverse("directory-keep" if keeps else "my-account")

    def login(self, request: HttpRequest, user) -> None:
        super().login(request, user)
        request.session.set_expiry(None)

    def render_mail(self, template_prefix: str, email, context: dict, headers: dict | None = None) -> EmailMessage:
        automatic = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
        known = {"place": settings.PLACE_NAME, "sign_up_is_open": settings.SIGN_UP == "open"}
        return super().render_mail(template_prefix, email, {**context, **known}, {**automatic, **(headers or {})})

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        send_soon(self.render_mail(template_prefix, email, context))

    def send_account_already_exists_mail(self, email: str) -> None:
        """The holder of the address is not told that somebody else typed it: all that sending takes, except that nothing leaves."""
        self.render_mail(LOGIN_CODE_MAIL, email, {"code": self.generate_login_code()})
        send_soon(None)

    def get_client_ip(self, request: HttpRequest) -> str:
        """A keyed digest, so that counting tries leaves no address of a reader in the database."""
        address = super().get_client_ip(request)
        try:
            known = ipaddress.ip_address(address)
        except ValueError:
            known = None
        if isinstance(known, ipaddress.IPv6Address):
            address = str(ipaddress.ip_network(f"{known}/64", strict=False))
        return hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()[:32]

    def is_reauthentication_required(self, *, app: str, **_kwargs) -> bool:
        return not proved_lately(context.request)

    def get_reauthentication_methods(self, user) -> list[dict]:
        """With a passkey: that, or a code from the sheet of paper. Without: a code by e-mail."""
        if not user.is_authenticated:
            return []
        if not has_passkey(user):
            return [{"id": "code", "description": _("Use a code sent by e-mail"), "url": reverse("account_reauthenticate")}]
        return [
            {"id": "passkey", "description": _("Use your passkey"), "url": reverse("mfa_reauthenticate_webauthn")},
            {"id": "recovery", "description": _("Use a recovery code"), "url": reverse("mfa_reauthenticate")},
        ]


class Passkeys(DefaultMFAAdapter):
    """Passkeys and recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This did not work. Try once more, or sign in another way."),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": settings.PLACE_NAME}

    def generate_authenticator_name(self, user, type) -> str:
        return _("Passkey %(number)d") % {"number": Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}


def _cipher() -> Fernet:
    """A key of its own made from the place's secret, so that turning the keys of the encrypted fields leaves recovery codes whole."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"trellis recovery codes" + settings.SECRET_KEY.encode()).digest()))
