"""Addresses of the open data: `/hsds/` and `/oruk/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from trellis.apps.directory.queries.edition import current_edition
from trellis.core.opendata import open_data
from trellis.interfaces.api.endpoints import make_api


def addresses(profile: str) -> tuple[list[URLPattern], str, str]:
    """The addresses of one API, each answered as open data."""
    patterns, app_name, namespace = make_api(profile).urls
    shown = [each for each in patterns if each.name != "api-root"]
    for each in shown:
        each.callback = open_data(current_edition)(each.callback)
        each.name = f"{profile}-{each.name}"
    return shown, app_name, namespace


urlpatterns = [path("hsds/", addresses("hsds")), path("oruk/", addresses("oruk"))]
