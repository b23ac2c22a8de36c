"""Pages that everybody may read: one service, organization, space or location, and all organizations."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.directory.actions import tell_time_taken
from trellis.apps.directory.actions.seeing import note_opened
from trellis.apps.directory.forms import TimeTakenForm
from trellis.apps.directory.models import Location, Organization, Service, Space
from trellis.apps.directory.models.vocabulary import OrganizationKind, ServiceKind, Status
from trellis.apps.directory.queries import groups, showing
from trellis.apps.directory.queries.alike import merged_into
from trellis.apps.directory.queries.bookings import terms_of
from trellis.apps.directory.rules import may_edit, may_keep_space, may_speak_for
from trellis.apps.directory.views import facts, leading_words, linked_data
from trellis.apps.directory.views.origin_words import origin_of
from trellis.core import beside
from trellis.core.actions import current_person, once
from trellis.core.references import Ref
from trellis.core.ui.views import keep_private


def service(request: HttpRequest, service_id: uuid.UUID) -> HttpResponse:
    """Everything somebody needs in order to go there: when, where, what happens, how to start."""
    try:
        shown = showing.service_to_show(service_id, current_person())
    except Service.DoesNotExist as missing:
        raise Http404 from missing
    if shown.status == Status.INACTIVE and (kept := merged_into(shown.pk)):
        return redirect("directory-service", kept, permanent=True)
    note_opened(request, "service", shown.pk)
    now = timezone.now()
    context = {
        "service": shown,
        "linked": linked_data.service_data(shown, shown.organization),
        "calendar_url": _calendar_url(shown),
        "organization": shown.organization,
        "text": facts.texts_of(shown, "name", "description", "what_to_expect"),
        "other_languages": facts.other_languages(shown),
        "notices": facts.notices(shown, now=now),
        "places": facts.places(shown, now=now),
        "hours": facts.general_hours(shown, now=now),
        "chips": facts.service_chips(shown),
        "answers": facts.service_answers(shown),
        **facts.ways_to_reach(shown),
        "provenance": facts.provenance(shown, now=now),
        "origin": origin_of(shown),
        "time_really": showing.time_really(shown),
        "keeping_url": _keeping_url("service", shown),
        "beside": _beside("service", shown),
        "about": str(Ref.to(shown)),
        "leads": leading_words.line_about(shown.organization),
    }

    def respond() -> HttpResponse:
        return render(request, "directory/service.html", context)

    return keep_private(request, respond) if shown.sensitive else respond()


def tell_time(request: HttpRequest, service_id: uuid.UUID) -> HttpResponse:
    """One question: how many days did it take?"""
    found = Service.objects.filter(pk=service_id, kind=ServiceKind.RESPONSIBILITY).first()
    if found is None:
        raise Http404
    form = TimeTakenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        once(
            form.cleaned_data["form_key"],
            scope=f"directory.service.tell_time:{found.pk}",
            now=now,
            do=lambda: tell_time_taken(found, days=form.cleaned_data["days"], now=now),
        )
        messages.success(request, _("Thank you. It helps others to know how long it really takes."))
        return redirect("directory-service", found.pk)
    return render(request, "directory/tell_time.html", {"form": form, "service": found})


def organization(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """Who they are, what they offer, how they work, who leads it."""
    try:
        shown = showing.organization_to_show(organization_id, current_person())
    except Organization.DoesNotExist as missing:
        raise Http404 from missing
    if shown.status == Status.INACTIVE and (kept := merged_into(shown.pk)):
        return redirect("directory-organization", kept, permanent=True)
    note_opened(request, "organization", shown.pk)
    offered = list(shown.services.all())
    context = {
        "organization": shown,
        "linked": linked_data.organization_data(shown),
        "text": facts.texts_of(shown, "name", "description", "approach"),
        "services": [each for each in offered if each.kind != ServiceKind.RESPONSIBILITY],
        "responsibilities": [each for each in offered if each.kind == ServiceKind.RESPONSIBILITY],
        "answers": facts.organization_answers(shown),
        "contacts": facts.contact_lines([shown]),
        "provenance": facts.provenance(shown, now=timezone.now()),
        "origin": origin_of(shown),
        "keeping_url": _keeping_url("organization", shown),
        "beside": _beside("organization", shown),
        "about": str(Ref.to(shown)),
        "leads": leading_words.line_about(shown),
        "group_line": groups.line_of(shown, current_person()),
        "leads_url": reverse("directory-leads", args=[shown.pk]),
        "group_settings_url": _group_settings_url(shown),
    }

    def respond() -> HttpResponse:
        return render(request, "directory/organization.html", context)

    sensitive = any(each.sensitive for each in offered)
    return keep_private(request, respond) if sensitive else respond()


def organizations(request: HttpRequest) -> HttpResponse:
    """All organizations, by kind: the listing in which faith communities state their approach (S31)."""
    kind = request.GET.get("kind", "")
    if kind not in OrganizationKind.values:
        kind = ""
    words = request.GET.get("q", "")[:100].replace("\x00", "")
    found = Paginator(showing.organizations_of_kind(kind, words), 30)
    return render(
        request,
        "directory/organizations.html",
        {
            "page": found.get_page(request.GET.get("page")),
            "total": found.count,
            "kinds": OrganizationKind.choices,
            "kind": kind,
            "q": words,
        },
    )


def space(request: HttpRequest, space_id: uuid.UUID) -> HttpResponse:
    """A room, hall or garden: how many fit, what is there, how to book."""
    try:
        shown = showing.space_to_show(space_id, current_person())
    except Space.DoesNotExist as missing:
        raise Http404 from missing
    note_opened(request, "space", shown.pk)
    now = timezone.now()
    context = {
        "space": shown,
        "books": terms_of(shown) is not None,
        "keeps_space": bool(may_keep_space(current_person(), shown)),
        "hours": facts.space_hours(shown, now=now),
        "answers": facts.space_answers(shown),
        "place": facts.whereabouts(shown.location),
        "contacts": facts.contact_lines([shown]),
        "provenance": facts.provenance(shown, now=now),
        "origin": origin_of(shown),
        "keeping_url": _keeping_url("space", shown),
        "beside": _beside("space", shown),
        "about": str(Ref.to(shown)),
    }
    return render(request, "directory/space.html", context)


def location(request: HttpRequest, location_id: uuid.UUID) -> HttpResponse:
    """A place and what happens there. A confidential one has no page."""
    try:
        shown = showing.location_to_show(location_id, current_person())
    except Location.DoesNotExist as missing:
        raise Http404 from missing
    now = timezone.now()
    context = {
        "location": shown,
        "linked": linked_data.location_data(shown),
        "whereabouts": facts.whereabouts(shown),
        "hours": facts.location_hours(shown, now=now),
        "services": [each for each in shown.services.all() if not each.sensitive],
        "contacts": facts.contact_lines([shown]),
        "provenance": facts.provenance(shown, now=now),
        "origin": origin_of(shown),
        "keeping_url": _keeping_url("location", shown),
        "beside": _beside("location", shown),
        "about": str(Ref.to(shown)),
    }
    return render(request, "directory/location.html", context)


def _calendar_url(shown: Service) -> str:
    """Where the hours stand as a calendar; "" for what has none, or has ended."""
    parts = [shown, *shown.at_locations.all()]
    timed = any(each.opens_at and not each.by_appointment for part in parts for each in part.schedules.all())
    return reverse(settings.CALENDAR_OF_SERVICE, args=[shown.pk]) if timed and shown.status == Status.ACTIVE else ""


def _beside(kind: str, shown) -> list[beside.Way]:
    """What apps above say beside this record."""
    return beside.ways(f"directory.{kind}", shown, person=current_person(), now=timezone.now())


def _keeping_url(kind: str, shown) -> str:
    """Where the reader may change this record; "" for those who may not."""
    return reverse("directory-keep-record", args=[kind, shown.pk]) if may_edit(current_person(), shown) else ""


def _group_settings_url(shown: Organization) -> str:
    """Where its editors say who may join; "" for others."""
    return reverse("directory-group-settings", args=[shown.pk]) if may_speak_for(current_person(), shown) else ""
