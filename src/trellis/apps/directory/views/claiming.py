"""Claiming a record, without an account; objecting to a claim, and deciding on it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.apps.directory.actions import (
    InvalidRecord,
    approve_claim,
    make_claim,
    object_to_claim,
    prove_claim,
    refuse_claim,
    withdraw_claim,
)
from trellis.apps.directory.forms.upkeep import ClaimForm, CodeForm, ReasonForm
from trellis.apps.directory.models import Claim, Organization
from trellis.apps.directory.models.upkeep_claiming import MOST_TRIES
from trellis.apps.directory.models.vocabulary import Status
from trellis.apps.directory.queries.claiming import claims_visible_to, has_editors, ways_to_prove
from trellis.apps.directory.views.gate import for_keepers
from trellis.apps.directory.views.limits import too_many
from trellis.core.actions import WrongState, current_person, once

MOST_AN_HOUR = 6


@never_cache
def claim(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """Who claims, and how it can be proved. Of the record's contact it says only that there is one."""
    organization = Organization.objects.filter(pk=organization_id, status=Status.ACTIVE).prefetch_related("contacts").first()
    if organization is None:
        raise Http404
    ways = ways_to_prove(organization)
    form = ClaimForm(request.POST if request.method == "POST" else None, ways=ways)
    if request.method == "POST" and form.is_valid():
        told, now = form.cleaned_data, timezone.now()

        def do() -> str:
            return str(
                make_claim(organization, way=told["way"], address=told["address"], name=told["name"], words=told["words"], now=now).pk
            )

        if too_many(request, "claim", most=MOST_AN_HOUR):
            form.add_error(None, _("Many claims came from here within the hour. Wait a while, then send it again."))
        else:
            try:
                key, _fresh = once(told["form_key"], scope=f"directory.claim:{organization.pk}", now=now, do=do)
                return redirect("directory-claim-own", key)
            except InvalidRecord as invalid:
                for problem in invalid.problems:
                    form.add_error(problem.field if problem.field in form.fields else None, problem.reason)
            except WrongState as stuck:
                form.add_error(None, str(stuck.reason))
    context = {"form": form, "organization": organization, "has_editors": has_editors(organization)}
    return render(request, "directory/claim/claim.html", context)


@never_cache
def own(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """A claim for whoever made it: its address is what only they were given. Shows no contact and nobody's name."""
    found = Claim.objects.select_related("organization").filter(pk=claim_id).first()
    if found is None:
        raise Http404
    form = CodeForm(request.POST if request.method == "POST" and "code" in request.POST else None)
    if request.method == "POST":
        now = timezone.now()
        try:
            if request.POST.get("do") == "withdraw":
                withdraw_claim(claim_id=found.pk, now=now)
                return redirect("directory-claim-own", found.pk)
            if form.is_valid():
                if prove_claim(claim_id=found.pk, code=form.cleaned_data["code"], now=now):
                    return redirect("directory-claim-own", found.pk)
                found.refresh_from_db()
                form.add_error("code", _("This is not the code. Look at it again."))
        except WrongState as stuck:
            form.add_error(None, str(stuck.reason)) if form.is_bound else messages.error(request, str(stuck.reason))
            found.refresh_from_db()
    context = {"claim": found, "form": form, "tries_left": MOST_TRIES - found.n_tries, "is_open": found.state in Claim.OPEN}
    return render(request, "directory/claim/own.html", context)


@for_keepers
def decide(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """A claim for those who decide, and for those who keep the record and may object."""
    person = current_person()
    found = claims_visible_to(person).filter(pk=claim_id).first()
    if found is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told, now = form.cleaned_data, timezone.now()
        try:
            match told["do"]:
                case "approve":
                    approve_claim(found, reason=told["reason"], now=now)
                    messages.success(request, _("They may now propose changes. They have a letter."))
                case "refuse":
                    refuse_claim(found, reason=told["reason"], now=now)
                    messages.success(request, _("Refused. They have a letter with the reason."))
                case "object":
                    object_to_claim(found, reason=told["reason"], now=now)
                    messages.success(request, _("Thank you. A keeper will decide."))
                case _:
                    raise Http404
            return redirect("directory-keep-claim", found.pk)
        except WrongState as stuck:
            form.add_error(None, str(stuck.reason))
    context = {
        "claim": found,
        "form": form,
        "is_keeper": person.holds("keeper"),
        "approve": approve_claim.verdict(person, found),
        "refuse": refuse_claim.verdict(person, found),
        "object": object_to_claim.verdict(person, found),
        "numbers": [each.phone for each in found.organization.contacts.all() if each.phone] if person.holds("keeper") else [],
    }
    return render(request, "directory/keep/claim.html", context)
