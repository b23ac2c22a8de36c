"""Addresses of the design system. The gallery is there in development and in tests only."""

from django.conf import settings
from django.urls import path

from trellis.core.ui import views

urlpatterns = [
    path("leave/", views.leave, name="leave"),
    path("language/<str:code>/", views.choose_language, name="choose-language"),
]

if settings.DEBUG or getattr(settings, "UI_GALLERY", False):
    urlpatterns.append(path("ui/", views.gallery, name="ui-gallery"))
