"""What people tell about themselves: all of it belongs to `joined`, whom `organizer` has helped."""

from trellis.apps.directory.tests.factories import make_person
from trellis.apps.people.actions import begin_helping, block_person, finish_helping, give_consent, join_group, tell_contact_way
from trellis.apps.people.actions.helping import make_code
from trellis.apps.people.models import HelpingSession
from trellis.apps.people.queries.blocks import token_for
from trellis.core.actions import acting
from trellis.core.references import Ref


def add(world, *, now) -> None:
    joined, organizer = world.people["joined"], world.people["organizer"]
    group = Ref.to(world.things["organization"])
    others = [make_person(email=f"{name}@example.org") for name in ("kim", "lee")]
    memberships = []
    for number, other in enumerate(others):
        with acting(other):
            memberships.append(join_group(other, group=group, display_name=f"Other {number}", now=now))
    with acting(joined):
        world.things["way"] = tell_contact_way(joined, channel="email", may_say="place", now=now)
        world.things["consent"] = give_consent(joined, purpose="access_needs", recipient=group, recipient_name="Peer Support", now=now)
        world.things["block"] = block_person(joined, membership=memberships[0], now=now)
    world.things["other_membership"] = memberships[1]
    world.things["block_token"] = token_for(joined, memberships[1])
    with acting(organizer):
        code = make_code(joined, "shown", now=now)
        session = begin_helping(reason="reading", channel="table", code=code, now=now)
        finish_helping(session, now=now)
        newcomer = begin_helping(reason="no-email", channel="phone", now=now)
        finish_helping(newcomer, now=now)
        world.things["helping"] = HelpingSession.objects.get(pk=session.pk)
    world.things["paper"] = make_code(newcomer.person, "paper", now=now)
    world.things["used_paper"] = make_code(joined, "paper", now=now)
    world.things["sent_code"] = make_code(joined, "sent", now=now)
