"""Pages of asking and helping: stored nowhere, with the way out, and no word on what is hidden."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from trellis.apps.exchange.models.receipts import showing
from trellis.core.actions import NotFound, Refused, WrongState, current_person
from trellis.core.ui.views import keep_private, refused

SHOWN = "exchange-numbers"
SHOWN_SECONDS = 3600
"""How long a browser in which the number of a need was typed is let in to it."""

View = Callable[..., HttpResponse]


def for_askers(view: View) -> View:
    """A private page for everybody, those who come with a number too."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        def respond() -> HttpResponse:
            try:
                with showing(_shown(request)):
                    return view(request, *args, **kwargs)
            except NotFound as missing:
                raise Http404 from missing
            except (Refused, WrongState) as refusal:
                return refused(request, str(refusal.reason))

        return keep_private(request, respond)

    return guarded


def for_members(view: View) -> View:
    """A private page for people who have signed in; visitors are asked to."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if current_person() is None:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        return for_askers(view)(request, *args, **kwargs)

    return guarded


def let_in(request: HttpRequest, need_id: uuid.UUID) -> None:
    """Remember for an hour that the number of this need was typed in this browser."""
    request.session[SHOWN] = {**request.session.get(SHOWN, {}), str(need_id): time.time() + SHOWN_SECONDS}


def _shown(request: HttpRequest) -> frozenset[uuid.UUID]:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or current_person() is not None:
        return frozenset()
    now = time.time()
    return frozenset(uuid.UUID(key) for key, until in request.session.get(SHOWN, {}).items() if until > now)
