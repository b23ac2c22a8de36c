"""The real addresses, an empty page, and the page of results rendered from an answer kept in memory."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from trellis.config import urls
from trellis.interfaces.web.asking import read_question
from trellis.interfaces.web.searching import Answer, answer
from trellis.interfaces.web.views.find import list_context, respond

_answers: dict[str, Answer] = {}


def empty_page(request: HttpRequest) -> HttpResponse:
    """The layout and the middleware, and nothing in them."""
    return render(request, "ui/page.html")


def kept_page(request: HttpRequest) -> HttpResponse:
    """The page of results without a search."""
    key = request.META["QUERY_STRING"]
    if key not in _answers:
        _answers[key] = answer(read_question(request.GET), now=timezone.now())
    return respond(request, _answers[key], "web/find.html", list_context(_answers[key]))


urlpatterns = [path("bench/empty", empty_page), path("bench/kept", kept_page), *urls.urlpatterns]
handler400, handler403 = urls.handler400, urls.handler403
