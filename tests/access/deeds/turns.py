"""What people do about shifts and turns."""

from datetime import timedelta

from django.utils import timezone

from tests.access.deed import Deed, thing


def always(**given):
    return lambda world: given


def things(**named):
    return lambda world: {name: world.things[thing_name] for name, thing_name in named.items()}


def by_link(token: str = ""):
    return lambda world: {"turn": world.things["shift_turn"].pk, "token": token or world.things["turn_token"], "answer": "yes"}


def added(world):
    return {"role": "Tea", "starts_at": world.things["shift_at"].starts_at}


def seen(days: int = 90):
    return lambda world: {"membership": world.things["wren"], "kind": "keys", "until_on": timezone.now().date() + timedelta(days=days)}


def to_guide(world):
    return {"turn": world.things["shift_turn"], "person": world.things["wren"].person}


def noted(world):
    wren = world.things["wren"]
    return {"person": wren.person, "group": wren.group, "kind": "keys", "seen_on": timezone.now().date()}


DEEDS = [
    Deed("gatherings.shift.add", "there", thing("shift_at"), added),
    Deed("gatherings.shift.change", "there", thing("shift"), always(wanted=3)),
    Deed("gatherings.shift.change", "begun", thing("shift_begun"), always(wanted=3)),
    Deed("gatherings.shift.drop", "there", thing("shift")),
    Deed("gatherings.shift_pattern.add", "there", thing("shift_series"), always(role="Tea")),
    Deed("gatherings.shift_pattern.change", "there", thing("shift_role"), always(wanted=3)),
    Deed("gatherings.shift_pattern.end", "there", thing("shift_role")),
    Deed("gatherings.shifts.make", "there", thing("shift_series")),
    Deed("gatherings.turn.take", "free", thing("shift_free")),
    Deed("gatherings.turn.take", "taken by the joined", thing("shift")),
    Deed("gatherings.turn.take", "begun", thing("shift_begun")),
    Deed("gatherings.turn.stand_by", "free", thing("shift_free")),
    Deed("gatherings.turn.stand_by", "begun", thing("shift_begun")),
    Deed("gatherings.turn.assign", "free", lambda world: world.things["turn_asked"].shift, things(membership="wren")),
    Deed("gatherings.turn.assign", "at the time of another turn", thing("shift_free"), things(membership="wren")),
    Deed("gatherings.turn.accept", "the joined was asked", thing("turn_asked")),
    Deed("gatherings.turn.accept", "the joined has it", thing("shift_turn")),
    Deed("gatherings.turn.decline", "the joined was asked", thing("turn_asked")),
    Deed("gatherings.turn.give_back", "the joined has it", thing("shift_turn")),
    Deed("gatherings.turn.give_back", "begun", thing("turn_had")),
    Deed("gatherings.turn.answer_by_link", "with the link", given=by_link()),
    Deed("gatherings.turn.answer_by_link", "with another link", given=by_link("0" * 40)),
    Deed("gatherings.turn.put_forward", "the joined has it", thing("shift_turn")),
    Deed("gatherings.turn.take_over", "nobody hands it on", thing("shift")),
    Deed("gatherings.turn.hand_on", "not put forward", thing("shift_turn")),
    Deed("gatherings.turn.unfilled", "begun", thing("turn_had")),
    Deed("gatherings.turn.unfilled", "to come", thing("shift_turn")),
    Deed("gatherings.turn.ask_again", "the joined has it", thing("shift_turn")),
    Deed("gatherings.turn.lapse", "there is time", thing("turn_asked")),
    Deed("gatherings.turn.remind", "the joined has it", thing("shift_turn"), always(step=1)),
    Deed("gatherings.shift.tell_short", "there", thing("shift_free")),
    Deed("gatherings.standbys.ask", "one waits", thing("shift_free")),
    Deed("gatherings.standby.ask", "one waits", thing("turn_waits")),
    Deed("gatherings.guide.ask", "the joined has a turn", given=to_guide),
    Deed("gatherings.guide.answer", "the joined was asked", thing("guide"), always(agreed=True)),
    Deed("gatherings.absence.excuse", "of the joined", thing("absence")),
    Deed("gatherings.standing.begin", "there", thing("shift_role"), always(stands_as="standby")),
    Deed("gatherings.standing.end", "of the joined", thing("standing")),
    Deed("gatherings.handover_note.write", "the joined was on it", thing("shift_at_begun"), always(words="Order bread")),
    Deed("gatherings.handover_note.settle", "of the joined", thing("handover_note")),
    Deed("gatherings.capability.see", "of another", thing("shift_series"), seen()),
    Deed("gatherings.capability.see", "a day that is over", thing("shift_series"), seen(days=-2)),
    Deed("gatherings.capability.remind", "of the joined", given=things(capability="first_aid")),
    Deed("people.capability.note", "of another", given=noted),
    Deed("people.capability.drop", "of the joined", thing("first_aid")),
]
