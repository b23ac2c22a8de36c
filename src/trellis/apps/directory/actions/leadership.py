"""Saying who leads: the initiative, a service beside it, its members; asking for it, replying, and drawing what members say together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory import events, rules
from trellis.apps.directory.actions.indexing import refresh
from trellis.apps.directory.models import Organization
from trellis.apps.directory.models.leadership import (
    Experience,
    LeadershipAnswer,
    LeadershipPicture,
    LeadershipReply,
    LeadershipView,
    Question,
    Stands,
    TakesPart,
    Who,
)
from trellis.apps.directory.queries import leadership
from trellis.apps.directory.queries.experienced import FEWEST_VIEWS, picture_from, views_of
from trellis.apps.directory.queries.groups import group_of
from trellis.apps.people.models import Membership
from trellis.apps.people.models.membership import group_index
from trellis.apps.people.queries.membership import members_of
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, NotFound, WrongState, action, as_program
from trellis.core.jobs import every, job


@dataclass(frozen=True, kw_only=True)
class Told:
    """One round of answers, as a form gives them."""

    saw: str = Who.UNKNOWN
    designed: str = Who.UNKNOWN
    leads: str = Who.UNKNOWN
    decides: str = Who.UNKNOWN
    words: Mapping[str, str] = field(default_factory=dict)
    experiences: Iterable[str] = ()
    experience_words: str = ""
    stands: str = Stands.UNKNOWN
    supported: bool = False
    supporter: Organization | None = None
    takes_part: Iterable[str] = ()
    language: str = "en"

    def columns(self) -> dict[str, Any]:
        """As columns of an answer; whatever is not on the lists is left out."""
        return {
            **{each: Who(getattr(self, each)) for each in Question.values},
            "words": {each: text for each in Question.values if (text := self.words.get(each, "").strip())},
            "experiences": [each for each in Experience.values if each in set(self.experiences)],
            "experience_words": self.experience_words,
            "stands": Stands(self.stands),
            "supported": self.supported,
            "supporter": self.supporter,
            "takes_part": [each for each in TakesPart.values if each in set(self.takes_part)],
            "language": self.language,
        }


@action(
    "directory.leadership.answer",
    subject=Organization,
    label=_("Send these answers"),
    allow=rules.may_speak_for,
    event=events.LeadershipAnswered,
)
def answer_leadership(organization: Organization, *, told: Told, now: datetime) -> Done:
    """Say who leads the initiative. What was said before stays, with the day on which it was replaced."""
    before = leadership.answer_of(organization.pk)
    answer = _keep_round(organization, organization, told, now=now)
    word = leadership.led_by(answer.leads, before=organization.led_by, kind=organization.kind)
    if word != organization.led_by:
        organization.led_by = word
        organization.save(update_fields=["led_by", "updated_at"])
        refresh([organization])
    _draw(organization, answer, only_counted=True, now=now)
    newly = answer.supporter_id if answer.supporter_id and answer.supporter_id != (before.supporter_id if before else None) else None
    return Done(answer, {"answer": str(answer.pk), "supporter": str(newly or "")})


@action(
    "directory.leadership.answer_beside",
    subject=Organization,
    label=_("Send these answers"),
    allow=rules.may_speak_for,
    event=events.LeadershipAnswered,
)
def answer_beside(service: Organization, *, initiative: Organization, told: Told, now: datetime) -> Done:
    """Say, as a service that an initiative names or is part of, how it sees who leads that initiative."""
    if service.pk not in [each.pk for each in leadership.services_beside(initiative, leadership.answer_of(initiative.pk))]:
        raise NotFound("directory.leadership.answer_beside")
    answer = _keep_round(initiative, service, told, now=now)
    return Done(answer, {"answer": str(answer.pk)})


def _keep_round(organization: Organization, by: Organization, told: Told, *, now: datetime) -> LeadershipAnswer:
    current = LeadershipAnswer.objects.filter(organization=organization, by=by, replaced_on__isnull=True)
    current.update(replaced_on=now.date())
    return LeadershipAnswer.objects.create(organization=organization, by=by, answered_on=now.date(), **told.columns())


@action(
    "directory.leadership.ask",
    subject=Organization,
    label=_("Ask them to say who leads"),
    allow=rules.may_keep,
    event=events.LeadershipAsked,
)
def ask_leadership(organization: Organization, *, now: datetime) -> None:
    """Ask the editors of an initiative to answer the four questions. One fact, one letter for each of them."""


@action(
    "directory.leadership.reply",
    subject=LeadershipAnswer,
    label=_("Send this reply"),
    allow=rules.may_reply,
    event=events.LeadershipReplied,
)
def reply_to_members(answer: LeadershipAnswer, *, question: str, text: str, language: str, now: datetime) -> Done:
    """Answer members who see a question differently; once for a question, until the initiative answers the four anew."""
    picture = leadership.picture_of(answer.organization)
    if answer.replaced_on is not None or question not in leadership.contested(picture):
        raise WrongState(_("Nothing is seen differently here now."))
    reply, is_new = LeadershipReply.objects.get_or_create(
        answer=answer, question=Question(question), defaults={"text": text, "language": language, "replied_on": now.date()}
    )
    if not is_new:
        raise WrongState(_("You have replied to this already. A new reply is possible when you have answered the four questions anew."))
    return Done(reply, {"question": question})


@action(
    "directory.leadership.see",
    subject=Membership,
    label=_("Send how I see it"),
    allow=rules.is_own_row,
    event=events.LeadershipSeen,
)
def say_how_i_see_it(membership: Membership, *, answers: Mapping[str, Any], now: datetime) -> None:
    """Say, as a member, how one experiences who leads. Saying it again takes the place of what was said before."""
    kept = {each: Who(answers[each]).value for each in Question.values if answers.get(each)}
    kept |= {"stands": Stands(answers.get("stands") or Stands.UNKNOWN).value, "supported": bool(answers.get("supported"))}
    kept["takes_part"] = [each for each in TakesPart.values if each in answers.get("takes_part", ())]
    view = LeadershipView.objects.filter(membership=membership).first() or LeadershipView(membership=membership)
    if view.said_on is not None and view.answers == kept:
        return
    view.answers, view.said_on, view.counted = kept, now.date(), False
    view.save()


@action(
    "directory.leadership.take_back",
    subject=Membership,
    label=_("Take it back"),
    allow=rules.is_own_row,
    event=events.LeadershipSightTakenBack,
)
def take_back_how_i_see_it(membership: Membership, *, now: datetime) -> None:
    """Take back what one said as a member. Nobody is told."""
    LeadershipView.objects.filter(membership=membership).delete()


@action(
    "directory.leadership.draw",
    subject=Organization,
    label=_("Draw what members say together"),
    allow=only_by_trellis,
    event=events.LeadershipContested,
)
def draw_picture(organization: Organization, *, now: datetime) -> Done:
    """Draw what members say together anew, with everything said since. By the program at night, so that no deed tells who spoke."""
    answer = leadership.answer_of(organization.pk)
    if answer is None:
        raise WrongState(_("The initiative has not answered yet."))
    before = set(leadership.contested(LeadershipPicture.objects.filter(organization=organization).first()))
    _draw(organization, answer, only_counted=False, now=now)
    after = leadership.contested(LeadershipPicture.objects.filter(organization=organization).first())
    return Done(None, {"newly": ",".join(each for each in after if each not in before)})


def _draw(organization: Organization, answer: LeadershipAnswer, *, only_counted: bool, now: datetime) -> None:
    group = group_of(organization)
    rows = views_of(group)
    views = list(rows.filter(counted=True) if only_counted else rows)
    drawn = picture_from(answer, [each.answers for each in views], n_members=members_of(group).count())
    if drawn is None:
        LeadershipPicture.objects.filter(organization=organization).delete()
    else:
        LeadershipPicture.objects.update_or_create(
            organization=organization, defaults={"content": drawn.as_content(), "drawn_on": now.date()}
        )
    if not only_counted:
        rows.update(counted=True)


def draw_what_is_new(*, now: datetime) -> int:
    """Draw the picture of every initiative of which at least three members have said something new; how many were drawn.

    A picture behind which fewer than three views are left is drawn too, and so goes.
    """
    fresh = (
        LeadershipView.objects.filter(counted=False).values("membership__group_index").annotate(n=Count("pk")).filter(n__gte=FEWEST_VIEWS)
    )
    due = {each["membership__group_index"] for each in fresh}
    pictures = Organization.objects.filter(leadership_picture__isnull=False)
    thin = {each.pk for each in pictures if views_of(group_of(each)).count() < FEWEST_VIEWS}
    if not due and not thin:
        return 0
    answered = Organization.objects.filter(leadership_answers__replaced_on__isnull=True, leadership_answers__isnull=False).distinct()
    drawn = 0
    with as_program("job"):
        for organization in answered:
            wanted = organization.pk in thin or group_index(group_of(organization)) in due
            if wanted and leadership.answer_of(organization.pk):
                draw_picture(organization, now=now)
                drawn += 1
    return drawn


@every("day at 02:50")
@job()
def draw_at_night() -> None:
    """The nightly drawing of what members say together."""
    draw_what_is_new(now=timezone.now())
