"""Who does what: which office or group is responsible, how to start, what it takes, how long it takes and really took."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from trellis.apps.directory.queries.duties import offices
from trellis.core.search.query import Query
from trellis.interfaces.web.asking import Asked
from trellis.interfaces.web.searching import found_for
from trellis.interfaces.web.views.find import asks

MOST_FOUND = 50


@asks
def duties_page(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Everything by office, or what fits the words that were asked for."""
    only = None
    if asked.words:
        query = Query(words=asked.words, filters={"kind": ("responsibility",)}, page_size=MOST_FOUND, language=get_language() or "en")
        only = [result.ref for result in found_for(query, now=timezone.now()).results]
    path = reverse("who-does-what")
    context = {"asked": asked, "offices": offices(only=only), "canonical": Asked(words=asked.words).address(path), "path": path}
    return render(request, "web/who_does_what.html", context)
