"""Who may come in to pages of lines and patrols: visitors are asked to sign in, whatever the address; what does not exist is missing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from trellis.core.actions import NotFound, Refused, WrongState, current_person
from trellis.core.ui.views import keep_private

View = Callable[..., HttpResponse]


def for_members(view: View) -> View:
    """People who signed in. What an action refuses is not there for them. Exit button, stored nowhere."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if current_person() is None:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        try:
            return keep_private(request, lambda: view(request, *args, **kwargs))
        except (NotFound, Refused) as missing:
            raise Http404 from missing

    return guarded


def tried(request: HttpRequest, do: Callable[[], object], said: str = "") -> bool:
    """Do it, and say that it was done, or why it can no longer be."""
    try:
        do()
    except WrongState as stuck:
        messages.warning(request, str(stuck.reason))
        return False
    if said:
        messages.success(request, said)
    return True
