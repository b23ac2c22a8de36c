"""Yes, no, choosing, ending, and a few words between the two.

Rows are locked in one order everywhere, match, need, offer, handover, so that two who press at the same moment wait for each
other and never stop each other for good. What hangs on others' matches is left to the job `tidy_need`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from trellis.apps.commitments.actions import settle_commitment
from trellis.apps.commitments.models import Commitment
from trellis.apps.commitments.models import State as Settled
from trellis.apps.exchange.events import asking as events
from trellis.apps.exchange.models import Choosing, Handover, HandoverState, Match, MatchState, Need, NeedState, Offer, OfferState, RelayNote
from trellis.apps.exchange.models.handing import COMING
from trellis.apps.exchange.models.matching import LIVE, Side
from trellis.apps.exchange.rules import asking as rules
from trellis.apps.people.actions import block_met
from trellis.apps.people.queries.blocks import hides
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, WrongState, action, current_person
from trellis.core.references import Ref

MOST_NOTES = 40
NOTES_DAY = timedelta(days=1)

_OVER = _("This is no longer needed. Thank you for looking.")
_FASTER = _("Somebody else said yes a moment before you. Thank you.")
_GONE = _("This offer was taken back a moment ago. We ask others.")


@action(
    "exchange.match.accept",
    subject=Match,
    label=_("Yes, I can"),
    allow=rules.helps_in_match,
    event=events.MatchAccepted,
    moves=("state", (MatchState.ASKED,), None),
)
def accept_match(match: Match, *, now: datetime) -> None:
    """Say yes. Where the asker wanted the first who fits, that settles who helps."""
    if match.need.state != NeedState.OPEN:
        raise WrongState(_FASTER if match.need.state == NeedState.ARRANGED else _OVER)
    if match.offer.state == OfferState.WITHDRAWN:
        raise WrongState(_("You took this offer back. Offer it again first."))
    match.state, match.answered_at = MatchState.YES, now
    match.save(update_fields=["state", "answered_at"])
    if match.need.choosing == Choosing.FIRST:
        choose_helper(match, now=now)


@action(
    "exchange.match.decline",
    subject=Match,
    label=_("Not this time"),
    allow=rules.helps_in_match,
    event=events.MatchDeclined,
    moves=("state", (MatchState.ASKED, MatchState.YES), MatchState.NO),
)
def decline_match(match: Match, *, now: datetime) -> None:
    """Say no, or take a yes back before one was chosen. No reason is asked, nobody is told who."""
    match.answered_at = match.ended_at = now
    match.save(update_fields=["answered_at", "ended_at"])


@action(
    "exchange.match.choose",
    subject=Match,
    label=_("Choose them"),
    allow=rules.asks_the_match,
    event=events.MatchChosen,
    moves=("state", (MatchState.YES,), None),
)
def choose_helper(match: Match, *, now: datetime) -> None:
    """Take one of those who said yes. If their offer was taken back in the same moment, it says so and others are asked."""
    from trellis.apps.exchange.actions.tending import tidy_need

    need = Need.objects.select_for_update().get(pk=match.need_id)
    if need.state != NeedState.OPEN:
        raise WrongState(_FASTER if need.state == NeedState.ARRANGED else _OVER)
    offer = Offer.objects.select_for_update().get(pk=match.offer_id)
    if offer.state == OfferState.WITHDRAWN:
        raise WrongState(_GONE)
    if offer.n_taken >= offer.capacity:
        raise WrongState(_("They have just begun to help somebody else. Choose another, or wait for more answers."))
    if need.person_id and offer.person_id in hides(need.person):
        raise WrongState(_GONE)
    offer.n_taken += 1
    offer.save(update_fields=["n_taken"])
    need.state, need.next_wave_at = NeedState.ARRANGED, None
    need.save(update_fields=["state", "next_wave_at"])
    match.state, match.chosen_at = MatchState.CHOSEN, now
    match.save(update_fields=["state", "chosen_at"])
    tidy_need.enqueue_once(f"exchange.need:{need.pk}", str(need.pk))


@action(
    "exchange.match.pass_over",
    subject=Match,
    label=_("Somebody else helps"),
    allow=only_by_trellis,
    event=events.MatchPassed,
    moves=("state", (MatchState.ASKED, MatchState.YES), MatchState.PASSED),
)
def pass_over(match: Match, *, now: datetime) -> Done:
    """It is no longer needed from this one. Whoever said yes is thanked."""
    match.ended_at = now
    match.save(update_fields=["ended_at"])
    return Done(None, {"had_said_yes": match.state == MatchState.YES})


@action(
    "exchange.match.end",
    subject=Match,
    label=_("End it"),
    allow=rules.is_in_match_or_program,
    event=events.MatchEnded,
    moves=("state", LIVE, None),
)
def end_match(match: Match, *, now: datetime) -> Done:
    """Either of the two ends what was arranged, without a reason. What is still to come is called off; the need is open again."""
    was_chosen = match.state == MatchState.CHOSEN
    side = match.side_of(current_person())
    need = Need.objects.select_for_update().get(pk=match.need_id)
    match.state, match.ended_at = MatchState.ENDED, now
    match.save(update_fields=["state", "ended_at"])
    if was_chosen:
        Offer.objects.filter(pk=match.offer_id, n_taken__gt=0).update(n_taken=F("n_taken") - 1)
        if need.state == NeedState.ARRANGED and need.open_until <= now:
            need.open_until = now + timedelta(days=14) if need.repeats != "once" else need.open_until
        if need.state == NeedState.ARRANGED:
            need.state, need.next_wave_at = NeedState.OPEN, now
            need.save(update_fields=["state", "next_wave_at", "open_until"])
    for handover in match.handovers.select_for_update().filter(state__in=COMING, begins_at__gt=now):
        let_go_of(handover, HandoverState.CALLED_OFF, Settled.RELEASED, side, now)
    return Done(None, {"by": str(side)})


def let_go_of(handover: Handover, state: str, settled: str, side: str, now: datetime) -> None:
    """Settle a handover and the promise behind it."""
    handover.state, handover.settled_at, handover.settled_by = state, now, side
    handover.save(update_fields=["state", "settled_at", "settled_by"])
    for commitment in Commitment.objects.about(handover).open():
        settle_commitment(commitment, state=settled, now=now)


@action("exchange.match.block", subject=Match, label=_("Never meet here again"), allow=rules.is_in_match, event=events.MatchEnded)
def block_in_match(match: Match, *, name: str, now: datetime) -> Done:
    """End it, and never meet the other one here again. They are not told. `name` is what one calls them in one's own list."""
    person, side = current_person(), match.side_of(current_person())
    other = match.offer.person if side == Side.ASKER else match.need.person
    if person is None or other is None or other.pk == person.pk:
        raise WrongState(_("There is nobody to block here. You can end it."))
    if match.state in LIVE:
        end_match(match, now=now)
    block_met(person, other=other, name=name, where=Ref.to(match), now=now)
    return Done(None, {"by": str(side)})


@action("exchange.note.write", subject=Match, label=_("Send"), allow=rules.is_in_match, event=events.NoteWritten)
def write_note(match: Match, *, words: str, language: str = "en", now: datetime) -> Done:
    """A few words to the other one. They get a letter that says there is something, not what."""
    if not match.in_touch:
        raise WrongState(_("You can no longer write to each other here."))
    person, side = current_person(), match.side_of(current_person())
    if match.notes.filter(side=side, written_at__gt=now - NOTES_DAY).count() >= MOST_NOTES:
        raise WrongState(_("That is a lot for one day. Write again tomorrow."))
    note = RelayNote.objects.create(match=match, side=side, person=person, words=words, language=language, written_at=now)
    return Done(note, {"by": str(side)}, subject=note)


def other_side(side: str) -> str:
    return Side.HELPER if side == Side.ASKER else Side.ASKER
