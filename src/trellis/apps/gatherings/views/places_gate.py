"""Who may come in: pages of one's own, with an account, a code or a letter's link; and pages for people who signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from trellis.core.actions import NotFound, Refused, current_person
from trellis.core.ui.views import keep_private

View = Callable[..., HttpResponse]


def own_page(view: View) -> View:
    """What is not theirs is not there; a visitor, whatever the address, is asked to sign in. Exit button, stored nowhere."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return keep_private(request, lambda: view(request, *args, **kwargs))
        except (Http404, NotFound, Refused) as missing:
            if current_person() is None:
                return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
            raise Http404 from missing

    return guarded


def for_signed_in(view: View) -> View:
    """People who signed in. What is not for them is not there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if current_person() is None:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        try:
            return keep_private(request, lambda: view(request, *args, **kwargs))
        except (NotFound, Refused) as missing:
            raise Http404 from missing

    return guarded
