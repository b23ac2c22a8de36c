"""What is done about lines and patrols."""

from datetime import timedelta

from django.utils import timezone

from tests.access.deed import Deed, thing
from tests.access.things.warmlines import CONTACT, STEP
from tests.access.world import NOTHING

LINE = {"name": "Day", "about": "", "number": "0300 1", "text_number": "", "web_address": "", "calls_a_day": None}

DEEDS = [
    Deed("gatherings.warmline.make", "has one", thing("organization"), lambda world: {"told": LINE}),
    Deed("gatherings.warmline.make", "has none", thing("choir"), lambda world: {"told": LINE}),
    Deed("gatherings.warmline.change", "there", thing("line"), lambda world: {"told": LINE}),
    Deed("gatherings.warmline.close", "there", thing("line")),
    Deed("gatherings.watch.begin", "on already", thing("line")),
    Deed("gatherings.watch.end", "on", thing("watch")),
    Deed("gatherings.watch.rest", "on", thing("watch")),
    Deed("gatherings.watch.return", "on", thing("watch")),
    Deed("gatherings.watch.stay", "on", thing("watch"), lambda world: {"until": world.things["watch"].ends_at + timedelta(minutes=30)}),
    Deed("gatherings.watch.warn", "on", given=lambda world: {"watch": world.things["watch"]}),
    Deed("gatherings.watch.run_out", "on", given=lambda world: {"watch": world.things["watch"]}),
    Deed("gatherings.watch.tell_alone", "on", given=lambda world: {"watch": world.things["watch"]}),
    Deed(
        "gatherings.contact.note",
        "on",
        thing("line"),
        lambda world: {"told": CONTACT | {"started_at": timezone.now() - timedelta(minutes=5)}},
    ),
    Deed("gatherings.contact.remove", "just noted", thing("contact")),
    Deed("gatherings.contact.count", "there", thing("line")),
    Deed("gatherings.step.write", "there", thing("line"), lambda world: {"told": STEP}),
    Deed("gatherings.step.change", "there", thing("step"), lambda world: {"told": STEP}),
    Deed("gatherings.step.retire", "there", thing("step")),
    Deed("gatherings.step.raise", "there", thing("step")),
    Deed("gatherings.step.take", "there", thing("step"), lambda world: {"walk": NOTHING}),
    Deed("gatherings.step.review", "taken", thing("step_taken")),
    Deed("gatherings.listening.agree", "there", thing("line")),
    Deed("gatherings.listening.end", "there", thing("line")),
    Deed("gatherings.debrief.ask", "there", thing("line")),
    Deed(
        "gatherings.debrief.offer",
        "asked",
        thing("talk_asked"),
        lambda world: {"meet_at": timezone.now() + timedelta(days=1), "words": "x"},
    ),
    Deed("gatherings.debrief.agree", "offered", thing("talk_offered")),
    Deed("gatherings.debrief.agree", "asked by somebody else", thing("talk_asked")),
    Deed("gatherings.debrief.decline", "offered", thing("talk_offered")),
    Deed("gatherings.debrief.finish", "offered", thing("talk_offered")),
    Deed("gatherings.debrief.withdraw", "offered", thing("talk_offered")),
    Deed(
        "gatherings.supervision.note",
        "there",
        thing("line"),
        lambda world: {"told": {"on": timezone.now().date(), "minutes": 30, "topics": [], "agreed": "go_on"}},
    ),
    Deed("gatherings.area.add", "there", given=lambda world: {"host": world.things["organization"], "name": "Pier"}),
    Deed("gatherings.area.retire", "there", thing("area")),
    Deed(
        "gatherings.entry.write",
        "there",
        thing("area"),
        lambda world: {"told": {"kind": "light", "done": ["council"], "words": "", "seen_at": timezone.now(), "language": "en"}},
    ),
    Deed(
        "gatherings.entry.change",
        "there",
        thing("entry"),
        lambda world: {
            "told": {"kind": "light", "done": ["council"], "words": "", "seen_at": timezone.now(), "language": "en"},
            "area": world.things["area"],
        },
    ),
    Deed("gatherings.entry.remove", "there", thing("entry")),
    Deed("gatherings.entry.count", "there", given=lambda world: {"area": world.things["area"]}),
    Deed("gatherings.patrol.return", "out", thing("patrol"), lambda world: {"turns": []}),
    Deed("gatherings.patrol.miss", "out", given=lambda world: {"gathering": world.things["patrol"]}),
]
