"""Groups: joining under a name of one's choice, the page for members, leaving, and letting people in."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.apps.directory import rules
from trellis.apps.directory.actions import groups as doing
from trellis.apps.directory.actions.interests import name_circle
from trellis.apps.directory.forms.groups import CircleForm, GroupSettingsForm, JoinForm
from trellis.apps.directory.models import Circle, How, Joining, JoinRequest, JoinState, Organization, OrganizationGroup
from trellis.apps.directory.queries import groups, interests, leadership
from trellis.apps.directory.views.inside import for_somebody, organization_or_404
from trellis.apps.people.actions import leave_group, rename_in_group
from trellis.apps.people.models import Membership
from trellis.apps.people.queries.membership import is_member, membership_of
from trellis.core import beside
from trellis.core.actions import Refused, current_person, once


def group_or_404(group_id: uuid.UUID) -> tuple[Organization | Circle, Membership]:
    """The group and the reader's own membership of it; for everybody else, keepers too, there is nothing here."""
    group = groups.group_with_id(group_id)
    membership = membership_of(current_person(), group) if group is not None else None
    if group is None or membership is None:
        raise Http404
    return group, membership


@for_somebody
def group(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """The page of a group for its members."""
    found, membership = group_or_404(group_id)
    is_circle = isinstance(found, Circle)
    listing = groups.members_are_listed(found)
    context = {
        "group": found,
        "membership": membership,
        "is_circle": is_circle,
        "organization": Organization.objects.filter(pk=found.pk).first() if is_circle else found,
        "listing": listing,
        "is_listed": listing and groups.is_listed(membership),
        "names": groups.listed_names(found, reader=membership.person) if listing else [],
        "more_than_ten": groups.is_more_than_ten(found),
        "talk_url": reverse("talk-threads", args=[membership.pk]),
        "ways": [],
        "beside": beside.ways("directory.group", found, person=membership.person, now=timezone.now()),
    }
    if is_circle:
        context["chosen"] = interests.chosen_path(found)
        context["ways"] = [How(each) for each in interests.ways_to_meet(found)]
    else:
        context["leads"] = leadership.answer_of(found.pk) is not None
    return render(request, "directory/groups/group.html", context)


@for_somebody
def join(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """Join an open group, or ask to be let in; once let in, come in."""
    organization, person = organization_or_404(organization_id), current_person()
    if not _is_helped(request) and is_member(person, groups.group_of(organization)):
        return _inside(request, organization)
    asked = _asked(request, person, organization)
    joining = groups.joining_of(organization)
    if joining == Joining.CLOSED and asked is None:
        raise Http404
    form = JoinForm(request.POST or None, initial={"display_name": asked.display_name} if asked else None)
    if request.method == "POST":
        done = _joined(request, organization, person, asked, joining, form)
        if done is not None:
            return done
    context = {"organization": organization, "asked": asked, "asks_first": joining == Joining.ASK, "form": form}
    return render(request, "directory/groups/join.html", context)


def _joined(request, organization: Organization, person, asked: JoinRequest | None, joining: str, form) -> HttpResponse | None:
    now = timezone.now()
    if asked is not None and "withdraw" in request.POST:
        doing.withdraw_request(asked, now=now)
        messages.success(request, _("You no longer ask. Nobody was told."))
        return redirect("directory-organization", organization.pk)
    if asked is not None and asked.state == JoinState.LET_IN and "come-in" in request.POST:
        doing.come_in(asked, now=now)
        messages.success(request, _("Welcome."))
        return _inside(request, organization)
    if (asked is not None and asked.state != JoinState.ASKED) or not form.is_valid():
        return None
    name = form.cleaned_data["display_name"]
    asks_first = joining == Joining.ASK

    def do() -> None:
        if _is_helped(request) and asks_first and is_member(person, groups.group_of(organization)):
            return  # answered as for anybody: whoever types does not learn that they belong to it
        if asks_first:
            doing.ask_to_join(person, organization=organization, display_name=name, now=now)
        else:
            doing.join_openly(person, organization=organization, display_name=name, now=now)
            if asked is not None:
                doing.withdraw_request(asked, now=now)

    once(form.cleaned_data["form_key"], scope=f"directory.joining:{person.pk}", now=now, do=do)
    if asks_first:
        messages.success(request, _("You have asked. We will write to you when there is an answer."))
        return redirect("directory-group-join", organization.pk)
    messages.success(request, _("Welcome."))
    return _inside(request, organization)


def _inside(request: HttpRequest, organization: Organization) -> HttpResponse:
    """To the group's page; somebody who types for another does not see inside."""
    if _is_helped(request):
        return redirect("people-groups")
    return redirect("directory-group", organization.pk)


def _is_helped(request: HttpRequest) -> bool:
    return getattr(request, "standing_in", None) is not None


def _asked(request: HttpRequest, person, organization: Organization) -> JoinRequest | None:
    """What the person asked of the group; somebody who types for them is shown only what they asked together."""
    asked = groups.own_request(person, organization)
    if asked is None or not _is_helped(request):
        return asked
    together = request.helping_session.deeds.filter(about=str(asked.pk)).exists()
    return asked if together and asked.state == JoinState.ASKED else None


@for_somebody
def name(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Go by another name in the group."""
    found, membership = group_or_404(group_id)
    form = JoinForm(request.POST or None, initial={"display_name": membership.display_name})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["display_name"] != membership.display_name:
            rename_in_group(membership, display_name=form.cleaned_data["display_name"], now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("directory-group", found.pk)
    return render(request, "directory/groups/name.html", {"group": found, "form": form})


@for_somebody
def leave(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Leave the group, once asked whether one is sure."""
    found, membership = group_or_404(group_id)
    if request.method == "POST":
        leave_group(membership, now=timezone.now())
        messages.success(request, _("You have left. Nobody was told."))
        return redirect("/")
    return render(request, "directory/groups/leave.html", {"group": found})


@for_somebody
@require_POST
def listing(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Be listed to the other members, or no longer."""
    found, membership = group_or_404(group_id)
    if not groups.members_are_listed(found):
        raise Http404
    listed = request.POST.get("listed") == "yes"
    if listed != groups.is_listed(membership):
        doing.choose_listing(membership, listed=listed, now=timezone.now())
    messages.success(request, _("The other members can read your name now.") if listed else _("Your name is no longer listed."))
    return redirect("directory-group", found.pk)


@for_somebody
def circle(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """What a circle is called; any member may change it."""
    found, _membership = group_or_404(group_id)
    if not isinstance(found, Circle):
        raise Http404
    before = {"name": found.name, "members_listed": found.members_listed}
    form = CircleForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data != before:
            name_circle(found, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("directory-group", found.pk)
    return render(request, "directory/groups/circle.html", {"group": found, "form": form})


def _for_organizers(organization: Organization) -> None:
    verdict = rules.may_speak_for(current_person(), organization)
    if not verdict:
        raise Refused(verdict.reason)


@for_somebody
def settings(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """Who may join, set by an editor."""
    organization = organization_or_404(organization_id)
    _for_organizers(organization)
    kept = OrganizationGroup.objects.filter(organization=organization).first() or OrganizationGroup(organization=organization)
    before = {"joinable": kept.joinable, "members_listed": kept.members_listed}
    form = GroupSettingsForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data != before:
            doing.set_joining(organization, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("directory-group-settings", organization.pk)
    context = {"organization": organization, "form": form, "waits": groups.waiting_requests(organization).exists()}
    return render(request, "directory/groups/settings.html", context)


@for_somebody
def asking(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """Those who ask to be let in, by the names they chose; nothing else about them."""
    organization = organization_or_404(organization_id)
    _for_organizers(organization)
    if request.method == "POST":
        request_id, _colon, answer = request.POST.get("answer", "").partition(":")
        found = groups.waiting_requests(organization).filter(pk=_uuid(request_id)).first()
        if found is None or answer not in ("yes", "no"):
            raise Http404
        (doing.let_in if answer == "yes" else doing.decline)(found, now=timezone.now())
        messages.success(request, _("They will hear from us that they may come in.") if answer == "yes" else _("They will hear a kind no."))
        return redirect("directory-group-asking", organization.pk)
    waiting = list(groups.waiting_requests(organization)[:50])
    return render(request, "directory/groups/asking.html", {"organization": organization, "waiting": waiting})


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as missing:
        raise Http404 from missing
