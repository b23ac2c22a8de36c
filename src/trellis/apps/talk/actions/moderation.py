"""Moderation: decide with a rule and a reason, appeal once, and somebody else answers. Everything can be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from trellis.apps.talk import events, rules
from trellis.apps.talk.models import Card, Comment, Decision
from trellis.apps.talk.queries.evidence import snapshot
from trellis.core.actions import Done, WrongState, action, current_person

LIMIT_LASTS = timedelta(days=7)
What = Decision.What


@action("talk.card.decide", subject=Card, label=_("Decide"), allow=rules.may_judge, event=events.Decided)
def decide_card(card: Card, *, what: str, rule: str, reason: str, now: datetime) -> Done:
    """Hide the comment, or slow its writer down for a week. The writer reads the rule and the reason."""
    _must_wait(card)
    if what not in (What.HIDE, What.LIMIT):
        raise WrongState(_("Choose one of the answers offered."))
    comment = Comment.objects.select_for_update().get(pk=card.comment_id)
    decision = Decision.objects.create(
        comment=comment,
        card=card,
        person=comment.person,
        moderator=current_person(),
        what=what,
        rule=rule,
        reason=reason,
        evidence=card.evidence or snapshot(comment),
        at=now,
        until=now + LIMIT_LASTS if what == What.LIMIT else None,
    )
    if what == What.HIDE and comment.state == Comment.State.SHOWN:
        comment.state = Comment.State.HIDDEN
        comment.save(update_fields=["state"])
    _settle(card, now)
    return Done(str(decision.pk), {"what": str(what), "rule": rule}, subject=decision)


@action("talk.card.leave", subject=Card, label=_("Leave it"), allow=rules.may_judge, event=events.CardLeft)
def leave_card(card: Card, *, reason: str, now: datetime) -> None:
    """It breaks no rule; the reason is kept, and whoever reported it reads it."""
    _must_wait(card)
    card.no_action_reason = reason
    _settle(card, now)


@action("talk.decision.appeal", subject=Decision, label=_("Ask somebody else to look"), allow=rules.may_appeal, event=events.Appealed)
def appeal(decision: Decision, *, words: str, now: datetime) -> None:
    """Ask once that another moderator look at it."""
    if decision.what == What.RESTORE or decision.is_appealed or decision.reversed_by_id is not None:
        raise WrongState(_("This can no longer be done. Somebody may have been here before you."))
    decision.appeal_words, decision.appealed_at = words, now
    decision.save(update_fields=["appeal_words", "appealed_at"])


@action("talk.decision.answer", subject=Decision, label=_("Answer it"), allow=rules.may_answer_appeal, event=events.AppealAnswered)
def answer_appeal(decision: Decision, *, outcome: str, reason: str, now: datetime) -> Done:
    """Uphold the decision or take it back, with a reason that the writer reads."""
    if not decision.is_appealed or decision.outcome:
        raise WrongState(_("This can no longer be done. Somebody may have been here before you."))
    decision.outcome, decision.outcome_reason = outcome, reason
    decision.appeal_by, decision.answered_at = current_person(), now
    decision.save()
    if outcome == Decision.Outcome.REVERSED and decision.reversed_by_id is None:
        _undo(decision, reason, now)
    return Done(None, {"outcome": str(outcome)})


@action("talk.decision.take_back", subject=Decision, label=_("Take it back"), allow=rules.may_take_back, event=events.DecisionTakenBack)
def take_back(decision: Decision, *, reason: str, now: datetime) -> None:
    """Take a decision back without being asked."""
    if decision.what == What.RESTORE or decision.reversed_by_id is not None:
        raise WrongState(_("This can no longer be done. Somebody may have been here before you."))
    _undo(decision, reason, now)


def _undo(decision: Decision, reason: str, now: datetime) -> None:
    """A decision of its own that stands against the first; the comment shows again unless something else hides it."""
    comment = Comment.objects.select_for_update().get(pk=decision.comment_id)
    decision.reversed_by = Decision.objects.create(
        comment=comment, person=decision.person, moderator=current_person(), what=What.RESTORE, reason=reason, at=now
    )
    decision.save(update_fields=["reversed_by"])
    hidden = comment.decisions.filter(what=What.HIDE, reversed_by=None).exists()
    if comment.state == Comment.State.HIDDEN and not hidden:
        comment.state = Comment.State.SHOWN
        comment.save(update_fields=["state"])


def _must_wait(card: Card) -> None:
    if card.done_at is not None:
        raise WrongState(_("This can no longer be done. Somebody may have been here before you."))


def _settle(card: Card, now: datetime) -> None:
    """This card is done."""
    card.done_at, card.done_by = now, current_person()
    card.save(update_fields=["done_at", "done_by", "no_action_reason"])
