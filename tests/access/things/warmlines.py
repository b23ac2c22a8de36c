"""A line that somebody is on, steps, talks, and a patrol with its log."""

import uuid
from datetime import timedelta

from trellis.apps.directory.models import Organization
from trellis.apps.gatherings.actions import safety, warmline, warmline_care
from trellis.apps.gatherings.models import (
    Debrief,
    EscalationStep,
    PatrolArea,
    SafetyCount,
    SafetyEntry,
    StepTaken,
    WarmlineContact,
    WarmlineWatch,
)
from trellis.apps.gatherings.tests.line_factories import give_turn, make_line, make_member, make_patrol, make_shift
from trellis.core.actions import acting

STEP = {"words": "Ring the team.", "number": "111", "told": "crisis_team", "asks_consent": True, "shown_to_callers": True}
CONTACT = {"minutes": 20, "medium": "phone", "type": "low", "protocol_used": False, "referral_offered": False, "needs_debrief": False}
WALK = uuid.UUID("11111111-1111-4111-8111-111111111111")


def add(world, *, now) -> None:
    """Make them all."""
    organization, joined, editor = world.things["organization"], world.people["joined"], world.people["editor"]
    line = make_line(organization, calls_a_day=3)
    wren = make_member(organization, name="Wren", now=now)
    begun = now - timedelta(minutes=30)
    give_turn(make_shift(organization, starts_at=begun), joined)
    with acting(editor):
        step = EscalationStep.objects.get(pk=warmline_care.write_step(line, told=STEP, now=now))
        area = PatrolArea.objects.get(pk=safety.add_area(host=organization, name="Seafront", now=now))
        SafetyCount.objects.create(organization=organization, area=area, month=now.date().replace(day=1), kind="light", n=9)
    patrol = make_patrol(organization, joined, starts_at=begun)
    with acting(joined):
        watch = WarmlineWatch.objects.get(pk=warmline.begin_watch(line, now=now))
        contact = warmline.note_contact(line, told=CONTACT | {"started_at": now}, now=now)
        taken = warmline_care.take_step(step, walk=WALK, consent="yes", review_on=now.date(), now=now)
        warmline_care.agree_to_listen(line, now=now)
        own = warmline_care.ask_debrief(line, now=now)
        told = {"kind": "light", "done": ["council"], "words": "Lamp out", "seen_at": now, "language": "en"}
        entry = safety.write_entry(area, told=told, now=now)
    with acting(wren):
        warmline_care.agree_to_listen(line, now=now)
        asked = warmline_care.ask_debrief(line, now=now)
        own = Debrief.objects.get(pk=own)
        warmline_care.offer_debrief(own, meet_at=now + timedelta(days=1), words="By phone", now=now)
    world.things |= {
        "line": line, "watch": watch, "contact": WarmlineContact.objects.get(pk=contact), "step": step, "walk": WALK,
        "step_taken": StepTaken.objects.get(pk=taken), "talk_asked": Debrief.objects.get(pk=asked), "talk_offered": own, "area": area,
        "entry": SafetyEntry.objects.get(pk=entry), "patrol": patrol, "choir": Organization.objects.get(name="Harbour Choir"),
    }  # fmt: skip
