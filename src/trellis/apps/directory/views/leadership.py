"""Who leads: the page for everybody, the questions for the initiative, a service beside it and members, the reply, the next rung."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.apps.directory import rules
from trellis.apps.directory.actions.leadership import (
    Told,
    answer_beside,
    answer_leadership,
    ask_leadership,
    reply_to_members,
    say_how_i_see_it,
    take_back_how_i_see_it,
)
from trellis.apps.directory.forms import leading as forms
from trellis.apps.directory.models import Organization
from trellis.apps.directory.models.leadership import LeadershipAnswer, Question, Who
from trellis.apps.directory.queries import groups, leadership
from trellis.apps.directory.queries.keeping import organizations_called
from trellis.apps.directory.views import leading_words
from trellis.apps.directory.views.inside import for_somebody, organization_or_404
from trellis.apps.people.queries.membership import membership_of
from trellis.core.actions import Refused, current_person, once
from trellis.core.ui.views import keep_private
from trellis.core.ui.walking import Step, Walk


def _has_peers(told: dict) -> bool:
    """Whether people it is for lead or decide, so that what they share can be asked."""
    return any(told.get(each, {}).get("who") in (Who.PEOPLE, Who.RESIDENTS, Who.MIX) for each in (Question.LEADS, Question.DECIDES))


_FOUR = (
    Step("saw", forms.SawForm),
    Step("designed", forms.DesignedForm),
    Step("leads", forms.LeadsForm),
    Step("decides", forms.DecidesForm),
)
_OWN = (
    *_FOUR,
    Step("experience", forms.ExperienceForm, _has_peers),
    Step("stands", forms.StandsForm),
    Step("support", forms.SupportForm),
    Step("part", forms.PartForm),
)
_BESIDE = (*_FOUR, Step("stands", forms.StandsForm), Step("support", forms.MemberSupport), Step("part", forms.PartForm))
_AS_MEMBER = (
    Step("saw", forms.MemberSaw),
    Step("designed", forms.MemberDesigned),
    Step("leads", forms.MemberLeads),
    Step("decides", forms.MemberDecides),
    Step("stands", forms.StandsForm),
    Step("support", forms.MemberSupport),
    Step("part", forms.PartForm),
)


def leads(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """All that is said about who leads: the initiative's answers, its members' and services' views, and how it changed."""
    organization, person = organization_or_404(organization_id), current_person()
    rounds = leadership.rounds_of(organization)
    own = [each for each in rounds if each.by_id == organization.pk]
    answer = next((each for each in own if each.replaced_on is None), None)
    beside = [each for each in rounds if each.by_id != organization.pk and each.replaced_on is None]
    picture = leadership.picture_of(organization) if answer else None
    speaks = bool(rules.may_speak_for(person, organization))
    context = {
        "organization": organization,
        "answer": answer,
        "rows": leading_words.rows_of(answer, picture, beside) if answer else [],
        "picture": picture,
        "beside": beside,
        "ladder": leading_words.ladder_of(leadership.place_of(answer, picture, beside)) if answer else None,
        "facts": leading_words.facts_of(answer) if answer else [],
        "drift": leading_words.drift_sentences(own),
        "timeline": leading_words.timeline_of(own),
        "speaks": speaks,
        "asks": person is not None and bool(rules.may_keep(person, organization)) and not speaks,
        "is_member": person is not None and membership_of(person, groups.group_of(organization)) is not None,
        "is_visitor": person is None,
        "services": [each for each in leadership.services_beside(organization, answer) if rules.may_speak_for(person, each)]
        if person
        else [],
    }

    def respond() -> HttpResponse:
        return render(request, "directory/leads/leads.html", context)

    private = person is not None or organization.services.filter(sensitive=True).exists()
    return keep_private(request, respond) if private else respond()


def _for_editors(organization: Organization) -> None:
    verdict = rules.may_speak_for(current_person(), organization)
    if not verdict:
        raise Refused(verdict.reason)


