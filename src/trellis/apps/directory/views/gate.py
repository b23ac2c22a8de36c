"""Who may come in: editing pages are for people who signed in and keep or edit something."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from trellis.apps.directory.models import RecordKind
from trellis.apps.directory.queries import keeping
from trellis.core.actions import NotFound, Refused, current_person
from trellis.core.ui.views import refused


def for_keepers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """People who keep or edit come in; others are asked to sign in, or told why not. Stored nowhere."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        person = current_person()
        if person is None:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        if not (person.holds("keeper") or person.scopes_of("editor") or person.holds("steward")):
            return refused(request, _("This part is for the people who keep the directory."))
        try:
            response = view(request, *args, **kwargs)
        except NotFound as missing:
            raise Http404 from missing
        except Refused as refusal:
            return refused(request, str(refusal.reason))
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return guarded


def editable_or_404(kind: str, record_id: uuid.UUID) -> Any:
    """The record, if the person acting may edit it; else it is as if it were not there."""
    if kind not in RecordKind.values:
        raise Http404
    row = keeping.editable_by(current_person(), RecordKind(kind)).filter(pk=record_id).first()
    if row is None:
        raise Http404
    return row
