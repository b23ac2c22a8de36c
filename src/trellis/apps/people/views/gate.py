"""Pages about oneself: for people who signed in, stored nowhere, with the way out in a hurry."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from trellis.core.access import Rule
from trellis.core.actions import NotFound, Refused, current_person
from trellis.core.ui.views import keep_private, refused


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """People who signed in come in; others are asked to sign in. What is not theirs is as if it were not there."""

    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotFound as missing:
            raise Http404 from missing
        except Refused as refusal:
            return refused(request, str(refusal.reason))

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if current_person() is None:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        return keep_private(request, lambda: answer(request, *args, **kwargs))

    return guarded


def only_for(rule: Rule) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A private page for those whom the rule lets in; others are told why not."""

    def declare(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def ruled(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            verdict = rule(current_person(), None)
            if not verdict:
                raise Refused(verdict.reason)
            return view(request, *args, **kwargs)

        return private(ruled)

    return declare
