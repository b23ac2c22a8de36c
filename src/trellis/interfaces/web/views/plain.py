"""Pages that are mostly words: about this place, and where to turn at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from trellis.core.signposts import signposts
from trellis.core.ui.views import sensitive_page


def about_page(request: HttpRequest) -> HttpResponse:
    """What this is, who keeps it, privacy, accessibility."""
    return render(request, "web/about.html", {"canonical": reverse("about")})


@sensitive_page
def help_now_page(request: HttpRequest) -> HttpResponse:
    """Lines that answer now, in the country of the place."""
    return render(request, "web/help_now.html", {"signposts": signposts(), "canonical": reverse("help-now")})
