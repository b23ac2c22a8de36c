"""Addresses of signing in and of one's own account. allauth's names, where it looks for them; no others of its pages exist."""

from allauth.account.views import email_verification_sent, logout
from allauth.mfa.base.views import reauthenticate
from allauth.mfa.webauthn.views import login_webauthn
from django.urls import path
from django.views.decorators.cache import never_cache

from trellis.interfaces.web.signin import account, again, paper, views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="account_login"),
    path("sign-in/", views.SignIn.as_view(), name="account_request_login_code"),
    path("sign-in/code", views.TypeCode.as_view(), name="account_confirm_login_code"),
    path("sign-in/passkey", login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/second-step", views.SecondStep.as_view(), name="mfa_authenticate"),
    path("sign-in/again", again.AgainByCode.as_view(), name="account_reauthenticate"),
    path("sign-in/again/passkey", views.AgainByPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("sign-in/again/recovery-code", never_cache(reauthenticate), name="mfa_reauthenticate"),
    path("sign-in/paper", paper.paper_code, name="paper-code"),
    path("sign-out", never_cache(logout), name="account_logout"),
    path("account/", account.my_account, name="my-account"),
    path("account/", account.my_account, name="mfa_index"),
    path("account/details", account.my_details, name="my-details"),
    path("account/address", account.my_address, name="account_email"),
    path("account/address/code", never_cache(email_verification_sent), name="account_email_verification_sent"),
    path("account/passkeys/new", account.add_passkey, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/name", account.rename_passkey, name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/remove", account.remove_passkey, name="mfa_remove_webauthn"),
    path("account/recovery-codes", account.recovery_codes, name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new", account.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/sign-out-everywhere", account.leave_everywhere, name="leave-everywhere"),
]
