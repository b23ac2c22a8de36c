"""People I do not want to meet: blocking one, the list, and taking it back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.people.actions import block_person, take_block_back
from trellis.apps.people.queries.blocks import blocks_of, membership_in
from trellis.apps.people.queries.membership import is_member
from trellis.apps.people.queries.naming import named
from trellis.apps.people.views.gate import private
from trellis.core.actions import current_person
from trellis.core.references import Ref


@private
def blocks(request: HttpRequest) -> HttpResponse:
    """Whom I blocked, each with a way back."""
    mine = list(blocks_of(current_person()))
    names = named(Ref.parse(each.group_ref) for each in mine)
    rows = [(each, names.get(Ref.parse(each.group_ref))) for each in mine]
    return render(request, "people/blocks.html", {"rows": rows, "account_url": reverse("my-account")})


@private
def block(request: HttpRequest, token: str) -> HttpResponse:
    """Block them? What it does, and that nobody is told."""
    person = current_person()
    membership = membership_in(token, person)
    if membership is None or membership.person_id == person.pk or not is_member(person, membership.group):
        raise Http404
    if request.method == "POST":
        block_person(person, membership=membership, now=timezone.now())
        messages.success(request, _("Done. You no longer see each other’s words. They are not told."))
        return redirect("people-blocks")
    return render(request, "people/block.html", {"name": membership.display_name})


@private
def unblock(request: HttpRequest, block_id: uuid.UUID) -> HttpResponse:
    """Take a block back, after asking."""
    found = blocks_of(current_person()).filter(pk=block_id).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        take_block_back(found, now=timezone.now())
        messages.success(request, _("Taken back. You see each other’s words again."))
        return redirect("people-blocks")
    return render(request, "people/unblock.html", {"block": found})
