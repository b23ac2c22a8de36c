"""What I need, and which of my groups may know."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.people.actions import give_consent, tell_needs, withdraw_consent
from trellis.apps.people.forms.profile import LanguagesForm, NeedsForm, who_form
from trellis.apps.people.models import Consent, Membership
from trellis.apps.people.models.consent import recipient_index
from trellis.apps.people.models.profile import Need
from trellis.apps.people.models.purposes import ACCESS_NEEDS
from trellis.apps.people.queries.naming import Named, named
from trellis.apps.people.queries.profile import needs_told_to, profile_of
from trellis.apps.people.views.gate import private
from trellis.apps.people.views.groups import shown_memberships
from trellis.apps.people.views.steps import Step, ask
from trellis.core.actions import current_person, once
from trellis.core.references import Ref


@private
def needs(request: HttpRequest) -> HttpResponse:
    """Needs, languages, who may know; then check; then kept."""
    person, now = current_person(), timezone.now()
    profile = profile_of(person)
    mine = list(shown_memberships(request))
    names = named(each.group for each in mine)
    groups = {str(each.pk): (each, names[each.group]) for each in mine if each.group in names}
    agreed = _agreed(mine, now) if groups else set()
    asked = ask(
        request,
        _steps(groups),
        title=_("What I need"),
        back_url=reverse("people-contact"),
        send=_("Save"),
        initial={
            "needs": profile.needs if profile else [],
            "needs_words": profile.needs_words if profile else "",
            "languages": profile.languages if profile else "",
            "groups": [key for key in groups if key in agreed],
        },
    )
    if asked.page is not None:
        return asked.page
    told = asked.told

    def keep() -> None:
        tell_needs(person, needs=told["needs"], needs_words=told["needs_words"], languages=told["languages"], now=now)
        _agree(person, groups, wanted=set(told.get("groups", [])), agreed=agreed, now=now)

    once(asked.form_key, scope=f"people.profile.tell:{person.pk}", now=now, do=keep)
    messages.success(request, _("Saved."))
    return redirect("people-contact")


def _steps(groups: dict[str, tuple[Membership, Named]]) -> list[Step]:
    labels = dict(Need.choices)
    steps = [
        Step(
            code="needs",
            title=_("What helps you to take part?"),
            form=NeedsForm,
            shown=lambda told: "\n".join([*(str(labels[each]) for each in told["needs"]), told["needs_words"]]).strip() or _("Nothing"),
        ),
        Step(
            code="languages",
            title=_("Which languages do you speak?"),
            form=LanguagesForm,
            shown=lambda told: told["languages"] or _("Not told"),
        ),
    ]
    if groups:
        choices = [(key, name.name) for key, (_membership, name) in groups.items()]
        steps.append(
            Step(
                code="who",
                title=_("Who may know?"),
                form=who_form(choices),
                shown=lambda told: "\n".join(groups[key][1].name for key in told["groups"]) or _("Only you"),
            )
        )
    return steps


def _agreed(mine: list[Membership], now: datetime) -> set[str]:
    """Ids of the memberships whose group may know."""
    indexes = {recipient_index(str(each.group)): str(each.pk) for each in mine}
    found = Consent.objects.in_force(now).filter(person=current_person(), purpose=ACCESS_NEEDS.code, recipient_index__in=indexes)
    return {indexes[index] for index in found.values_list("recipient_index", flat=True)}


def _agree(person, groups, *, wanted: set[str], agreed: set[str], now: datetime) -> None:
    for key, (membership, name) in groups.items():
        if key in wanted and key not in agreed:
            give_consent(person, purpose=ACCESS_NEEDS.code, recipient=membership.group, recipient_name=name.name, now=now)
        elif key in agreed and key not in wanted:
            index = recipient_index(str(membership.group))
            for consent in Consent.objects.in_force(now).filter(person=person, purpose=ACCESS_NEEDS.code, recipient_index=index):
                withdraw_consent(consent, now=now)


@private
def needs_told(request: HttpRequest) -> HttpResponse:
    """For those who look after a group: what its members let them know, under the names they have there."""
    person, now = current_person(), timezone.now()
    led = [Ref(kind, id) for kind, id in person.grants.filter(role="editor").exclude(scope_id="").values_list("scope_kind", "scope_id")]
    names = named(led)
    rows = [(names[group], needs_told_to(group, now=now)) for group in led if group in names]
    return render(request, "people/needs_told.html", {"rows": rows, "groups_url": reverse("people-groups")})
