"""Reads about who leads: the current answers, what members and services say beside them, and how it changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trellis.apps.directory.models import Organization
from trellis.apps.directory.models.leadership import LeadershipAnswer, LeadershipPicture, LeadershipReply, LeadershipView, Question, Who
from trellis.apps.directory.models.vocabulary import LedBy, OrganizationKind
from trellis.apps.directory.queries.experienced import FEWEST_VIEWS, MOST, SEVERAL, views_of
from trellis.apps.directory.queries.groups import group_of
from trellis.apps.directory.queries.ladder import COMMUNITY, Rung, rung_of, standing_of
from trellis.apps.people.queries.membership import membership_of


def answer_of(organization_id) -> LeadershipAnswer | None:
    """What an initiative says now."""
    current = LeadershipAnswer.objects.filter(organization=organization_id, by=organization_id, replaced_on__isnull=True)
    return current.select_related("supporter").first()


def rounds_of(organization: Organization) -> list[LeadershipAnswer]:
    """All that was ever answered about it, the first first, by whomever."""
    return list(organization.leadership_answers.select_related("by", "supporter").order_by("answered_on", "id"))


def picture_of(organization: Organization) -> LeadershipPicture | None:
    """What members say together, while at least three of them say something."""
    picture = LeadershipPicture.objects.filter(organization=organization).first()
    if picture is None or views_of(group_of(organization)).count() < FEWEST_VIEWS:
        return None
    return picture


def own_view(person, organization: Organization) -> LeadershipView | None:
    """What this member said."""
    membership = membership_of(person, group_of(organization))
    return LeadershipView.objects.filter(membership=membership).first() if membership else None


def replies_to(answer: LeadershipAnswer) -> dict[str, LeadershipReply]:
    """What the initiative answered its members, by question."""
    return {each.question: each for each in answer.replies.all()}


def contested(picture: LeadershipPicture | None) -> list[str]:
    """The questions that several members see differently."""
    questions = picture.content.get("questions", {}) if picture else {}
    return [each for each in Question.values if questions.get(each, {}).get("spread") in (SEVERAL, MOST)]


def services_beside(organization: Organization, answer: LeadershipAnswer | None) -> list[Organization]:
    """Services that may say how they see it: the one it names, and the one it is part of."""
    found = [answer.supporter] if answer and answer.supporter else []
    if organization.parent_id and organization.parent_id not in [each.pk for each in found]:
        found.append(organization.parent)
    return found


@dataclass(frozen=True)
class Change:
    """One question whose answer changed between two rounds; `moved` is 1 towards the community, -1 away from it, 0 sideways."""

    question: str
    before: str
    after: str
    before_on: date
    after_on: date
    moved: int


def changes_between(rounds: list[LeadershipAnswer]) -> list[Change]:
    """What changed from round to round, for answers of one voice in their order. Not knowing is no change."""
    found = []
    for question in Question.values:
        known = [(getattr(each, question), each.answered_on) for each in rounds if getattr(each, question) != Who.UNKNOWN]
        for (before, before_on), (after, after_on) in zip(known, known[1:], strict=False):
            if before != after:
                step = COMMUNITY[Who(after)] - COMMUNITY[Who(before)]
                found.append(Change(question, before, after, before_on, after_on, (step > 0) - (step < 0)))
    return sorted(found, key=lambda each: (each.after_on, Question.values.index(each.question)))


@dataclass(frozen=True)
class Place:
    """Where an initiative stands on the ladder, as each side sees it; None where that side said nothing."""

    claimed: Rung
    members: Rung | None = None
    service: Rung | None = None


def place_of(answer: LeadershipAnswer, picture: LeadershipPicture | None, from_services: list[LeadershipAnswer]) -> Place:
    """The claimed rung, the one members experience, and the one a service beside it sees."""
    members = picture.content.get("rung") if picture else None
    service = min((rung_of(standing_of(each)) for each in from_services), default=None)
    return Place(rung_of(standing_of(answer)), Rung(members) if members else None, service or None)


_FITS = {
    Who.PEOPLE: (LedBy.LIVED_EXPERIENCE,),
    Who.RESIDENTS: (LedBy.RESIDENTS,),
    Who.MIX: (LedBy.RESIDENTS, LedBy.FAITH, LedBy.CHARITY),
    Who.SERVICE: (LedBy.PUBLIC, LedBy.CHARITY, LedBy.FAITH, LedBy.BUSINESS),
    Who.FUNDER: (LedBy.CHARITY, LedBy.BUSINESS, LedBy.PUBLIC),
}
_BY_KIND = {
    OrganizationKind.AUTHORITY: LedBy.PUBLIC,
    OrganizationKind.FAITH_BODY: LedBy.FAITH,
    OrganizationKind.BUSINESS: LedBy.BUSINESS,
}


def led_by(leads: str, *, before: str, kind: str) -> str:
    """The one word of search for who leads: what stood there where it fits the answer, else what the answer says.

    A mix has no word of its own there: it keeps a fitting one, and says nothing rather than claim that only one side leads.
    """
    if leads == Who.UNKNOWN:
        return before
    fitting = _FITS[Who(leads)]
    if before in fitting:
        return before
    if leads in (Who.PEOPLE, Who.RESIDENTS):
        return fitting[0]
    if leads == Who.SERVICE:
        return _BY_KIND.get(OrganizationKind(kind), LedBy.UNKNOWN)
    return LedBy.UNKNOWN
