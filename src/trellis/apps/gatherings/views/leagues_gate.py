"""Who may come in to pages of leagues and rotas that are not for everybody."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from trellis.apps.gatherings import rules
from trellis.apps.gatherings.models.leagues import Fixture, Season
from trellis.core.actions import NotFound, Refused, WrongState, current_person, once
from trellis.core.ui.views import keep_private

View = Callable[..., HttpResponse]


def for_signed_in(view: View) -> View:
    """People who signed in. What an action refuses is not there for them."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if current_person() is None:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        try:
            return view(request, *args, **kwargs)
        except (NotFound, Refused) as missing:
            raise Http404 from missing

    return guarded


def for_members(view: View) -> View:
    """The same, for pages about people: exit button, stored nowhere."""

    @wraps(view)
    def private(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return keep_private(request, lambda: view(request, *args, **kwargs))

    return for_signed_in(private)


def season_or_404(season_id: uuid.UUID) -> Season:
    found = Season.objects.select_related("series__organization", "series__location").filter(pk=season_id).first()
    if found is None or not found.is_visible_to(current_person()):
        raise Http404
    return found


def fixture_or_404(fixture_id: uuid.UUID) -> Fixture:
    rows = Fixture.objects.select_related(
        "home", "away", "gathering__location", "gathering__series", "season__series__organization", "replay_of"
    )
    found = rows.filter(pk=fixture_id).first()
    if found is None or not found.is_visible_to(current_person()):
        raise Http404
    return found


def runs(season: Season) -> bool:
    """Whether whoever looks organizes this league."""
    return current_person() is not None and bool(rules.may_organize(current_person(), season.series.organization))


def only_who_runs(season: Season) -> None:
    """For others these pages do not exist."""
    if not runs(season):
        raise Http404


def done(form, scope: str, do: Callable[[], object], *, now) -> tuple[bool, object]:
    """Whether it was done, now or when the same form came before, and what came of it; what kept it from being done stands on the form."""
    try:
        made, _is_new = once(form.cleaned_data["form_key"], scope=f"{scope}:{current_person().pk}", now=now, do=do)
    except WrongState as stuck:
        form.add_error(None, str(stuck.reason))
        return False, None
    return True, made
