"""Asking, offering, taking either back, and saying how often one may be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Organization
from trellis.apps.exchange.events import asking as events
from trellis.apps.exchange.models import GroupPractice, HelperPace, Kind, Limit, Match, Need, NeedState, Offer, OfferState, Repeats
from trellis.apps.exchange.models.asking import NEVER, WhenAndWhere, email_index
from trellis.apps.exchange.models.receipts import receipt_index
from trellis.apps.exchange.models.terms import instant, mask_of
from trellis.apps.exchange.queries.proposing import could_be_asked, tiles_in_reach
from trellis.apps.exchange.rules import asking as rules
from trellis.apps.people.models.membership import group_index
from trellis.core.access import anyone, signed_in
from trellis.core.actions import Done, WrongState, action, current_person
from trellis.core.people.actions import is_themselves
from trellis.core.people.models import Person
from trellis.core.references import Ref

OPEN_DAYS = 28
"""How long we go on asking where no day was named."""


@action("exchange.need.ask", label=_("Ask"), allow=anyone, event=events.NeedAsked)
def ask_need(
    *,
    kind: str,
    words: str,
    where: Mapping[str, Any],
    when: Mapping[str, Any] | None = None,
    more: str = "",
    limits: Iterable[str] = (),
    speaks: str = "",
    amount: int | None = None,
    choosing: str = "myself",
    group: Ref | None = None,
    organization: Organization | None = None,
    offer: Offer | None = None,
    receipt: str = "",
    email: str = "",
    language: str = "en",
    now: datetime,
) -> Done:
    """Ask for something; the first few are asked at once. Without an account it belongs to whoever holds the receipt.

    With an `offer` (one that the person may see) only whoever offers it is asked, to begin with.
    """
    person = current_person()
    if person is None and not receipt:
        raise WrongState(_("Sign in, or take a number with which you come back."))
    _may_speak_for(person, group, organization)
    wanted = [str(each) for each in Limit if each in set(limits) | _asked_by(group, kind)]
    need = Need(
        person=person, organization=organization, kind=Kind(kind), words=words, more=more, limits=wanted, speaks=speaks,
        amount=amount, choosing=choosing, language=language, asked_at=now,
    )  # fmt: skip
    if person is None:
        need.receipt, need.email, need.email_index = receipt_index(receipt), email, email_index(email)
    need.meant_for(group)
    _place_and_time(need, when or {}, where, now)
    need.open_until = need.next_wave_at = now
    need.open_until = open_until(need, now)
    need.save(force_insert=True)
    _ask_the_first(need, offer, now)
    return Done(str(need.pk), subject=need)


def _ask_the_first(need: Need, offer: Offer | None, now: datetime) -> None:
    from trellis.apps.exchange.actions.waves import ask_helper, ask_wave, pause_after_wave

    if offer is None:
        ask_wave(need, now=now)
        return
    found = could_be_asked(need, offer, now=now)
    if found is None:
        raise WrongState(_("This offer does not fit what you said: when, where, or what must be so. Change that, or ask everybody."))
    need.wave, need.next_wave_at = 1, now + pause_after_wave(need, now)
    need.save(update_fields=["wave", "next_wave_at"])
    ask_helper(need, offer_id=found.offer_id, why=found.why, now=now)


def open_until(need: Need, now: datetime) -> datetime:
    """Until when it makes sense to ask: until it begins, or four weeks."""
    if need.repeats == Repeats.ONCE:
        opens = need.rule.opens if need.begins else 24 * 60 - 1
        return instant(datetime.combine(need.on, datetime.min.time()) + timedelta(minutes=opens))
    return now + timedelta(days=OPEN_DAYS)


def _place_and_time(row: WhenAndWhere, when: Mapping[str, Any], where: Mapping[str, Any], now: datetime) -> None:
    for name in ("repeats", "on", "weekdays", "begins", "ends", "until_on"):
        if when.get(name):
            setattr(row, name, when[name])
    row.area, row.reach_km = where.get("area", ""), where.get("reach_km", 10)
    row.put(where["latitude"], where["longitude"])
    row.set_slots()
    if row.on is not None and open_until(row, now) <= now:
        raise WrongState(_("This time is over. Choose one that is still to come."))


def _may_speak_for(person, group: Ref | None, organization: Organization | None) -> None:
    if not rules.is_of_group(person, group):
        raise WrongState(_("Only members can ask and offer within this group."))
    if organization is not None and not rules.edits(person, organization):
        raise WrongState(_("Only those who organize for this group may do this."))


def _asked_by(group: Ref | None, kind: str) -> set[str]:
    """What the group asks of everybody who helps with this."""
    practice = GroupPractice.of(group)
    return {Limit.CHECKED} if practice is not None and kind in practice.checked_kinds else set()


@action("exchange.offer.make", label=_("Offer it"), allow=signed_in, event=events.Offered)
def make_offer(
    *,
    kind: str,
    words: str,
    where: Mapping[str, Any],
    when: Mapping[str, Any] | None = None,
    meets: Iterable[str] = (),
    speaks: Iterable[str] = (),
    amount: int | None = None,
    capacity: int = 1,
    listed: bool = False,
    group: Ref | None = None,
    organization: Organization | None = None,
    language: str = "en",
    now: datetime,
) -> Done:
    """Offer something, to everybody or to the members of a group. Those who wait for such a thing are asked about soon."""
    person = current_person()
    _may_speak_for(person, group, organization)
    offer = Offer(
        person=person, organization=organization, kind=Kind(kind), words=words, meets=mask_of(meets), speaks=sorted(set(speaks)),
        amount=amount, capacity=capacity, listed=listed, language=language, offered_at=now,
    )  # fmt: skip
    offer.meant_for(group)
    _place_and_time(offer, when or {}, where, now)
    offer.asked_at = Offer.objects.filter(person=person).order_by("-asked_at").values_list("asked_at", flat=True).first() or NEVER
    if HelperPace.objects.filter(person=person, stopped_at__isnull=False).exists():
        offer.state = OfferState.PAUSED
    offer.save(force_insert=True)
    waiting = Need.objects.filter(kind=kind, state=NeedState.OPEN, tile__in=tiles_in_reach(offer.tile), next_wave_at__gt=now)
    waiting.exclude(matches__state="yes").update(next_wave_at=now)
    return Done(str(offer.pk), subject=offer)


@action(
    "exchange.need.withdraw",
    subject=Need,
    label=_("I no longer need it"),
    allow=rules.is_asker,
    event=events.NeedWithdrawn,
    moves=("state", (NeedState.OPEN, NeedState.ARRANGED), None),
)
def withdraw_need(need: Need, *, now: datetime) -> None:
    """Take it back. Those who were asked, and whoever was chosen, hear of it a moment later."""
    close(need, NeedState.CLOSED, now)


def close(need: Need, state: str, now: datetime) -> None:
    """Close it, and let what hangs on it be ended by the job that follows."""
    from trellis.apps.exchange.actions.tending import tidy_need

    need.state, need.closed_at, need.next_wave_at = state, now, None
    need.save(update_fields=["state", "closed_at", "next_wave_at"])
    tidy_need.enqueue_once(f"exchange.need:{need.pk}", str(need.pk))


@action(
    "exchange.offer.withdraw",
    subject=Offer,
    label=_("I no longer offer it"),
    allow=rules.is_offerer,
    event=events.OfferWithdrawn,
    moves=("state", (OfferState.OPEN, OfferState.PAUSED), OfferState.WITHDRAWN),
)
def withdraw_offer(offer: Offer, *, now: datetime) -> None:
    """Take an offer back. What is agreed already stays agreed; each of those can be ended for itself."""
    from trellis.apps.exchange.actions.tending import tidy_need

    offer.state, offer.withdrawn_at = OfferState.WITHDRAWN, now
    offer.save(update_fields=["state", "withdrawn_at"])
    for need_id in Match.objects.filter(offer=offer, state__in=("asked", "yes")).values_list("need_id", flat=True):
        tidy_need.enqueue_once(f"exchange.need:{need_id}", str(need_id))


@action("exchange.pace.set", subject=Person, label=_("Save"), allow=is_themselves, event=events.PaceSet)
def set_pace(person: Person, *, stopped: bool, most_a_month: int = 4, now: datetime) -> Done:
    """Not to be asked at all, or again and how often at most. What is agreed already stays agreed."""
    pace, _new = HelperPace.objects.get_or_create(person=person)
    pace.most_a_month, pace.stopped_at = most_a_month, now if stopped else None
    pace.save()
    before, after = (OfferState.OPEN, OfferState.PAUSED) if stopped else (OfferState.PAUSED, OfferState.OPEN)
    Offer.objects.filter(person=person, state=before).update(state=after)
    return Done(None, subject=pace)


@action("exchange.practice.set", subject=Organization, label=_("Save"), allow=rules.edits, event=events.PracticeSet)
def set_practice(organization: Organization, *, checked_kinds: Iterable[str], counts_hours: bool, now: datetime) -> None:
    """For which kinds of help among its members a group wants to have seen a check, and whether hours are counted."""
    from trellis.apps.directory.queries.groups import group_of

    group = group_of(organization)
    kinds = [str(kind) for kind in Kind if kind in set(checked_kinds)]
    GroupPractice.objects.update_or_create(
        group_index=group_index(group), defaults={"group_ref": str(group), "checked_kinds": kinds, "counts_hours": counts_hours}
    )
