"""What is kept of a comment when somebody is worried about it or reports it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.apps.people.queries.worries import Reported, reportable
from trellis.apps.talk.models import Comment
from trellis.apps.talk.queries.reading import name_of


def snapshot(comment: Comment) -> dict[str, Any]:
    """The comment as it is now: title of its thread, name, words and when it was written."""
    return {
        "title": comment.thread.title,
        "name": name_of(comment),
        "text": comment.body,
        "written_at": comment.written_at.isoformat(),
    }


@reportable("talk.comment")
def a_comment(comment: Comment, person) -> Reported:
    """For the guardians: the words, and that whoever wrote them must not be the one who looks at it."""
    return Reported(
        title=_("What %(name)s wrote") % {"name": name_of(comment)},
        text=comment.body if comment.state == Comment.State.SHOWN else "",
        people=frozenset({comment.person_id} - {None}),
        other_label=_("Report it to the moderators"),
        other_url=reverse("talk-report", args=[comment.pk]),
    )


@reportable("talk.thread")
def a_thread(thread, person) -> Reported:
    """A whole thread."""
    return Reported(title=str(thread), text="", people=frozenset({thread.person_id} - {None}))
