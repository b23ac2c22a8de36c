"""Addresses of the app gatherings, each part with its own list."""

from django.urls import path

from trellis.apps.gatherings.views import places

PLACES = [
    path("places/code", places.code, name="places-code"),
    path("places/mine/<uuid:place_id>", places.mine, name="places-mine"),
    path("places/link/<uuid:place_id>/<slug:token>", places.by_link, name="places-link"),
    path("places/<uuid:gathering_id>", places.ask, name="places-ask"),
    path("places/<uuid:gathering_id>/list", places.listed, name="places-list"),
]

urlpatterns: list = [*PLACES]
