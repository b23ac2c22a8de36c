"""Giving and taking roles."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from trellis.apps.directory import events, rules
from trellis.apps.directory.models import Organization
from trellis.core.actions import Done, WrongState, action, current_person
from trellis.core.people.models import Grant, Person
from trellis.core.people.roles import ROLES


@action(
    "directory.role.give",
    subject=Person,
    label=_("Give the role"),
    allow=rules.may_give_roles,
    event=events.RoleGiven,
)
def give_role(person: Person, *, role: str, organization: Organization | None = None, now: datetime) -> Done:
    """Give a role; one that is held for an organization needs it, the others refuse it."""
    if ROLES[role].scoped != (organization is not None):
        raise WrongState(_("Say for which organization this role is, or that it is for all."))
    Grant.objects.get_or_create(
        person=person,
        role=role,
        scope_kind="directory.organization" if organization else "",
        scope_id=str(organization.pk) if organization else "",
        defaults={"granted_by": current_person(), "granted_at": now},
    )
    return Done(person, {"role": role})


@action(
    "directory.role.take",
    subject=Grant,
    label=_("Take the role away"),
    allow=rules.may_give_roles,
    event=events.RoleTaken,
)
def take_role(grant: Grant, *, now: datetime) -> Done:
    """Take a role away. The last steward keeps theirs, or nobody could give roles again."""
    if grant.role == "steward" and Grant.objects.filter(role="steward").count() == 1:
        raise WrongState(_("This is the last steward. Give the role to somebody else first."))
    person, role = grant.person, grant.role
    grant.delete()
    return Done(None, {"role": role}, subject=person)
