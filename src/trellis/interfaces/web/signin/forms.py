"""Forms of signing in: ours in their words, allauth's in what they check."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.forms import AddEmailForm, ConfirmEmailVerificationCodeForm, ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core import context, ratelimit
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from trellis.core.ui.forms import EmailField, Form, LineField
from trellis.interfaces.web.signin.addresses import person_with

LONGEST_NAME = 60


class CodeField(LineField):
    """Digits as they stand in the mail or on the sheet; spaces and dashes do not matter."""

    def __init__(self, **kwargs):
        super().__init__(max_length=40, inputmode="numeric", autocomplete="one-time-code", width="width-10", **kwargs)


class AskForCodeForm(Form, RequestLoginCodeForm):
    """To which address a code shall go."""

    email = EmailField(label=_("Your e-mail address"), autocomplete="username webauthn")

    def clean_email(self) -> str:
        """Counts the tries for every address alike, then finds the person."""
        email = self.cleaned_data["email"]
        if not ratelimit.consume(context.request, action="request_login_code", key=email.lower()):
            raise get_adapter().validation_error("too_many_login_attempts")
        self._user = person_with(email)
        return email


class CodeForm(Form, ConfirmLoginCodeForm):
    """The code from the mail."""

    code = CodeField(label=_("The code from the e-mail"), help_text=_("Eight digits. It works for 15 minutes, in this browser only."))


class NewAddressForm(Form, AddEmailForm):
    """The address that shall take the place of the present one."""

    email = EmailField(label=_("Your new e-mail address"))


class NewAddressCodeForm(Form, ConfirmEmailVerificationCodeForm):
    """The code that was sent to the new address."""

    code = CodeField(label=_("The code from the e-mail"), help_text=_("We sent it to your new address. It works for 15 minutes."))


class NewPasskeyForm(Form, AddWebAuthnForm):
    """A passkey just made by the browser, and what to call it."""

    field_order = ["name", "credential"]
    name = LineField(
        label=_("What shall we call this passkey?"),
        help_text=_("So that you know it again, such as “my phone”."),
        max_length=LONGEST_NAME,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.fields["credential"].error_messages["required"] = _("The passkey was not made. Press the button once more.")

    def clean(self) -> dict:
        """Every passkey signs in by itself, so each must have checked that it is the person (finger, face or PIN)."""
        self.cleaned_data["passwordless"] = True
        return super().clean()


class PasskeyNameForm(Form, EditWebAuthnForm):
    """Another name for a passkey."""

    name = LineField(label=_("What shall we call this passkey?"), max_length=LONGEST_NAME)


class RecoveryCodeForm(Form, AuthenticateForm):
    """A code from the sheet of recovery codes, after the code from the mail."""

    code = CodeField(label=_("A recovery code"), help_text=_("One of those you wrote down when you made your passkey. Each works once."))


class RecoveryCodeAgainForm(Form, ReauthenticateForm):
    """A code from the sheet of recovery codes, before something that matters."""

    code = CodeField(label=_("A recovery code"), help_text=_("One of those you wrote down when you made your passkey. Each works once."))


class DetailsForm(Form):
    """How others see the person, and in which language we write to them."""

    display_name = LineField(
        label=_("The name others see"),
        help_text=_("A first name or an invented one is enough."),
        max_length=80,
        required=False,
        autocomplete="nickname",
    )
    language = forms.ChoiceField(label=_("Your language"), choices=lambda: settings.LANGUAGES, widget=forms.RadioSelect)
