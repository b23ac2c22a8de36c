"""The real addresses, and /bench/empty: the frame of every page with nothing in it."""

from django.shortcuts import render
from django.urls import path

from trellis.config.urls import *  # noqa: F403
from trellis.config.urls import urlpatterns as real


def empty(request):
    return render(request, "ui/page.html")


urlpatterns = [path("bench/empty", empty), *real]
