"""Who may come in. The pages for telling a worry are for everybody; the guardians' do not exist for anybody else who signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from trellis.core.actions import NotFound, Refused, current_person
from trellis.core.ui.views import keep_private, refused


def for_guardians(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Guardians come in; visitors are asked to sign in, whatever the address; others find nothing. Stored nowhere."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        person = current_person()
        if person is None:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        if not person.holds("guardian"):
            raise Http404
        try:
            return keep_private(request, lambda: view(request, *args, **kwargs))
        except NotFound as missing:
            raise Http404 from missing
        except Refused as refusal:
            reason = str(refusal.reason)
            return keep_private(request, lambda: refused(request, reason))

    return guarded
