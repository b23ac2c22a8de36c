"""Settings of signing in. settings.py takes over every name written in capitals here.

People sign in with a code sent by e-mail or with a passkey. There are no passwords, and no pages of their
own for signing up: whoever types the code that was sent to an address nobody has yet gets an account with it.
"""

import os as _os

from django.core.exceptions import ImproperlyConfigured as _ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

SIGN_UP = _os.environ.get("TRELLIS_SIGN_UP") or "open"
""""open": anybody with an e-mail address may have an account. "closed": only those who are given one."""
if SIGN_UP not in ("open", "closed"):
    raise _ImproperlyConfigured("TRELLIS_SIGN_UP must be open or closed")

SIGNIN_APPS: list[str] = ["allauth", "allauth.account", "allauth.mfa"]
SIGNIN_MIDDLEWARE: list[str] = ["allauth.account.middleware.AccountMiddleware"]
AUTHENTICATION_BACKENDS = ["trellis.interfaces.web.signin.backend.KnownPerson"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "directory-keep"
LOGOUT_REDIRECT_URL = "/"
NAVIGATION_SIGNED_IN = [
    ("directory-keep", _("Keep the directory"), "keeper", "editor", "steward"),
    ("my-week", _("My week")),
    ("letters", _("My letters")),
    ("my-account", _("My account")),
]
"""A page, its label, and the roles whose page it is; everybody's when no role is named."""
SESSION_COOKIE_AGE = 14 * 24 * 3600
SIGNING_IN_SECONDS = 20 * 60
"""How long a browser that is not signed in yet is remembered."""

_FORMS = "trellis.interfaces.web.signin.forms"
ACCOUNT_ADAPTER = "trellis.interfaces.web.signin.adapter.Account"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_TIMEOUT = 20 * 60
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,200/h/ip,3/m/key,12/h/key",
    "login_failed": "10/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "manage_email": "5/m/user",
}
ACCOUNT_FORMS = {
    "request_login_code": f"{_FORMS}.AskForCodeForm",
    "confirm_login_code": f"{_FORMS}.CodeForm",
    "add_email": f"{_FORMS}.NewAddressForm",
    "confirm_email_verification_code": f"{_FORMS}.NewAddressCodeForm",
}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
"""Three guesses among a hundred million, and twelve codes an hour."""

ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _os.environ.get("TRELLIS_BEHIND_PROXY") == "1" else 0
MFA_ADAPTER = "trellis.interfaces.web.signin.adapter.Passkeys"
MFA_SUPPORTED_TYPES = ["webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODE_DIGITS = 10
MFA_FORMS = {
    "add_webauthn": f"{_FORMS}.NewPasskeyForm",
    "edit_webauthn": f"{_FORMS}.PasskeyNameForm",
    "authenticate": f"{_FORMS}.RecoveryCodeForm",
    "reauthenticate": f"{_FORMS}.RecoveryCodeAgainForm",
    "login_webauthn": f"{_FORMS}.LoginByPasskeyForm",
    "authenticate_webauthn": f"{_FORMS}.SecondStepForm",
    "reauthenticate_webauthn": f"{_FORMS}.AgainByPasskeyForm",
}
