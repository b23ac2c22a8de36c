"""My groups: for myself only, each with the name I have there."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.people.actions import leave_group, rename_in_group
from trellis.apps.people.forms.naming import GroupNameForm
from trellis.apps.people.models import Membership
from trellis.apps.people.models.membership import Memberships
from trellis.apps.people.queries.membership import memberships_of
from trellis.apps.people.queries.naming import named
from trellis.apps.people.views.gate import private
from trellis.core.actions import current_person, once


def shown_memberships(request: HttpRequest) -> Memberships:
    """A person's own groups; while somebody types for them, only those they joined together."""
    mine = memberships_of(current_person()).order_by("joined_on", "id")
    session = getattr(request, "helping_session", None)
    if session is None:
        return mine
    return mine.filter(pk__in=[each for each in session.deeds.values_list("about", flat=True) if _is_uuid(each)])


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


@private
def groups(request: HttpRequest) -> HttpResponse:
    """The groups I belong to, with ways to leave and to go by another name."""
    mine = list(shown_memberships(request))
    names = named(each.group for each in mine)
    looks_after = current_person().grants.filter(role="editor").exclude(scope_id="").exists()
    context = {
        "rows": [(each, names.get(each.group)) for each in mine],
        "looks_after": looks_after,
        "account_url": reverse("my-account"),
        "helped": hasattr(request, "helping_session"),
    }
    return render(request, "people/groups.html", context)


@private
def rename(request: HttpRequest, membership_id: uuid.UUID) -> HttpResponse:
    """Another name in this group."""
    membership = _mine_or_404(request, membership_id)
    form = GroupNameForm(request.POST or None, initial={"display_name": membership.display_name})
    if request.method == "POST" and form.is_valid():
        told, now = form.cleaned_data, timezone.now()
        scope = f"people.membership.rename:{membership.pk}"
        once(told["form_key"], scope=scope, now=now, do=lambda: rename_in_group(membership, display_name=told["display_name"], now=now))
        messages.success(request, _("Saved. What you wrote before shows the new name too."))
        return redirect("people-groups")
    name = named([membership.group]).get(membership.group)
    return render(request, "people/group_rename.html", {"form": form, "name": name})


@private
def leave(request: HttpRequest, membership_id: uuid.UUID) -> HttpResponse:
    """Leave, after asking."""
    membership = _mine_or_404(request, membership_id)
    if request.method == "POST":
        leave_group(membership, now=timezone.now())
        messages.success(request, _("You have left. Nobody was told."))
        return redirect("people-groups")
    return render(request, "people/group_leave.html", {"name": named([membership.group]).get(membership.group), "membership": membership})


def _mine_or_404(request: HttpRequest, membership_id: uuid.UUID) -> Membership:
    found = shown_memberships(request).filter(pk=membership_id).first()
    if found is None:
        raise Http404
    return found
