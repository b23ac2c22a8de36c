"""Threads and comments as one member sees them. Whoever is blocked is not there, in both directions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from trellis.apps.people.models import Membership
from trellis.apps.people.queries.blocks import hides
from trellis.apps.people.queries.naming import named
from trellis.apps.talk.models import Card, Comment, Decision, Thanks, Thread
from trellis.core.references import Ref

EDIT_WITHIN = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Shown:
    """One comment: under which name, with which words, and what the reader may do with it."""

    comment: Comment
    name: str
    text: str
    note: str
    is_mine: bool
    can_edit: bool
    n_thanks: int = 0
    is_thanked: bool = False
    decision: Decision | None = None


def threads_of(membership: Membership, *, about: Ref | None = None) -> QuerySet[Thread]:
    """The group's threads, or those about something in it, the one last written in on top."""
    out = hides(membership.person)
    shown = Q(comments__state=Comment.State.SHOWN) & ~Q(comments__person__in=out)
    found = Thread.objects.about(about or membership.group).exclude(person__in=out)
    return found.annotate(n_comments=Count("comments", filter=shown)).order_by("-last_at", "id")


def comments_of(thread: Thread, *, without) -> QuerySet[Comment]:
    """The thread's comments, oldest first, without those of these people (`blocks.hides`)."""
    return thread.comments.exclude(person__in=without).select_related("author").order_by("written_at", "id")


def shown(comments, person, *, now: datetime) -> list[Shown]:
    """What to show of these comments to this reader."""
    comments = list(comments)
    mine = [each.pk for each in comments if each.person_id == person.pk and each.state == Comment.State.HIDDEN]
    standing = Decision.objects.filter(comment__in=mine, what=Decision.What.HIDE, reversed_by=None)
    decisions = {each.comment_id: each for each in standing}
    thanks: dict = {}
    for comment_id, person_id in Thanks.objects.filter(comment__in=comments).values_list("comment_id", "person_id"):
        thanks.setdefault(comment_id, set()).add(person_id)
    return [_shown(each, person, decisions.get(each.pk), thanks.get(each.pk, set()), now) for each in comments]


def _shown(comment: Comment, person, decision: Decision | None, thanked_by: set, now: datetime) -> Shown:
    is_mine = comment.person_id == person.pk
    text, note = comment.body, ""
    if comment.state == Comment.State.REMOVED:
        text, note = "", _("Removed by whoever wrote it.")
    elif comment.state == Comment.State.HIDDEN:
        text, note = (
            (text if is_mine else ""),
            (_("Hidden by a moderator. Only you can read it.") if is_mine else _("Hidden by a moderator.")),
        )
    elif not text:
        note = _("The words are gone, because whoever wrote them left Trellis.")
    return Shown(
        comment=comment,
        name=name_of(comment),
        text=text,
        note=note,
        is_mine=is_mine,
        can_edit=is_mine and may_still_edit(comment, now),
        n_thanks=len(thanked_by),
        is_thanked=person.pk in thanked_by,
        decision=decision,
    )


def name_of(comment: Comment) -> str:
    """The name its writer has in the group, or that they left."""
    return comment.author.display_name if comment.author is not None else _("Somebody who left")


def may_still_edit(comment: Comment, now: datetime) -> bool:
    """Soon after writing, while it is shown."""
    return comment.state == Comment.State.SHOWN and now - comment.written_at <= EDIT_WITHIN


def groups_of(person) -> list[tuple[Membership, str]]:
    """The person's groups with what they are called, for the person only."""
    memberships = list(Membership.objects.filter(person=person).order_by("joined_on", "id"))
    names = named(each.group for each in memberships)
    gone = _("A group that is no longer here")
    return [(each, names[each.group].name if each.group in names else gone) for each in memberships]


def written_by(person) -> QuerySet[Comment]:
    """What the person wrote, the latest first; also in groups they have left."""
    return Comment.objects.filter(person=person).exclude(state=Comment.State.REMOVED).select_related("thread").order_by("-written_at", "id")


def decisions_about(person) -> QuerySet[Decision]:
    """What moderators decided about this person's comments, the latest first."""
    return Decision.objects.filter(person=person).exclude(what=Decision.What.RESTORE).order_by("-at", "id")


def cards_for(person) -> QuerySet[Card]:
    """What waits for this moderator: nothing they wrote or reported themselves."""
    if person is None or not person.holds("moderator"):
        return Card.objects.none()
    waiting = Card.objects.filter(done_at=None).exclude(person=person).exclude(reporter=person)
    return waiting.order_by("opened_at", "id")


def appeals_for(person) -> QuerySet[Decision]:
    """Appeals that this moderator may answer: against somebody else's decision, about somebody else's words, reported by somebody else."""
    if person is None or not person.holds("moderator"):
        return Decision.objects.none()
    waiting = Decision.objects.filter(appealed_at__isnull=False, outcome="").exclude(moderator=person).exclude(person=person)
    waiting = waiting.exclude(card__reporter=person)
    return waiting.order_by("appealed_at", "id")


def settled_for(person) -> QuerySet[Decision]:
    """Decisions made lately, for moderators to look back on and take back."""
    if person is None or not person.holds("moderator"):
        return Decision.objects.none()
    return Decision.objects.exclude(what=Decision.What.RESTORE).exclude(person=person).order_by("-at", "id")
