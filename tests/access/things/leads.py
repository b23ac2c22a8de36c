"""Who leads, groups and circles: `joined` belongs to the group and to a circle, looks for others and was asked."""

from trellis.apps.directory.actions.groups import ask_to_join, set_joining
from trellis.apps.directory.actions.interests import say_interest, say_yes, start_circle, wish_for_circle
from trellis.apps.directory.actions.leadership import Told, answer_leadership, draw_what_is_new, say_how_i_see_it
from trellis.apps.directory.models import Circle, CircleAsk, Organization
from trellis.apps.directory.models.interests import topic_index
from trellis.apps.directory.tests.factories import make_person
from trellis.apps.people.actions import join_group
from trellis.core.actions import acting, as_program
from trellis.core.references import Ref


def circle_of(people, *, now) -> tuple[Circle, list]:
    """A circle for which these people are asked."""
    circle = Circle.objects.create(topic="grief", topic_index=topic_index("grief"), name="Grief and loss", made_on=now.date())
    asks = []
    for person in people:
        with acting(person):
            interest = say_interest(person, topic="grief", now=now)
        asks.append(CircleAsk.objects.create(circle=circle, interest=interest, asked_on=now.date()))
    return circle, asks


def add(world, *, now) -> None:
    """Add the things."""
    organization, joined, moderator = world.things["organization"], world.people["joined"], world.people["moderator"]
    beside = Organization.objects.get(name="Harbour Choir")
    with as_program():
        told = Told(saw="people", leads="people", decides="people", stands="own", supported=True, supporter=beside)
        answer = answer_leadership(organization, told=told, now=now)
        set_joining(organization, joinable="ask", members_listed=True, now=now)
    for number in range(5):
        person = make_person()
        with acting(person):
            membership = join_group(person, group=Ref.to(organization), display_name=f"M{number}", now=now)
            say_how_i_see_it(membership, answers={"saw": "people", "decides": "service"}, now=now)
    draw_what_is_new(now=now)
    with acting(joined):
        say_how_i_see_it(world.things["membership"], answers={"saw": "service"}, now=now)
    with acting(moderator):
        request = ask_to_join(moderator, organization=organization, display_name="Mo", now=now)
    with as_program():
        set_joining(organization, joinable="open", members_listed=True, now=now)

    circle, asks = circle_of([joined, make_person(), make_person()], now=now)
    memberships = []
    for ask in asks:
        with acting(ask.interest.person):
            memberships.append(say_yes(ask, display_name="C", now=now))
            wish_for_circle(memberships[-1], path="listed", now=now)
    with as_program():
        start_circle(circle, now=now)
    forming, (waiting, *_others) = circle_of([make_person(), make_person(), make_person()], now=now)
    with acting(joined):
        interest = say_interest(joined, topic="prison", now=now)
    ask = CircleAsk.objects.create(circle=forming, interest=interest, asked_on=now.date())
    world.things |= {
        "beside": beside, "leadership": answer, "join_request": request, "circle": circle, "circle_membership": memberships[0],
        "forming": forming, "interest": interest, "ask": ask, "answered_ask": asks[0], "others_ask": waiting,
    }  # fmt: skip
