"""Groups that wish to be found by groups like them: topics, groups here and elsewhere, first words."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.directory.actions.networks import say_hello, set_findable
from trellis.apps.directory.forms.following import HelloForm, TopicsForm
from trellis.apps.directory.models import Findable, Organization
from trellis.apps.directory.models.vocabulary import CATEGORIES
from trellis.apps.directory.queries import following as queries
from trellis.apps.directory.views.gate import editable_or_404, for_keepers
from trellis.core.actions import WrongState, current_person, once
from trellis.core.rates import Rate, browser_key
from trellis.core.ui.views import keep_private, sensitive_page

HELLOS = Rate("hello", most=5, seconds=3600)


def topics(request: HttpRequest) -> HttpResponse:
    """The topics under which groups here and elsewhere agreed to be found."""
    return render(request, "directory/networks/topics.html", {"topics": queries.topics()})


@sensitive_page
def topic(request: HttpRequest, code: str) -> HttpResponse:
    """Groups under one topic, here and in followed places. Groups only, never a person."""
    if code not in CATEGORIES:
        raise Http404
    here = [each.organization for each in queries.public_findable() if code in each.topics]
    page = Paginator(queries.groups_elsewhere([code]), 30).get_page(request.GET.get("page"))
    return render(request, "directory/networks/topic.html", {"topic": CATEGORIES[code], "here": here, "page": page})


def hello(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """First words to a group that agreed to be found. Nobody needs an account, and no address of a person is shown."""
    return keep_private(request, lambda: _hello(request, organization_id))


def _hello(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    listed = queries.public_findable().filter(organization_id=organization_id).first()
    if listed is None:
        raise Http404
    form = HelloForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told, now = form.cleaned_data, timezone.now()
        try:
            if HELLOS.is_used_up(browser_key(request)):
                raise WrongState(_("Many messages came from where you are. Please try again in an hour."))
            HELLOS.note(browser_key(request))
            once(
                told["form_key"],
                scope=f"directory.group.say_hello:{organization_id}",
                now=now,
                do=lambda: str(
                    say_hello(
                        listed.organization, from_group=told["from_group"], words=told["words"], reply_to=told["reply_to"], now=now
                    ).pk
                ),
            )
        except WrongState as stuck:
            form.add_error(None, str(stuck.reason))
        else:
            return render(request, "directory/networks/said.html", {"organization": listed.organization})
    return render(request, "directory/networks/hello.html", {"form": form, "organization": listed.organization})


@for_keepers
def group(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """For a group's editors: who may find us, groups like ours elsewhere, and what others wrote to us."""
    row: Organization = editable_or_404("organization", organization_id)
    found = Findable.objects.filter(organization=row).first()
    chosen = found.topics if found else []
    form = TopicsForm(request.POST or None, initial={"topics": chosen})
    if request.method == "POST" and form.is_valid():
        told, now = form.cleaned_data, timezone.now()
        scope = f"directory.group.set_findable:{current_person().pk}:{row.pk}"
        once(told["form_key"], scope=scope, now=now, do=lambda: set_findable(row, topics=told["topics"], now=now))
        messages.success(request, _("Saved. Places that follow this one see it at their next look."))
        return redirect("networks-group", row.pk)
    is_theirs = str(row.pk) in current_person().scopes_of("editor")
    context = {
        "organization": row,
        "form": form,
        "chosen": [CATEGORIES[each] for each in chosen],
        "elsewhere": queries.groups_elsewhere(chosen)[:30],
        "hellos": queries.hellos_for(row)[:20] if is_theirs else [],
    }
    return render(request, "directory/networks/group.html", context)
