"""The real addresses, and /bench/remembered: the page of results made from results that are kept in memory."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from trellis.config.urls import *  # noqa: F403
from trellis.config.urls import urlpatterns as real
from trellis.interfaces.web.asking import Asked
from trellis.interfaces.web.searching import Answer, answer
from trellis.interfaces.web.views.find import asks, list_context, respond

kept: dict[str, Answer] = {}


@asks
def remembered_page(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The same question read, the same page rendered and compressed, but nothing searched for."""
    key = request.META["QUERY_STRING"]
    if key not in kept:
        kept[key] = answer(asked, now=timezone.now())
    return respond(request, kept[key], "web/find.html", list_context(kept[key]))


urlpatterns = [path("bench/remembered", remembered_page), *real]
