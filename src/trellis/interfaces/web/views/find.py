"""The results: one question, one page, on the screen, on a map or on one sheet of paper."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.apps.directory.actions.seeing import note_listed
from trellis.core.signposts import signposts
from trellis.core.ui.parts import Link
from trellis.core.ui.views import keep_private
from trellis.interfaces.web import narrowing
from trellis.interfaces.web.asking import LONGEST_ADDRESS, Asked, has_empty_values, read_question, without_empty_values
from trellis.interfaces.web.paging import Pages
from trellis.interfaces.web.results import cards
from trellis.interfaces.web.searching import PAGE_SIZE, Answer, answer

MOST_LOOSENED = 4


def asks(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator for a page about a question: too long an address is refused, and one with empty fields made short."""

    @wraps(view)
    def asking_view(request: HttpRequest) -> HttpResponse:
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_ADDRESS:
            return render(request, "web/too_long.html", status=414)
        if has_empty_values(request.GET):
            query = without_empty_values(request.GET)
            return HttpResponseRedirect(f"{request.path}?{query}" if query else request.path)
        return view(request, read_question(request.GET))

    return asking_view


def respond(request: HttpRequest, answered: Answer, template: str, context: dict) -> HttpResponse:
    """The page, kept out of every store with a quick way out when it is about something sensitive."""

    def page() -> HttpResponse:
        return render(request, template, context)

    return keep_private(request, page) if answered.is_sensitive else page()


@asks
def find_page(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The list of results, twenty to a page."""
    answered = answer(asked, now=timezone.now())
    note_listed(request, [(each.kind, each.ref) for each in answered.found.results])
    return respond(request, answered, "web/find.html", list_context(answered))


def list_context(answered: Answer) -> dict:
    """All that the page of results shows."""
    asked, found, where = answered.asked, answered.found, answered.where
    path = reverse("find")
    context = frame(answered, path) | {
        "cards": cards(found.results, now=answered.now, at=answered.at, first=(found.page - 1) * PAGE_SIZE + 1),
        "groups": narrowing.filter_groups(asked, found, where),
        "filters_kept": [pair for pair in asked.pairs() if pair[0] in ("q", "near", "lat", "lon", "on", "as_typed", "words")],
        "n_chosen": len(narrowing.chosen_chips(asked, path, where)),
        "chips": narrowing.chips_beside_presets(asked, path, where),
        "presets": narrowing.presets(asked, path),
        "page": Pages(found),
        "map_url": asked.address(reverse("find-map")),
        "print_url": asked.address(reverse("find-print")),
    }
    if not found.total:
        context |= {"loosened": loosened_links(answered, path), "signposts": signposts()}
    return context


def frame(answered: Answer, path: str) -> dict:
    """What the list, the map and the sheet of paper share: the question as read, its chips, and what must be said about it."""
    asked, where = answered.asked, answered.where
    return {
        "asked": asked,
        "where": where,
        "found": answered.found,
        "near_problem": where.problem or asked.errors.get("near", ""),
        "heading": heading(answered),
        "chips": narrowing.chosen_chips(asked, path, where),
        "kept": [pair for pair in asked.pairs() if pair[0] not in ("q", "near", "lat", "lon", "page", "as_typed", "words")],
        "canonical": asked.address(path, page=asked.page),
        "list_url": asked.address(reverse("find"), page=asked.page),
        "offered": [Link(label=place.label, url=asked.address(path, near=place.label, position=None)) for place in where.offered],
        "time_split": asked is not answered.typed,
        "exact_url": answered.typed.address(path, literal=True),
        "typed_url": asked.address(path, as_typed=True) if answered.found.corrected else "",
        "now": answered.now,
    }


def heading(answered: Answer) -> str:
    """How many there are of what, near where."""
    found, where = answered.found, answered.where
    if not found.total:
        return _("Nothing found")
    words = {"count": found.total, "place": where.name}
    if where.position and where.name:
        if found.total_is_capped:
            return _("More than %(count)d results near %(place)s") % words
        return ngettext("%(count)d result near %(place)s", "%(count)d results near %(place)s", found.total) % words
    if found.total_is_capped:
        return _("More than %(count)d results") % words
    return ngettext("%(count)d result", "%(count)d results", found.total) % words


def loosened_links(answered: Answer, path: str) -> list[Link]:
    """One condition less, a tap each. Where none of the words stands in any record, only ways without them lead somewhere."""
    ways = narrowing.loosened(answered.asked)
    if answered.where.words and not answered.found.words_used:
        ways = [(label, question) for label, question in ways if not question.words]
    return [Link(label=label, url=question.address(path)) for label, question in ways[:MOST_LOOSENED]]
