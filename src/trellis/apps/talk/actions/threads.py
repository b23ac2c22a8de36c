"""Writing: begin a thread, comment, change soon after, remove, report."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from trellis.apps.people.models import Membership
from trellis.apps.talk import events, rules
from trellis.apps.talk.models import Card, Comment, Thanks, Thread
from trellis.apps.talk.models.threads import thread_index
from trellis.apps.talk.queries import circles
from trellis.apps.talk.queries.evidence import snapshot
from trellis.apps.talk.queries.noticing import noticed
from trellis.apps.talk.queries.pace import why_wait
from trellis.apps.talk.queries.reading import may_still_edit
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, WrongState, action, current_person
from trellis.core.references import Ref

_HERE = (Comment.State.SHOWN, Comment.State.HIDDEN)


@action("talk.thread.start", subject=Membership, label=_("Begin it"), allow=rules.may_start, event=events.ThreadStarted)
def start_thread(membership: Membership, *, title: str, body: str, language: str = "en", about: Ref | None = None, now: datetime) -> Done:
    """Begin a thread in the member's group, or `about` something in it (a gathering, a need), with the first comment."""
    _unhurried(membership, now)
    about = about or membership.group
    if circles.group_of(about) != membership.group or not circles.may_write(membership.person, about):
        raise WrongState(_("Only members of the group may write here."))
    thread = Thread(about_index=thread_index(about), about_ref=str(about), title=title, language=language, person=membership.person)
    thread.started_at = thread.last_at = now
    thread.save()
    _comment(thread, membership, body, language, now)
    return Done(str(thread.pk), subject=thread)


@action("talk.comment.write", subject=Thread, label=_("Send"), allow=rules.may_write, event=events.CommentWritten)
def write_comment(thread: Thread, *, body: str, language: str = "en", now: datetime) -> Done:
    """Say something, under the name one has in the group."""
    membership = circles.membership_for(current_person(), thread.about)
    if membership is None:
        raise WrongState(_("Only members of the group may write here."))
    _unhurried(membership, now)
    comment = _comment(thread, membership, body, language, now)
    thread.last_at = now
    thread.save(update_fields=["last_at"])
    return Done(str(comment.pk), subject=comment)


@action(
    "talk.comment.edit",
    subject=Comment,
    label=_("Save"),
    allow=rules.is_writer,
    event=events.CommentEdited,
    moves=("state", (Comment.State.SHOWN,), None),
)
def edit_comment(comment: Comment, *, body: str, now: datetime) -> None:
    """Change it within a quarter of an hour; later it could make nonsense of the answers."""
    if not may_still_edit(comment, now):
        raise WrongState(_("You can change a comment for a quarter of an hour. You can still remove it, or write another one."))
    comment.body, comment.edited_at = body, now
    comment.save(update_fields=["body", "edited_at"])
    _look_out(comment, now)


@action(
    "talk.comment.remove",
    subject=Comment,
    label=_("Remove it"),
    allow=rules.is_writer,
    event=events.CommentRemoved,
    moves=("state", _HERE, Comment.State.REMOVED),
)
def remove_comment(comment: Comment, *, now: datetime) -> None:
    """Remove it at any time, also after leaving the group. The words are gone."""
    comment.body = ""
    comment.save(update_fields=["body"])


@action(
    "talk.comment.report",
    subject=Comment,
    label=_("Send it to the moderators"),
    allow=rules.may_report,
    event=events.CardOpened,
    moves=("state", (Comment.State.SHOWN,), None),
)
def report_comment(comment: Comment, *, rule: str, words: str = "", now: datetime) -> Done:
    """Ask a moderator to look. Reporting again before anybody looked changes the words and opens nothing new."""
    card, _is_new = Card.objects.get_or_create(
        comment=comment,
        reporter=current_person(),
        done_at=None,
        defaults={"source": Card.Source.REPORT, "rule": rule, "opened_at": now, "person": comment.person},
    )
    card.rule, card.words, card.evidence = rule, words, snapshot(comment)
    card.save()
    return Done(str(card.pk), {"rule": rule}, subject=card)


@action(
    "talk.comment.thank",
    subject=Comment,
    label=_("Thank them"),
    allow=rules.may_thank,
    event=events.CommentThanked,
    moves=("state", (Comment.State.SHOWN,), None),
)
def thank(comment: Comment, *, now: datetime) -> None:
    """Thank whoever wrote it, once."""
    _thanks, is_new = Thanks.objects.get_or_create(comment=comment, person=current_person(), defaults={"at": now})
    if not is_new:
        raise WrongState(_("You have said thank you already."))


@action("talk.comment.unthank", subject=Comment, label=_("Take it back"), allow=rules.may_thank, event=events.ThanksTakenBack)
def take_thanks_back(comment: Comment, *, now: datetime) -> None:
    """Take one's thanks back."""
    if not Thanks.objects.filter(comment=comment, person=current_person()).delete()[0]:
        raise WrongState(_("You have taken your thanks back already."))


@action("talk.card.notice", label=_("Notice"), allow=only_by_trellis, event=events.CardOpened)
def notice_comment(*, comment: Comment, rule: str, now: datetime) -> Done:
    """Words in it were noticed: a moderator should look. Nothing happens to the comment."""
    card = Card.objects.create(
        comment=comment, person=comment.person, source=Card.Source.WORDS, rule=rule, evidence=snapshot(comment), opened_at=now
    )
    return Done(str(card.pk), {"rule": rule}, subject=card)


def _unhurried(membership: Membership, now: datetime) -> None:
    reason = why_wait(membership, now)
    if reason:
        raise WrongState(reason)


def _comment(thread: Thread, membership: Membership, body: str, language: str, now: datetime) -> Comment:
    comment = Comment.objects.create(
        thread=thread, author=membership, person=membership.person, body=body, language=language, written_at=now
    )
    _look_out(comment, now)
    return comment


def _look_out(comment: Comment, now: datetime) -> None:
    rule = noticed(comment.body)
    if rule and not comment.cards.filter(source=Card.Source.WORDS, done_at=None).exists():
        notice_comment(comment=comment, rule=rule, now=now)
