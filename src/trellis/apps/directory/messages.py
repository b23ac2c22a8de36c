"""Which fact of the directory is told to whom, in which words."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory import events
from trellis.apps.directory.actions.following import TELL_AFTER
from trellis.apps.directory.models import Revision
from trellis.core.letters import letter, tells
from trellis.core.log.people import person_of
from trellis.core.people.models import Person


@tells(events.ChangeProposed)
def keepers_hear_what_waits(fact, event) -> None:
    """Each keeper but the one who proposed it."""
    keepers = Person.objects.filter(grants__role="keeper", grants__scope_id="", is_active=True).distinct()
    proposer = person_of(fact)
    for keeper in keepers.exclude(pk=proposer.pk) if proposer else keepers:
        letter(
            fact,
            to=keeper,
            subject=_("Something waits for you to look at"),
            template="directory/letters/change_proposed.txt",
            path=reverse("directory-keep-revision", args=[event.revision]),
        )


@tells(events.ChangeApproved, events.ChangeRejected)
def the_proposer_hears_what_became_of_it(fact, event) -> None:
    """Whoever proposed the change."""
    revision = Revision.objects.select_related("proposed_by").get(pk=event.subject_id)
    if revision.proposed_by is None:
        return
    letter(
        fact,
        to=revision.proposed_by,
        subject=_("Something you sent has been looked at"),
        template="directory/letters/change_decided.txt",
        context={"published": isinstance(event, events.ChangeApproved), "reason": revision.decision_reason},
        path=reverse("directory-keep-revision", args=[revision.pk]),
    )


@tells(events.FeedHeld)
def keepers_hear_of_an_odd_list(fact, event) -> None:
    """Each keeper: nothing was taken, and somebody should look."""
    for keeper in Person.objects.filter(grants__role="keeper", grants__scope_id="", is_active=True).distinct():
        letter(
            fact,
            to=keeper,
            subject=_("Something waits for you to look at"),
            template="directory/letters/feed_held.txt",
            path=reverse("following-source", args=[event.subject_id]),
        )


@tells(events.FeedFailed)
def keepers_hear_of_a_list_that_can_not_be_read(fact, event) -> None:
    """Each keeper, once a list could not be read several times in a row."""
    if event.in_a_row != TELL_AFTER:
        return
    for keeper in Person.objects.filter(grants__role="keeper", grants__scope_id="", is_active=True).distinct():
        letter(
            fact,
            to=keeper,
            subject=_("Something waits for you to look at"),
            template="directory/letters/feed_failed.txt",
            path=reverse("following-source", args=[event.subject_id]),
        )


@tells(events.HelloSaid)
def editors_hear_of_a_hello(fact, event) -> None:
    """The editors of the group; what was written stays on a page that only they can open."""
    editors = Person.objects.filter(grants__role="editor", grants__scope_id=event.subject_id, is_active=True).distinct()
    for editor in editors:
        letter(
            fact,
            to=editor,
            subject=_("Somebody wrote to a group you look after"),
            template="directory/letters/hello.txt",
            path=reverse("networks-group", args=[event.subject_id]),
        )
