"""Who holds which role, for stewards."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.directory.actions import give_role, take_role
from trellis.apps.directory.forms.deciding import GiveRoleForm
from trellis.apps.directory.models import Organization
from trellis.apps.directory.queries.keeping import organizations_called
from trellis.apps.directory.rules import may_give_roles
from trellis.apps.directory.views.gate import for_keepers
from trellis.core.actions import Refused, WrongState, current_person, once
from trellis.core.people.models import Grant, Person
from trellis.core.people.roles import ROLES


@for_keepers
def roles(request: HttpRequest) -> HttpResponse:
    """All grants, with a way to take each away and to give another."""
    verdict = may_give_roles(current_person(), None)
    if not verdict:
        raise Refused(verdict.reason)
    taking = request.method == "POST" and "take" in request.POST
    form = GiveRoleForm(request.POST if request.method == "POST" and not taking else None)
    try:
        if taking:
            _take(request.POST["take"])
            messages.success(request, _("The role was taken away."))
            return redirect("directory-keep-roles")
        if form.is_bound and form.is_valid() and _give(form):
            messages.success(request, _("The role was given. They can sign in with their e-mail address."))
            return redirect("directory-keep-roles")
    except WrongState as stuck:
        messages.error(request, str(stuck.reason))
        return redirect("directory-keep-roles")
    return render(request, "directory/keep/roles.html", {"form": form, "grants": _grants(), "roles": ROLES.values()})


def _grants() -> list[tuple[Grant, str]]:
    grants = list(Grant.objects.select_related("person").order_by("role", "person__display_name", "id"))
    names = Organization.objects.in_bulk([each.scope_id for each in grants if each.scope_id])
    by_id = {str(key): row.name for key, row in names.items()}
    return [(each, by_id.get(each.scope_id, "")) for each in grants]


def _give(form: GiveRoleForm) -> bool:
    told = form.cleaned_data
    organization = None
    if ROLES[told["role"]].scoped:
        found = organizations_called(told["organization"])
        if len(found) != 1:
            several = _("Several are called that. Copy the address of its page instead.")
            form.add_error(
                "organization", several if found else _("We do not know this organization. Type its name as it is written here.")
            )
            return False
        organization = found[0]
    now = timezone.now()

    def do() -> None:
        person = Person.objects.filter(email__iexact=told["email"]).first() or Person.objects.create_user(email=told["email"])
        give_role(person, role=told["role"], organization=organization, now=now)

    once(told["form_key"], scope=f"directory.role.give:{current_person().pk}", now=now, do=do)
    return True


def _take(grant_id: str) -> None:
    try:
        grant = Grant.objects.get(pk=grant_id)
    except (Grant.DoesNotExist, ValidationError) as missing:
        raise Http404 from missing
    take_role(grant, now=timezone.now())
