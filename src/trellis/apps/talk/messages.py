"""Which fact of talk and moderation is told to whom. Subjects name nobody, no group and nothing that was said."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.apps.talk import events
from trellis.apps.talk.models import Card, Comment, Decision
from trellis.core.letters import letter, tells
from trellis.core.letters.channels import PAGE
from trellis.core.people.models import Person

WAITS = _("Something waits for you to look at")
THANKED = _("Somebody says thank you")
LOOKED_AT = _("Something you wrote or sent has been looked at")


@tells(events.CardOpened)
def moderators_hear_what_waits(fact, event) -> None:
    """Every moderator but whoever wrote or reported it."""
    card = Card.objects.get(pk=event.subject_id)
    for moderator in _moderators(card.person_id, card.reporter_id):
        path = reverse("moderation-card", args=[card.pk])
        letter(fact, to=moderator, subject=WAITS, template="talk/letters/card_opened.txt", path=path)


@tells(events.Decided)
def the_writer_hears_what_was_decided(fact, event) -> None:
    """And whoever reported it hears that it was looked at."""
    decision = Decision.objects.select_related("person", "card__reporter").get(pk=event.subject_id)
    _tell_writer(fact, decision, "talk/letters/decided.txt")
    _tell_reporter(fact, decision.card)


@tells(events.CardLeft)
def the_reporter_hears_that_nothing_was_done(fact, event) -> None:
    _tell_reporter(fact, Card.objects.select_related("reporter").get(pk=event.subject_id))


@tells(events.Appealed)
def another_moderator_hears_of_the_appeal(fact, event) -> None:
    """Not the one who decided, and not whoever reported it. Where there is no other, the stewards hear that one is needed."""
    decision = Decision.objects.select_related("card").get(pk=event.subject_id)
    reporter_id = decision.card.reporter_id if decision.card is not None else None
    others = list(_moderators(decision.moderator_id, decision.person_id, reporter_id))
    for moderator in others:
        path = reverse("moderation-decision", args=[decision.pk])
        letter(fact, to=moderator, subject=WAITS, template="talk/letters/appealed.txt", path=path)
    if not others:
        for steward in _holders("steward"):
            letter(fact, to=steward, subject=_("The moderators need your help"), template="talk/letters/moderator_needed.txt")


@tells(events.AppealAnswered, events.DecisionTakenBack)
def the_writer_hears_the_answer(fact, event) -> None:
    _tell_writer(fact, Decision.objects.select_related("person").get(pk=event.subject_id), "talk/letters/answered.txt")


@tells(events.CommentThanked)
def the_writer_hears_of_the_first_thanks(fact, event) -> None:
    """Once for a comment, on the page only, and not who."""
    comment = Comment.objects.select_related("person").annotate(n_thanks=Count("thanks")).get(pk=event.subject_id)
    if comment.person is not None and comment.n_thanks == 1:
        path = f"{reverse('talk-thread', args=[comment.thread_id])}#comment-{comment.pk}"
        letter(fact, to=comment.person, subject=THANKED, template="talk/letters/thanked.txt", path=path, channels=[PAGE])


def _tell_writer(fact, decision: Decision, template: str) -> None:
    if decision.person is not None:
        letter(fact, to=decision.person, subject=LOOKED_AT, template=template, path=reverse("talk-decision", args=[decision.pk]))


def _tell_reporter(fact, card: Card | None) -> None:
    """On the page only: that somebody reported is theirs to tell."""
    if card is not None and card.reporter is not None:
        context = {"reason": card.no_action_reason}
        letter(fact, to=card.reporter, subject=LOOKED_AT, template="talk/letters/report_settled.txt", context=context, channels=[PAGE])


def _holders(role: str) -> QuerySet[Person]:
    return Person.objects.filter(grants__role=role, grants__scope_id="", is_active=True).distinct()


def _moderators(*but) -> QuerySet[Person]:
    return _holders("moderator").exclude(pk__in=[each for each in but if each is not None])
