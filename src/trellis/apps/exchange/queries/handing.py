"""Needs, offers, matches and handovers as one person may read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from trellis.apps.exchange.models import Handover, HandoverState, HelperPace, Match, MatchState, Need, NeedState, Offer, OfferState, Side
from trellis.apps.exchange.models.receipts import digits_of, receipt_index
from trellis.apps.people.models.capabilities import Capability, CapabilityKind
from trellis.apps.people.queries.blocks import hides
from trellis.apps.people.queries.membership import membership_of


def _speaks_for(person, path: str = "") -> Q:
    """Rows that are the person's, or of an organization that they edit."""
    scopes = [scope for scope in person.scopes_of("editor") if scope]
    own = Q(**{f"{path}person": person})
    return own | Q(**{f"{path}organization_id__in": scopes}) if scopes else own


def needs_of(person) -> QuerySet[Need]:
    """What the person asked for, or their organizations; the newest first, with how many said yes."""
    answered = Count("matches", filter=Q(matches__state=MatchState.YES))
    return Need.objects.filter(_speaks_for(person)).select_related("organization").annotate(n_yes=answered).order_by("-asked_at", "id")


def offers_of(person) -> QuerySet[Offer]:
    """What the person offers, or their organizations."""
    mine = Offer.objects.filter(_speaks_for(person)).exclude(state=OfferState.WITHDRAWN)
    return mine.select_related("organization").order_by("-offered_at", "id")


def asked_of(person) -> QuerySet[Match]:
    """What the person is asked and has not answered. Nobody whom a block stands between."""
    waiting = Match.objects.filter(_speaks_for(person, "offer__"), state=MatchState.ASKED, need__state=NeedState.OPEN)
    return waiting.exclude(need__person__in=hides(person)).select_related("need__organization", "offer").order_by("asked_at", "id")


def arranged_of(person) -> QuerySet[Match]:
    """Where the person helps or said they could."""
    live = Match.objects.filter(_speaks_for(person, "offer__"), state__in=(MatchState.YES, MatchState.CHOSEN))
    return live.exclude(need__person__in=hides(person)).select_related("need__organization", "offer").order_by("-chosen_at", "id")


def answers_to(need: Need, person) -> list[Match]:
    """Those who said yes, and whoever was chosen, without anybody a block stands between."""
    found = need.matches.filter(Q(state__in=(MatchState.YES, MatchState.CHOSEN)) | Q(chosen_at__isnull=False))
    rows = found.select_related("offer__person", "offer__organization", "need").order_by("answered_at", "id")
    out = hides(person)
    return [each for each in rows if each.offer.person_id not in out]


def need_of_receipt(code: str) -> Need | None:
    """The need of this number; None for a wrong one and none at all."""
    digits = digits_of(code)
    return Need.objects.filter(receipt=receipt_index(digits)).first() if digits else None


def browsable(person, *, kind: str = "") -> QuerySet[Offer]:
    """Offers that may be looked through, without one's own and without anybody a block stands between."""
    found = Offer.objects.listed_for(person).filter(person__is_active=True).exclude(person__in=hides(person))
    found = found.exclude(person=person) if person is not None else found
    stopped = HelperPace.objects.filter(person=OuterRef("person"), stopped_at__isnull=False)
    found = found.exclude(Exists(stopped))
    return (found.filter(kind=kind) if kind else found).select_related("organization").order_by("-offered_at", "id")


def checks_of(people: list[UUID], *, on: date) -> dict[UUID, date]:
    """On which day a check was last seen of these people: the date is all that is told."""
    seen = Capability.objects.filter(person__in=people, kind=CapabilityKind.CHECKED).good_on(on)
    return dict(seen.order_by("seen_on").values_list("person_id", "seen_on"))


def is_resting(person) -> bool:
    """Whether the person does not want to be asked."""
    return HelperPace.objects.filter(person=person, stopped_at__isnull=False).exists()


def handovers_of(match: Match) -> list[Handover]:
    return list(match.handovers.order_by("-begins_at", "id")[:20])


def coming_handovers(person, *, since: datetime, until: datetime) -> list[tuple[Handover, str]]:
    """What is agreed or suggested between two moments, and on which side the person stands."""
    both = Q(_speaks_for(person, "match__need__")) | Q(_speaks_for(person, "match__offer__"))
    rows = Handover.objects.filter(both, begins_at__lt=until, ends_at__gt=since, state__in=(HandoverState.PROPOSED, HandoverState.AGREED))
    out = hides(person)
    found = rows.select_related("match__need", "match__offer").order_by("begins_at", "id").distinct()
    kept = []
    for each in found:
        side = each.match.side_of(person)
        other = each.match.offer.person_id if side == Side.ASKER else each.match.need.person_id
        if side and other not in out:
            kept.append((each, side))
    return kept


@dataclass(frozen=True)
class Counts:
    """How often somebody helped and was helped. Never a balance."""

    given: int
    received: int


def counts_of(person) -> Counts:
    """For the person only."""
    done = Handover.objects.filter(state=HandoverState.DONE)
    return Counts(done.filter(match__offer__person=person).count(), done.filter(match__need__person=person).count())


def hours_in(group_index: str) -> float:
    """How many hours of help were noted in a group that counts them: all together, of nobody."""
    noted = Handover.objects.filter(state=HandoverState.DONE, minutes__isnull=False, match__need__group_index=group_index)
    return round(sum(noted.values_list("minutes", flat=True)) / 60, 1)


def name_of(row: Need | Offer, *, match: Match | None = None) -> str:
    """What the other side calls them: the organization, the name in the group that both belong to, the name they chose, or ""."""
    if row.organization_id:
        return row.organization.name
    if row.person_id is None:
        return ""
    group = row.group or (match.need.group if match is not None else None)
    membership = membership_of(row.person, group) if group is not None else None
    return membership.display_name if membership is not None else row.person.display_name