@for_somebody
def ask(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """The initiative answers: four questions and what the ladder needs, one on each page, checked, then sent."""
    organization = organization_or_404(organization_id)
    _for_editors(organization)
    return _answering(request, organization, organization, _OWN)


@for_somebody
def beside(request: HttpRequest, organization_id: uuid.UUID, service_id: uuid.UUID) -> HttpResponse:
    """A service that the initiative names says how it sees it."""
    organization, service = organization_or_404(organization_id), organization_or_404(service_id)
    if service not in leadership.services_beside(organization, leadership.answer_of(organization.pk)):
        raise Http404
    _for_editors(service)
    return _answering(request, organization, service, _BESIDE)


def _answering(request: HttpRequest, organization: Organization, by: Organization, steps) -> HttpResponse:
    found: dict[str, Organization] = {}

    def clean(code: str, form) -> None:
        if code == "support" and "supporter" in form.fields and form.cleaned_data.get("supported") == "yes":
            _find_supporter(form, organization, found)

    before = LeadershipAnswer.objects.filter(organization=organization, by=by, replaced_on__isnull=True).select_related("supporter").first()
    walk = Walk(request, steps, initial=_initial(before), clean=clean)
    page = walk.respond(
        organization=organization,
        heading=_("Who leads?"),
        back=reverse("directory-leads", args=[organization.pk]),
        send=_("Send these answers"),
        note=_("Everybody will be able to read this. What you said before stays readable, with its year."),
    )
    if page is not None:
        return page
    now, told = timezone.now(), _told(walk.told, found.get("supporter"))

    def do() -> str:
        if by == organization:
            return str(answer_leadership(organization, told=told, now=now).pk)
        return str(answer_beside(by, initiative=organization, told=told, now=now).pk)

    once(walk.form_key, scope=f"directory.leadership.answer:{current_person().pk}:{by.pk}", now=now, do=do)
    messages.success(request, _("Thank you. Everybody can read it now."))
    return redirect("directory-leads", organization.pk)


def _find_supporter(form, organization: Organization, found: dict[str, Organization]) -> None:
    words = form.cleaned_data.get("supporter", "")
    if not words:
        return
    rows = organizations_called(words)
    if len(rows) != 1:
        several = _("Several are called that. Copy the address of its page instead.")
        form.add_error(
            "supporter",
            several if rows else _("We do not know this organization. Type its name as it is written here, or leave this empty."),
        )
    elif rows[0].pk == organization.pk:
        form.add_error("supporter", _("This is you. Name another organization, or leave this empty."))
    else:
        found["supporter"] = rows[0]


def _initial(before: LeadershipAnswer | None) -> dict[str, dict[str, Any]]:
    if before is None:
        return {}
    return {
        **{each: {"who": getattr(before, each), "words": before.words.get(each, "")} for each in Question.values},
        "experience": {"experiences": before.experiences, "experience_words": before.experience_words},
        "stands": {"stands": before.stands},
        "support": {"supported": "yes" if before.supported else "no", "supporter": before.supporter.name if before.supporter else ""},
        "part": {"takes_part": before.takes_part},
    }


def _told(told: dict, supporter: Organization | None) -> Told:
    experience = told.get("experience", {})
    supported = told["support"]["supported"] == "yes"
    return Told(
        **{each: told[each]["who"] for each in Question.values},
        words={each: told[each].get("words", "") for each in Question.values},
        experiences=experience.get("experiences", ()),
        experience_words=experience.get("experience_words", ""),
        stands=told["stands"]["stands"],
        supported=supported,
        supporter=supporter if supported else None,
        takes_part=told["part"]["takes_part"],
        language=get_language() or "en",
    )


@for_somebody
def your_view(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """A member says how they see it. For everybody else there is nothing here."""
    organization, person = organization_or_404(organization_id), current_person()
    membership = membership_of(person, groups.group_of(organization))
    if membership is None or leadership.answer_of(organization.pk) is None:
        raise Http404
    view = leadership.own_view(person, organization)
    walk = Walk(request, _AS_MEMBER, initial=_initial_view(view.answers if view else None))
    page = walk.respond(
        organization=organization,
        heading=_("How do you see it?"),
        back=reverse("directory-leads", args=[organization.pk]),
        send=_("Send how I see it"),
        note=_(
            "Nobody sees what you alone say, not even those who lead. Only when at least three members see something differently is that"
            " said, without names or numbers, and it is worked out overnight. You can change or take back yours at any time."
        ),
        taking_back=reverse("directory-leads-take-back", args=[organization.pk]) if view else "",
    )
    if page is not None:
        return page
    now = timezone.now()
    answers = {
        **{each: walk.told[each]["who"] for each in Question.values},
        "stands": walk.told["stands"]["stands"],
        "supported": walk.told["support"]["supported"] == "yes",
        "takes_part": walk.told["part"]["takes_part"],
    }
    once(
        walk.form_key,
        scope=f"directory.leadership.see:{membership.pk}",
        now=now,
        do=lambda: say_how_i_see_it(membership, answers=answers, now=now),
    )
    messages.success(request, _("Thank you. It is kept. What members say together is worked out overnight."))
    return redirect("directory-leads", organization.pk)


def _initial_view(answers: dict | None) -> dict[str, dict[str, Any]]:
    if answers is None:
        return {}
    return {
        **{each: {"who": answers.get(each, "")} for each in Question.values},
        "stands": {"stands": answers.get("stands", "")},
        "support": {"supported": "yes" if answers.get("supported") else "no"},
        "part": {"takes_part": answers.get("takes_part", [])},
    }


@for_somebody
@require_POST
def take_back(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """A member takes back what they said."""
    organization = organization_or_404(organization_id)
    membership = membership_of(current_person(), groups.group_of(organization))
    if membership is None:
        raise Http404
    if leadership.own_view(current_person(), organization) is not None:
        take_back_how_i_see_it(membership, now=timezone.now())
    messages.success(request, _("It is taken back and forgotten."))
    return redirect("directory-leads", organization.pk)


@for_somebody
def reply(request: HttpRequest, organization_id: uuid.UUID, question: str) -> HttpResponse:
    """The initiative replies once to members who see a question differently."""
    organization = organization_or_404(organization_id)
    _for_editors(organization)
    answer = leadership.answer_of(organization.pk)
    picture = leadership.picture_of(organization)
    if answer is None or question not in leadership.contested(picture) or question in leadership.replies_to(answer):
        raise Http404
    form = forms.ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        once(
            form.cleaned_data["form_key"],
            scope=f"directory.leadership.reply:{answer.pk}:{question}",
            now=now,
            do=lambda: str(
                reply_to_members(answer, question=question, text=form.cleaned_data["text"], language=get_language() or "en", now=now).pk
            ),
        )
        messages.success(request, _("Your reply stands beside both views now."))
        return redirect("directory-leads", organization.pk)
    row = next(each for each in leading_words.rows_of(answer, picture, ()) if each.question == question)
    return render(request, "directory/leads/reply.html", {"organization": organization, "form": form, "row": row})


@for_somebody
def next_rung(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """For the initiative: what would move it a rung."""
    organization, person = organization_or_404(organization_id), current_person()
    if not rules.may_speak_for(person, organization) and not rules.may_keep(person, organization):
        _for_editors(organization)
    answer = leadership.answer_of(organization.pk)
    context = {"organization": organization, "answer": answer}
    if answer is not None:
        context["ladder"] = leading_words.ladder_of(leadership.place_of(answer, leadership.picture_of(organization), []))
        context["ways"] = leading_words.ways_up(answer)
        context["meanings"] = [(str(leading_words.RUNGS[rung]), str(words)) for rung, words in leading_words.MEANINGS.items()]
    return render(request, "directory/leads/next.html", context)


@for_somebody
@require_POST
def please_answer(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """A keeper asks the initiative to answer; at most once a day."""
    organization, now = organization_or_404(organization_id), timezone.now()
    scope = f"directory.leadership.ask:{current_person().pk}:{now.date()}"
    once(organization.pk, scope=scope, now=now, do=lambda: ask_leadership(organization, now=now))
    messages.success(request, _("We have asked its editors."))
    return redirect("directory-leads", organization.pk)
