"""Showing again that it is you, by a code in the mail, before something that matters."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import BaseReauthenticateView
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.interfaces.web.signin.adapter import LOGIN_CODE_MAIL, TOO_MANY, proved_lately
from trellis.interfaces.web.signin.forms import CodeForm

SENT = "sign_in_again"
"""Where the session keeps the code that was sent: the code, when, and how often it was guessed wrong."""


def for_somebody_proved(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets in who showed within the last minutes that it is they; others do that first and then come back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not proved_lately(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return never_cache(login_required(guarded))


@method_decorator([never_cache, login_required], name="dispatch")
class AgainByCode(BaseReauthenticateView):
    """Sends a code when the button is pressed, and takes it."""

    template_name = "signin/again.html"
    form_class = CodeForm

    def get_form_kwargs(self) -> dict:
        return {**super().get_form_kwargs(), "code": self._sent().get("code")}

    def get_context_data(self, **kwargs) -> dict:
        return {**super().get_context_data(**kwargs), "sent": bool(self._sent())}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.POST.get("step") == "send" or not self._sent():
            self._send()
            return HttpResponseRedirect(request.get_full_path())
        return super().post(request, *args, **kwargs)

    def form_valid(self, form) -> HttpResponse:
        del self.request.session[SENT]
        record_authentication(self.request, self.request.user, method="code", reauthenticated=True)
        return super().form_valid(form)

    def form_invalid(self, form) -> HttpResponse:
        sent = self._sent()
        sent["wrong"] += 1
        self.request.session[SENT] = sent
        if sent["wrong"] < settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS:
            return super().form_invalid(form)
        del self.request.session[SENT]
        messages.error(self.request, str(TOO_MANY))
        return HttpResponseRedirect(self.request.get_full_path())

    def _sent(self) -> dict:
        sent = self.request.session.get(SENT) or {}
        return sent if sent and time.time() - sent["at"] < settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT else {}

    def _send(self) -> None:
        adapter = get_adapter()
        code = adapter.generate_login_code()
        self.request.session[SENT] = {"code": code, "at": time.time(), "wrong": 0}
        adapter.send_mail(LOGIN_CODE_MAIL, self.request.user.email, {"code": code, "again": True})
        messages.success(self.request, _("We sent a code to your e-mail address."))
