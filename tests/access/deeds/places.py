"""What is done about places, stays and plots."""

from datetime import timedelta

from django.utils import timezone

from tests.access.deed import Deed, thing


def _of(name: str, row: str, **more):
    """The id of a thing, as the actions that take a code are given it."""
    return lambda world: {name: world.things[row].pk} | {key: value(world) if callable(value) else value for key, value in more.items()}


def _told(world) -> dict:
    return {"alias": "Heron", "first_on": timezone.now().date() + timedelta(days=40), "nights": 2}


HARVEST = {"what": "Mint", "amount": 3, "measure": "pieces", "picked_on": timezone.now().date()}
GARDEN = {"told": {"name": "Another"}, "plots": ["1"]}

DEEDS = [
    Deed("gatherings.place.ask", "full", thing("full")),
    Deed("gatherings.place.ask", "with a code", thing("full"), lambda world: {"code": "123456789012"}),
    Deed("gatherings.place.ask", "for members", thing("inside")),
    Deed("gatherings.place.ask", "heads are counted", thing("heads")),
    Deed("gatherings.place.accept", "held for the joined", given=_of("place", "held_place")),
    Deed("gatherings.place.accept", "with the link", given=_of("place", "held_place", code=lambda world: world.things["place_token"])),
    Deed("gatherings.place.accept", "the joined has it", given=_of("place", "joineds_place")),
    Deed("gatherings.place.give_up", "the joined has it", given=_of("place", "joineds_place")),
    Deed("gatherings.place.take_needs_back", "the joined has it", given=_of("place", "joineds_place")),
    Deed("gatherings.place.hold", "the member waits", thing("members_place"), lambda world: {"until": timezone.now()}),
    Deed("gatherings.place.hold", "the joined has it", thing("joineds_place"), lambda world: {"until": timezone.now()}),
    Deed("gatherings.place.pass_on", "held for the joined", thing("held_place")),
    Deed("gatherings.places.hand_on", "full", thing("full")),
    Deed("gatherings.place.remind", "the joined has it", thing("joineds_place")),
    Deed("gatherings.house.add", "there", thing("organization"), lambda world: {"told": {"name": "A", "agreement": "B"}, "beds": ["1"]}),
    Deed("gatherings.house.change", "there", thing("house"), lambda world: {"told": {"name": "A"}, "beds": ["Blue"]}),
    Deed("gatherings.stay.ask", "open", thing("house"), _told),
    Deed("gatherings.stay.ask", "with a code", thing("house"), lambda world: _told(world) | {"code": "123456789012"}),
    Deed("gatherings.stay.accept", "held for the keeper", given=_of("stay", "keepers_stay", agreed=True)),
    Deed("gatherings.stay.give_up", "the joined has it", given=_of("stay", "joineds_stay")),
    Deed("gatherings.stay.seal", "the joined has it", given=_of("stay", "joineds_stay", plan="Music", words="copper lantern otter violet")),
    Deed("gatherings.stay.call_off", "the joined has it", given=_of("stay", "joineds_stay")),
    Deed("gatherings.stay.hold", "the member waits", thing("members_stay"), lambda world: {"until": timezone.now()}),
    Deed("gatherings.stay.pass_on", "held for the keeper", thing("keepers_stay")),
    Deed("gatherings.stay.end", "the joined has it", thing("joineds_stay")),
    Deed("gatherings.stay.nears", "the joined has it", thing("joineds_stay")),
    Deed("gatherings.beds.hand_on", "open", thing("house")),
    Deed("gatherings.garden.add", "there", thing("organization"), lambda world: GARDEN | {"told": _season(world) | {"name": "B"}}),
    Deed("gatherings.garden.change", "there", thing("garden"), lambda world: GARDEN),
    Deed("gatherings.garden.tell_season", "there", thing("garden")),
    Deed("gatherings.plot.ask", "full", thing("garden")),
    Deed("gatherings.plot.accept", "the member waits", given=_of("plot", "members_plot")),
    Deed("gatherings.plot.give_up", "the joined has it", given=_of("plot", "joineds_plot")),
    Deed("gatherings.plot.keep_on", "the joined has it", given=_of("plot", "joineds_plot")),
    Deed(
        "gatherings.plot.look_after_too",
        "with the link",
        given=_of("plot", "joineds_plot", token=lambda world: world.things["second_token"]),
    ),
    Deed("gatherings.plot.look_after_too", "with another link", given=_of("plot", "joineds_plot", token="0" * 40)),
    Deed("gatherings.plot.hold", "the joined has it", thing("joineds_plot"), lambda world: {"until": timezone.now()}),
    Deed("gatherings.plot.pass_on", "the joined has it", thing("joineds_plot")),
    Deed("gatherings.plot.end", "the joined has it", thing("joineds_plot")),
    Deed("gatherings.plots.hand_on", "full", thing("garden")),
    Deed("gatherings.harvest.note", "there", thing("garden"), lambda world: HARVEST),
    Deed("gatherings.harvest.wish", "open", thing("harvest")),
    Deed("gatherings.harvest.share_out", "open", thing("harvest")),
]


def _season(world) -> dict:
    return {"season_ends_on": world.things["garden"].season_ends_on}
