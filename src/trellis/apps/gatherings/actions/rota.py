"""Plan the turns: ask, answer, propose, change, publish."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings import rules
from trellis.apps.gatherings.actions.turns import assign_turn
from trellis.apps.gatherings.events import rota as events
from trellis.apps.gatherings.models import Series
from trellis.apps.gatherings.models.rota import RotaAnswer, RotaPlan, RotaState, RotaTurn, RotaWish, Wishing
from trellis.apps.gatherings.models.turns import Shift
from trellis.apps.gatherings.queries.rota import names_in, problem, proposed, shifts_of, span
from trellis.apps.people.queries.membership import is_member
from trellis.core.access import Verdict, no, yes
from trellis.core.actions import Done, WrongState, action, current_person
from trellis.kernels.rota import propose, recount

MOST_DAYS, MOST_SHIFTS, MOST_PEOPLE = 62, 200, 80
CHAINS = 20_000
"""So long a page may look for a better rota: about half a second."""
_OPEN = ("state", (RotaState.ASKING, RotaState.PROPOSED), None)


def may_plan(person, rota: RotaPlan) -> Verdict:
    """Whoever may organize for the group."""
    return rules.may_organize_series(person, rota.series)


def may_answer(person, rota: RotaPlan) -> Verdict:
    """Members of the group."""
    if person is None:
        return no(_("Please sign in first."))
    return yes() if is_member(person, rota.series.group) else no(_("Only members of the group may do this."))


@action("gatherings.rota.ask", subject=Series, label=_("Ask the members"), allow=rules.may_organize_series, event=events.RotaAsked)
def ask_for_rota(series: Series, *, first_on: date, last_on: date, answer_by_on: date, now: datetime) -> Done:
    """Ask the members of a group when they can, for the shifts of these weeks."""
    if last_on < first_on or (last_on - first_on).days >= MOST_DAYS:
        raise WrongState(_("Plan for one day to two months, the last day after the first."))
    today = now.astimezone(series.zone).date()
    if first_on <= today or not today <= answer_by_on < first_on:
        raise WrongState(_("The weeks must lie ahead, and people need time to answer before they begin."))
    rota = RotaPlan(series=series, first_on=first_on, last_on=last_on, answer_by_on=answer_by_on, made_at=now)
    n_shifts = len(shifts_of(rota))
    if not n_shifts:
        raise WrongState(_("There is no shift on these days. Add shifts to the gatherings first."))
    if n_shifts > MOST_SHIFTS:
        raise WrongState(_("These are too many shifts at once. Plan fewer weeks."))
    rota.save()
    return Done(str(rota.pk), subject=rota)


@action("gatherings.rota.answer", subject=RotaPlan, label=_("Send"), allow=may_answer, event=events.RotaAnswered, moves=_OPEN)
def answer_rota(rota: RotaPlan, *, capacity: int, per_week: int, wishes: dict[str, str], now: datetime) -> None:
    """Say when one can and how much. A later answer takes the place of the earlier one. No word on a shift means no."""
    known = {str(each.pk) for each in shifts_of(rota)}
    until = span(rota.series, rota.first_on, rota.last_on)[1]
    told = {"capacity": capacity, "per_week": per_week, "answered_at": now, "over_at": until}
    answer, _made = RotaAnswer.objects.update_or_create(rota=rota, person=current_person(), defaults=told)
    answer.wishes.all().delete()
    RotaWish.objects.bulk_create(
        [RotaWish(answer=answer, shift_id=UUID(shift), wish=Wishing(wish)) for shift, wish in wishes.items() if shift in known]
    )


@action("gatherings.rota.propose", subject=RotaPlan, label=_("Propose turns"), allow=may_plan, event=events.RotaProposed, moves=_OPEN)
def propose_rota(rota: RotaPlan, *, now: datetime) -> None:
    """Let fair turns be proposed. What was put by hand stays; everything else is worked out again."""
    by_hand = [(str(turn.shift_id), str(turn.person_id)) for turn in rota.turns.filter(by_hand=True)]
    asked = problem(rota, now=now)
    if not asked.people:
        raise WrongState(_("Nobody has answered yet."))
    known = set(asked.people)
    asked = problem(rota, now=now, kept=[turn for turn in by_hand if turn[1] in known and turn[0] in asked.shifts])
    found = propose(asked.rota, seed=f"{rota.pk} {rota.n_proposed}", chains=CHAINS)
    settled = set(problem(rota, now=now).rota.kept)
    until = span(rota.series, rota.first_on, rota.last_on)[1]
    rota.turns.all().delete()
    RotaTurn.objects.bulk_create(
        [
            RotaTurn(rota=rota, shift_id=UUID(shift), person_id=UUID(person), by_hand=(shift, person) in by_hand, over_at=until)
            for shift, person in found.turns
            if (shift, person) not in settled
        ]
    )
    rota.state, rota.n_proposed = RotaState.PROPOSED, rota.n_proposed + 1
    rota.save(update_fields=["state", "n_proposed"])


_PROPOSED = ("state", (RotaState.PROPOSED,), None)


@action("gatherings.rota.put", subject=RotaPlan, label=_("Give them this turn"), allow=may_plan, event=events.RotaTurnPut, moves=_PROPOSED)
def put_rota_turn(rota: RotaPlan, *, shift: str, person: str, now: datetime) -> None:
    """Give somebody a turn by hand, within what they said they can, their rest and their limits."""
    asked = problem(rota, now=now)
    turns = [*proposed(rota), *asked.rota.kept]
    if shift not in asked.shifts or person not in asked.people:
        raise WrongState(_("This can no longer be done. Somebody may have been here before you."))
    if (shift, person) in turns:
        return
    before = {(each.rule, each.volunteer, each.shifts) for each in recount(asked.rota, turns).breaches}
    after = {(each.rule, each.volunteer, each.shifts) for each in recount(asked.rota, [*turns, (shift, person)]).breaches}
    if after - before:
        raise WrongState(_("That would break a limit: they can’t then, have no rest, or have all the turns they can take."))
    RotaTurn.objects.create(
        rota=rota, shift_id=UUID(shift), person_id=UUID(person), by_hand=True, over_at=span(rota.series, rota.first_on, rota.last_on)[1]
    )


@action(
    "gatherings.rota.take_out", subject=RotaPlan, label=_("Take it away"), allow=may_plan, event=events.RotaTurnTakenOut, moves=_PROPOSED
)  # fmt: skip
def take_rota_turn_out(rota: RotaPlan, *, shift: str, person: str, now: datetime) -> None:
    """Take a turn out of the proposal."""
    rota.turns.filter(shift_id=shift, person_id=person).delete()


@action(
    "gatherings.rota.publish", subject=RotaPlan, label=_("Publish it"), allow=may_plan, event=events.RotaPublished,
    moves=("state", (RotaState.PROPOSED,), RotaState.PUBLISHED),
)  # fmt: skip
def publish_rota(rota: RotaPlan, *, now: datetime) -> Done:
    """Each becomes a turn: theirs at once where they said yes gladly, else they are asked. What can't be given any more is left out."""
    members = names_in(rota.series)
    gladly = set(RotaWish.objects.filter(answer__rota=rota, wish=Wishing.YES).values_list("shift_id", "answer__person_id"))
    shifts = {each.pk: each for each in shifts_of(rota)}
    left_out = 0
    for turn in rota.turns.select_related("person"):
        shift: Shift | None = shifts.get(turn.shift_id)
        membership = members.get(turn.person_id)
        if shift is None or membership is None or shift.starts_at <= now + timedelta(minutes=1):
            left_out += 1
            continue
        try:
            assign_turn(shift, membership=membership, accepted=(turn.shift_id, turn.person_id) in gladly, now=now)
        except WrongState:
            left_out += 1
    return Done(left_out)


@action(
    "gatherings.rota.drop", subject=RotaPlan, label=_("Drop it"), allow=may_plan, event=events.RotaDropped,
    moves=("state", (RotaState.ASKING, RotaState.PROPOSED), RotaState.DROPPED),
)  # fmt: skip
def drop_rota(rota: RotaPlan, *, now: datetime) -> None:
    """No rota after all. What people said is gone at once."""
    rota.turns.all().delete()
    rota.answers.all().delete()
