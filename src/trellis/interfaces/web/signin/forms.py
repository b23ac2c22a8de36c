"""Forms of signing in: ours in their words, allauth's in what they check."""

from __future__ import annotations

import struct

from allauth.account.adapter import get_adapter
from allauth.account.forms import AddEmailForm, ConfirmEmailVerificationCodeForm, ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core import context, ratelimit
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trellis.core.ui.forms import EmailField, Form, LineField
from trellis.interfaces.web.signin.addresses import holder_of

LONGEST_NAME = 60
LONGEST_CREDENTIAL = 20_000
MALFORMED = (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError, struct.error)
"""What reading a made-up passkey may end in, somewhere inside the library that reads it."""

NOT_USED = _("The passkey was not used. Try once more, or choose another way.")


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
        self.holder = holder_of(email)
        self._user = self.holder if self.holder is not None and self.holder.is_active else None
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


class CredentialField(forms.JSONField):
    """What a browser answers when it is asked for a passkey."""

    widget = forms.HiddenInput

    def to_python(self, value):
        if isinstance(value, str) and len(value) > LONGEST_CREDENTIAL:
            raise ValidationError(NOT_USED, code="incorrect_code")
        try:
            credential = super().to_python(value)
        except (ValidationError, RecursionError) as error:
            raise ValidationError(NOT_USED, code="incorrect_code") from error
        if not (isinstance(credential, dict) and isinstance(credential.get("id"), str) and isinstance(credential.get("response"), dict)):
            raise ValidationError(NOT_USED, code="incorrect_code")
        return credential


class ShownPasskey:
    """Mixed into allauth's forms that check a passkey: one that makes no sense is refused like a wrong one."""

    def clean_credential(self):
        try:
            return super().clean_credential()
        except MALFORMED as error:
            raise ValidationError(NOT_USED, code="incorrect_code") from error


class LoginByPasskeyForm(ShownPasskey, LoginWebAuthnForm):
    """A passkey that signs in by itself."""

    credential = CredentialField(error_messages={"required": NOT_USED})

    def clean_credential(self):
        """Whatever is wrong with it, the words are the same: they do not tell whether anybody has it."""
        try:
            return super().clean_credential()
        except ValidationError as error:
            raise ValidationError(NOT_USED, code="incorrect_code") from error


class SecondStepForm(ShownPasskey, AuthenticateWebAuthnForm):
    """A passkey after the code."""

    credential = CredentialField(error_messages={"required": NOT_USED})


class AgainByPasskeyForm(ShownPasskey, ReauthenticateWebAuthnForm):
    """A passkey before something that matters."""

    credential = CredentialField(error_messages={"required": NOT_USED})


class NewPasskeyForm(Form, AddWebAuthnForm):
    """A passkey just made by the browser, and what to call it."""

    field_order = ["name", "credential"]
    credential = CredentialField(error_messages={"required": _("The passkey was not made. Press the button once more.")})
    name = LineField(
        label=_("What shall we call this passkey?"),
        help_text=_("So that you know it again, such as “my phone”."),
        max_length=LONGEST_NAME,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)

    def clean(self) -> dict:
        """Every passkey signs in by itself, so each must have checked that it is the person (finger, face or PIN)."""
        self.cleaned_data["passwordless"] = True
        try:
            return super().clean()
        except MALFORMED as error:
            raise ValidationError(_("The passkey was not made. Press the button once more."), code="incorrect_code") from error


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
