"""Pages for people who have signed in, about what they belong to: stored nowhere, with the way out, and no word on what is hidden."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from trellis.apps.directory.models import Organization
from trellis.core.actions import NotFound, Refused, WrongState, current_person
from trellis.core.ui.views import keep_private, refused


def for_somebody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Asks visitors to sign in, whatever the address; turns what an action refuses into a page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if current_person() is None:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))

        def respond() -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except NotFound as missing:
                raise Http404 from missing
            except (Refused, WrongState) as refusal:
                return refused(request, str(refusal.reason))

        return keep_private(request, respond)

    return guarded


def organization_or_404(organization_id: uuid.UUID) -> Organization:
    """The organization, its parent with it."""
    found = Organization.objects.select_related("parent").filter(pk=organization_id).first()
    if found is None:
        raise Http404
    return found
