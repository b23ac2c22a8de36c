"""Leaving quickly, choosing a language, and the pages that say what went wrong."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _

from trellis.core.ui import gallery as samples

NEUTRAL_SITE = "https://www.bbc.co.uk/weather"
CLOSED_COOKIE = "page-closed"
CLOSED_FOR = 600
"""Seconds for which Back shows a closed door in the place of a page that somebody left in a hurry."""


def leave(request: HttpRequest) -> HttpResponse:
    """Ends the visit and sends the person to a neutral site. A plain link, so that it works at once and without script.

    Changing state by GET is right here: speed is safety, and the worst that another site can do with it is sign somebody out.
    The browser's history stays; the pages say so. Clearing the cache is not asked of the browser, because some take seconds
    over it while the page still shows, and sensitive pages are never stored anyway."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        logout(request)
    response = HttpResponseRedirect(getattr(settings, "NEUTRAL_SITE", NEUTRAL_SITE))
    for name in (settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, "messages"):
        if name in request.COOKIES:
            response.delete_cookie(name)
    response.set_cookie(CLOSED_COOKIE, "1", max_age=CLOSED_FOR, httponly=True, secure=request.is_secure(), samesite="Lax")
    response["Cache-Control"] = "no-store"
    response["Clear-Site-Data"] = '"storage"'
    response["Referrer-Policy"] = "no-referrer"
    return response


def keep_private(request: HttpRequest, respond: Callable[[], HttpResponse]) -> HttpResponse:
    """Answers with `respond()`, with the exit button on the page, stored nowhere.

    Other sites hear nothing of its address (the house's referrer policy); without any origin at all its forms would be refused.

    After somebody left quickly, Back gets a page that says nothing, with a way to open the page again."""
    closed = request.COOKIES.get(CLOSED_COOKIE) == "1"
    if closed and request.method in ("GET", "HEAD") and "again" not in request.GET:
        response = render(request, "ui/closed.html")
    else:
        request.exit_page = True
        response = respond()
        if closed:
            response.delete_cookie(CLOSED_COOKIE)
    response["Cache-Control"] = "no-store, private"
    return response


def sensitive_page(view):
    """Decorator for a page that somebody may need to leave quickly: exit button, no-store, closed after leaving."""

    @wraps(view)
    def private_view(request, *args, **kwargs):
        return keep_private(request, lambda: view(request, *args, **kwargs))

    return private_view


def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """Remembers the language somebody asked for, then goes back to where they were.

    A link and not a form: a form would need a cookie on every page for everybody, chosen language or not."""
    if code not in dict(settings.LANGUAGES) or not check_for_language(code):
        raise Http404
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE or "Lax",
    )
    response["Cache-Control"] = "no-store"
    return response


def gallery(request: HttpRequest) -> HttpResponse:
    """Every part in every state, for eyes, screenshots and the accessibility checker. Not on a public server."""
    return render(request, "ui/gallery.html", samples.everything())


def refused(request: HttpRequest, reason: str = "", *, next_step: str = "", next_url: str = "", next_label: str = "") -> HttpResponse:
    """403 with the reason in plain words and what to do about it."""
    words = {"reason": reason, "next_step": next_step, "next_url": next_url, "next_label": next_label}
    return render(request, "ui/refused.html", words, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400: a request that we could not read, or that was too large."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler403: says the reason that the exception carries, if it carries one."""
    return refused(request, str(exception) if exception and exception.args else _("This part is for people who look after it."))
