"""Addresses of the app people."""

from django.urls import path

from trellis.apps.people.views import cases, following, oncall, worries

urlpatterns: list = []

urlpatterns += [
    path("worry/", worries.new, name="worry-new"),
    path("worry/follow", following.follow, name="worry-follow"),
    path("answers/", following.mine, name="worry-mine"),
    path("answers/<uuid:worry_id>", following.own, name="worry-own"),
    path("cases/", cases.queue, name="case-queue"),
    path("cases/<uuid:case_id>", cases.case, name="case"),
    path("cases/<uuid:case_id>/<slug:what>", cases.deed, name="case-deed"),
    path("cases/outside/<uuid:confidence_id>", cases.confidence, name="case-confidence"),
    path("rota/", oncall.rota, name="oncall-rota"),
    path("rota/new", oncall.new, name="oncall-new"),
    path("rota/<uuid:turn_id>/remove", oncall.remove, name="oncall-remove"),
]
