"""Which fact about people and their safety is told to whom, in which words. Subjects name nobody and nothing."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.apps.people import events
from trellis.apps.people.models import Case, CaseState, HelpingSession, PersonalCode, Urgency, Worry
from trellis.apps.people.queries.cases import LAST_LEVEL, kept_out_of
from trellis.apps.people.queries.oncall import guardians, next_on_call, watchers_at
from trellis.core.actions.standing_in import words_of
from trellis.core.letters import letter, tells
from trellis.core.letters.channels import PAGE
from trellis.core.people.models import Person


@tells(events.WorryTold)
def guardians_hear_of_a_worry(fact, event) -> None:
    """Who is on call; with nobody there and danger now, all; else who comes next. With nobody who may read it, the stewards."""
    case = Case.objects.get(pk=event.subject_id)
    out = kept_out_of(case)
    everybody = list(guardians(without=out))
    watching = watchers_at(fact.at, without=out)
    if not watching and case.urgency != Urgency.NOW:
        coming = next_on_call(fact.at, without=out)
        watching = [coming] if coming is not None else []
    _tell_guardians(fact, watching or everybody, case, template="people/letters/case_new.txt")
    if not everybody:
        _tell_stewards(fact)


@tells(events.WorryAdded)
def guardians_hear_more(fact, event) -> None:
    """Who sees to it, if they may still read it; else who is on call, else all."""
    case = Case.objects.select_related("taken_by").get(pk=event.subject_id)
    out = kept_out_of(case)
    everybody = list(guardians(without=out))
    in_hand = [each for each in everybody if each.pk == case.taken_by_id and case.state != CaseState.OPEN]
    _tell_guardians(fact, in_hand or watchers_at(fact.at, without=out) or everybody, case, template="people/letters/case_more.txt")


@tells(events.CaseReminded)
def the_next_in_line_hears_that_it_is_overdue(fact, event) -> None:
    """First who is on call next, then every guardian, then the stewards, who hear that there is one and nothing else."""
    case = Case.objects.get(pk=event.subject_id)
    out = kept_out_of(case)
    everybody = list(guardians(without=out))
    if event.level == 1:
        coming = next_on_call(fact.at, without=out | {case.taken_by_id})
        everybody = [coming] if coming is not None else everybody
    if event.level < LAST_LEVEL:
        _tell_guardians(fact, everybody, case, template="people/letters/case_overdue.txt")
    if event.level == LAST_LEVEL or not everybody:
        _tell_stewards(fact)


@tells(events.CaseClosingProposed, events.ConfidenceAsked)
def other_guardians_hear_that_a_second_is_needed(fact, event) -> None:
    """All who may read it but the one who asked."""
    case = Case.objects.get(pk=event.subject_id)
    asked_by = case.proposed_by_id
    if isinstance(event, events.ConfidenceAsked):
        asked_by = case.confidences.order_by("-asked_at").values_list("asked_by", flat=True).first()
    second = guardians(without=kept_out_of(case) | {asked_by})
    _tell_guardians(fact, second, case, template="people/letters/case_second.txt")


@tells(events.CaseAnswered)
def whoever_told_it_hears_that_there_is_an_answer(fact, event) -> None:
    """Only on the page where they signed in: a letter by e-mail could be read by somebody else."""
    worry = Worry.objects.select_related("reporter").get(case=event.subject_id)
    if worry.reporter is not None:
        letter(
            fact,
            to=worry.reporter,
            subject=_("There is an answer for you"),
            template="people/letters/worry_answered.txt",
            path=reverse("worry-own", args=[worry.pk]),
            channels=[PAGE],
        )


def _tell_guardians(fact, people, case: Case, *, template: str) -> None:
    for person in people:
        letter(
            fact,
            to=person,
            subject=_("Something waits for you to look at"),
            template=template,
            path=reverse("case", args=[case.pk]),
        )


def _tell_stewards(fact) -> None:
    """That the queue has an overdue case: not which, not what about."""
    for steward in Person.objects.filter(grants__role="steward", grants__scope_id="", is_active=True).distinct():
        letter(
            fact,
            to=steward,
            subject=_("The guardians need your help"),
            template="people/letters/queue_overdue.txt",
        )


@tells(events.CodeSent)
def person_gets_code(fact, event) -> None:
    """A code for whoever sits beside them; in the page too, for those who said that an e-mail may say nothing."""
    code = PersonalCode.objects.select_related("person").get(pk=event.subject_id)
    letter(fact, to=code.person, subject=_("Your code"), template="people/letters/code.txt", context={"code": code.code})


@tells(events.HelpingEnded)
def person_gets_copy(fact, event) -> None:
    """What was done for them, by whom, and how to take it back. Not when nothing was done."""
    session = HelpingSession.objects.select_related("person", "helper").get(pk=event.subject_id)
    done = [str(words_of(each.action)) for each in session.deeds.all()]
    if done:
        letter(
            fact,
            to=session.person,
            subject=_("A copy for you"),
            template="people/letters/helped.txt",
            context={"helper": session.helper, "done": done},
            path=reverse("people-help-code"),
        )
