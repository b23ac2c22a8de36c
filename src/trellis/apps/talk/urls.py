"""Addresses of the app talk. None of them names a group: a group's threads lie under the reader's own membership."""

from django.urls import path

from trellis.apps.talk.views import moderation, threads

urlpatterns: list = [
    path("talk/mine", threads.mine, name="talk-mine"),
    path("talk/in/<uuid:membership_id>/", threads.threads, name="talk-threads"),
    path("talk/in/<uuid:membership_id>/new", threads.new, name="talk-new"),
    path("talk/in/<uuid:membership_id>/on/<slug:app>.<slug:noun>/<uuid:row_id>/", threads.threads, name="talk-threads-on"),
    path("talk/in/<uuid:membership_id>/on/<slug:app>.<slug:noun>/<uuid:row_id>/new", threads.new, name="talk-new-on"),
    path("talk/<uuid:thread_id>", threads.thread, name="talk-thread"),
    path("talk/comment/<uuid:comment_id>/edit", threads.edit, name="talk-edit"),
    path("talk/comment/<uuid:comment_id>/remove", threads.remove, name="talk-remove"),
    path("talk/comment/<uuid:comment_id>/thank", threads.give_thanks, name="talk-thank"),
    path("talk/comment/<uuid:comment_id>/report", threads.report, name="talk-report"),
    path("talk/decision/<uuid:decision_id>", moderation.about_me, name="talk-decision"),
    path("moderation/", moderation.queue, name="moderation-queue"),
    path("moderation/<uuid:card_id>", moderation.card, name="moderation-card"),
    path("moderation/decision/<uuid:decision_id>", moderation.decision, name="moderation-decision"),
]
