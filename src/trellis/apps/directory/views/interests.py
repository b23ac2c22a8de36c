"""Looking for others like oneself (S17): say it, answer when asked, choose what the circle becomes."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.apps.directory.actions import interests as doing
from trellis.apps.directory.actions.checks import InvalidRecord
from trellis.apps.directory.forms.groups import HowForm, JoinForm, ListCircleForm, TopicForm, WishForm
from trellis.apps.directory.models import AskState, Circle, CircleAsk, CircleState, CircleWish, Interest, Organization, Path, Revision
from trellis.apps.directory.models.records import OrganizationRecord
from trellis.apps.directory.queries import interests
from trellis.apps.directory.queries.keeping import organizations_called
from trellis.apps.directory.views.groups import group_or_404
from trellis.apps.directory.views.inside import for_somebody
from trellis.apps.people.queries.membership import is_member
from trellis.core.actions import current_person, once
from trellis.core.ui.walking import Step, Walk

_STEPS = (Step("topic", TopicForm), Step("how", HowForm))


@for_somebody
def alike(request: HttpRequest) -> HttpResponse:
    """What I look for, what I was asked, and my circles."""
    person = current_person()
    asks = list(interests.asks_of(person))
    waiting = [each for each in asks if each.state == AskState.ASKED and each.circle.state == CircleState.FORMING]
    begun = [each.circle for each in asks if each.circle.state == CircleState.STARTED and is_member(person, each.circle)]
    soon = [each for each in asks if each.state == AskState.YES and each.circle.state == CircleState.FORMING]
    context = {"interests": interests.interests_of(person), "asks": waiting, "circles": begun, "soon": soon}
    return render(request, "directory/alike/alike.html", context)


@for_somebody
def look(request: HttpRequest) -> HttpResponse:
    """Say what one would like to talk about, and how."""
    person = current_person()
    walk = Walk(request, _STEPS)
    page = walk.respond(
        heading=_("Talk to others like me"),
        back=reverse("directory-alike"),
        send=_("Look for others"),
        note=_(
            "Nobody is shown that you said this. When at least three people say the same, each of them is asked whether to begin. It is"
            " forgotten after 180 days, or as soon as you say so."
        ),
    )
    if page is not None:
        return page
    now, told = timezone.now(), walk.told

    def do() -> str:
        return str(doing.say_interest(person, topic=told["topic"]["topic"], how=told["how"]["how"], now=now).pk)

    once(walk.form_key, scope=f"directory.interest.say:{person.pk}", now=now, do=do)
    messages.success(request, _("It is kept. We will write to you, without saying about what, when others say the same."))
    return redirect("directory-alike")


@for_somebody
@require_POST
def stop(request: HttpRequest, interest_id: uuid.UUID) -> HttpResponse:
    """Stop looking."""
    found = Interest.objects.filter(pk=interest_id, person=current_person()).first()
    if found is None:
        raise Http404
    doing.take_back_interest(found, now=timezone.now())
    messages.success(request, _("It is taken back and forgotten."))
    return redirect("directory-alike")


@for_somebody
def answer(request: HttpRequest, ask_id: uuid.UUID) -> HttpResponse:
    """Yes, under a name of one's choice; or not this time."""
    ask = CircleAsk.objects.select_related("circle", "interest").filter(pk=ask_id, interest__person=current_person()).first()
    if ask is None or ask.state == AskState.YES or ask.circle.state != CircleState.FORMING:
        raise Http404
    now = timezone.now()
    if request.method == "POST" and "no" in request.POST:
        if ask.state == AskState.ASKED:
            doing.say_no(ask, now=now)
        messages.success(request, _("Not this time, then. Nobody was told."))
        return redirect("directory-alike")
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        once(
            form.cleaned_data["form_key"],
            scope=f"directory.circle.say_yes:{ask.pk}",
            now=now,
            do=lambda: str(doing.say_yes(ask, display_name=form.cleaned_data["display_name"], now=now).pk),
        )
        messages.success(request, _("Thank you. We will write to you when enough people have said yes."))
        return redirect("directory-alike")
    return render(request, "directory/alike/answer.html", {"ask": ask, "form": form})


def _circle_or_404(group_id: uuid.UUID) -> tuple[Circle, object]:
    found, membership = group_or_404(group_id)
    if not isinstance(found, Circle):
        raise Http404
    return found, membership


@for_somebody
def wish(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """What one would like one's circle to become."""
    circle, membership = _circle_or_404(group_id)
    before = CircleWish.objects.select_related("agency").filter(membership=membership).first()
    initial = {"path": before.path, "agency": before.agency.name if before.agency else ""} if before else None
    form = WishForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        agency = _agency(form)
        if form.is_valid():
            path = form.cleaned_data["path"]
            if before is None or (before.path, before.agency) != (path, agency):
                doing.wish_for_circle(membership, path=path, agency=agency, now=timezone.now())
            messages.success(request, _("Saved. You can change it at any time."))
            return redirect("directory-group", circle.pk)
    return render(request, "directory/alike/wish.html", {"group": circle, "form": form})


def _agency(form: WishForm) -> Organization | None:
    if form.cleaned_data["path"] != Path.AGENCY:
        return None
    rows = organizations_called(form.cleaned_data["agency"])
    if len(rows) == 1:
        return rows[0]
    several = _("Several are called that. Copy the address of its page instead.")
    form.add_error("agency", several if rows else _("We do not know this organization. Type its name as it is written here."))
    return None


@for_somebody
@require_POST
def link(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Let the organization that most members chose know that a circle would like its support."""
    circle, _membership = _circle_or_404(group_id)
    doing.link_agency(circle, now=timezone.now())
    messages.success(request, _("They have been told that a few people would like their support, and nothing else."))
    return redirect("directory-group", circle.pk)


@for_somebody
def be_listed(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """What everybody may read, sent to the review that every record goes through."""
    circle, _membership = _circle_or_404(group_id)
    if interests.chosen_path(circle).path != Path.LISTED:
        raise Http404
    sent = Revision.objects.filter(record_id=circle.pk).exists() or Organization.objects.filter(pk=circle.pk).exists()
    form = ListCircleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told, now = form.cleaned_data, timezone.now()
        record = OrganizationRecord(
            key=str(circle.pk),
            name=told["name"],
            description=told["description"],
            email=told["email"],
            kind="peer_group",
            led_by="lived_experience",
            language=get_language() or "en",
        )
        try:
            once(
                told["form_key"],
                scope=f"directory.circle.list:{circle.pk}",
                now=now,
                do=lambda: str(doing.propose_listing(circle, record=record, now=now).pk),
            )
        except InvalidRecord as invalid:
            form.add_error(None, "; ".join(problem.reason for problem in invalid.problems))
        else:
            messages.success(request, _("Sent. A keeper will look at it. They do not learn who of you sent it."))
            return redirect("directory-group", circle.pk)
    return render(request, "directory/alike/list.html", {"group": circle, "form": form, "sent": sent})
