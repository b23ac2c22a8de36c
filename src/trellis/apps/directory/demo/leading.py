"""Who leads in the demo place: answers over the years, one initiative that drifted, members who see it differently, a circle that waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from trellis.apps.directory.actions.groups import join_openly, set_joining
from trellis.apps.directory.actions.interests import say_interest, tend
from trellis.apps.directory.actions.leadership import (
    Told,
    answer_beside,
    answer_leadership,
    draw_what_is_new,
    reply_to_members,
    say_how_i_see_it,
)
from trellis.apps.directory.models import Interest, LeadershipAnswer, Organization
from trellis.apps.directory.queries import leadership
from trellis.apps.people.models import Membership
from trellis.core.actions import acting, as_program
from trellis.core.people.models import Person

YEAR = timedelta(days=365)
OURS = {"saw": "people", "designed": "people", "leads": "people", "decides": "people", "stands": "own"}
NEIGHBOURS = {"saw": "residents", "designed": "residents", "leads": "residents", "decides": "residents", "stands": "own"}

DRIFTED, BESIDE = "The Dry Dock", "Naze and Blackwater Drug and Alcohol Service"

ROUNDS: tuple[tuple[str, float, dict], ...] = (
    (
        DRIFTED, 4.1,
        {
            **OURS, "experiences": ["recovery", "prison"], "takes_part": ["contributions"],
            "words": {
                "saw": "Four of us, in the shelter by the pier, because there was nowhere dry to sit that did not sell drink.",
                "decides": "Whoever comes on the first Sunday. We vote with mugs.",
            },
        },
    ),
    (
        DRIFTED, 2.0,
        {**OURS, "decides": "mix", "experiences": ["recovery", "prison"], "supported": True, "supporter": BESIDE},
    ),
    (
        DRIFTED, 0.3,
        {
            **OURS, "decides": "mix", "experiences": ["recovery"], "supported": True, "supporter": BESIDE, "takes_part": ["contributions"],
            "words": {"decides": "A steering group: three of us, three from the service. The chair is theirs this year."},
        },
    ),
    (
        "The Long Table", 1.5,
        {
            **OURS, "experiences": ["mental"], "experience_words": "Lying awake at four",
            "words": {"saw": "Three women in a waiting room.", "leads": "Whoever has the key that month."},
        },
    ),
    ("Second Life Repair Cafés", 0.8, {**NEIGHBOURS, "words": {"decides": "The menders, after the washing up."}}),
    ("Hour for Hour", 0.6, NEIGHBOURS),
    ("Been There Parents", 1.2, {**OURS, "decides": "mix", "experiences": ["disabled_child"], "takes_part": ["recruited"]}),
    (
        "While You Wait", 0.9,
        {
            "saw": "people", "designed": "mix", "leads": "service", "decides": "service", "stands": "inside",
            "takes_part": ["recruited", "advisory"], "words": {"designed": "People on the list told us what the weeks are like."},
        },
    ),
    ("The Full Shelf Food Banks", 2.2, {"saw": "residents", "designed": "mix", "leads": "mix", "decides": "mix", "stands": "own"}),
    ("Naze Coast Service Users' Union", 0.5, {**OURS, "experiences": ["mental", "recovery"], "takes_part": ["advisory"]}),
)  # fmt: skip

OPEN, ASK = ("Second Life Repair Cafés", "Hour for Hour", "The Long Table"), (DRIFTED, "Been There Parents")
MEMBERS = (("nell.dock", "Nell"), ("tariq.dock", "T."), ("ros.dock", "Ros"), ("col.dock", "Col"), ("jude.dock", "Jude"), ("em.dock", "Em"))
ALIKE = (("one.alike", ["evenings", "online"]), ("two.alike", ["evenings"]), ("three.alike", ["evenings", "in_person"]))


def load(*, now: datetime) -> dict[str, int]:
    """Write it all once; what somebody has answered since stays."""
    if not LeadershipAnswer.objects.exists():
        by_name = {each.name: each for each in Organization.objects.filter(name__in={*(name for name, _ago, _told in ROUNDS), BESIDE})}
        if DRIFTED in by_name and BESIDE in by_name:
            _write(by_name, now)
    return {"answers on who leads": LeadershipAnswer.objects.count(), "people looking for others": Interest.objects.count()}


def _write(by_name: dict[str, Organization], now: datetime) -> None:
    with as_program("demo"):
        for name, years, told in ROUNDS:
            if name in by_name:
                supporter = by_name.get(told.get("supporter", ""))
                answer_leadership(by_name[name], told=Told(**{**told, "supporter": supporter}), now=now - years * YEAR)
        seen = Told(saw="people", designed="people", leads="people", decides="service", stands="inside")
        answer_beside(by_name[BESIDE], initiative=by_name[DRIFTED], told=seen, now=now - 0.2 * YEAR)
        for name, joinable in [*((name, "open") for name in OPEN), *((name, "ask") for name in ASK), (DRIFTED, "open")]:
            if name in by_name:
                set_joining(by_name[name], joinable=joinable, members_listed=name in OPEN, now=now)
    memberships = [_member(by_name[DRIFTED], mailbox, name, now) for mailbox, name in MEMBERS]
    for membership in memberships[:4]:
        with acting(membership.person, channel="demo"):
            say_how_i_see_it(membership, answers={**OURS, "decides": "service", "stands": "inside", "supported": True}, now=now - YEAR / 12)
    draw_what_is_new(now=now)
    with as_program("demo"):
        text = "You are right that the chair matters. From January one of us holds it every second year, and the minutes go up by the urn."
        reply_to_members(leadership.answer_of(by_name[DRIFTED].pk), question="decides", text=text, language="en", now=now)
        set_joining(by_name[DRIFTED], joinable="ask", members_listed=False, now=now)
    for mailbox, how in ALIKE:
        person = _person(mailbox)
        with acting(person, channel="demo"):
            say_interest(person, topic="caring", how=how, now=now - timedelta(days=9))
    tend(now=now)


def _member(organization: Organization, mailbox: str, name: str, now: datetime) -> Membership:
    person = _person(mailbox)
    with acting(person, channel="demo"):
        return join_openly(person, organization=organization, display_name=name, now=now - YEAR / 2)


def _person(mailbox: str) -> Person:
    email = f"{mailbox}@example.org"
    return Person.objects.filter(email=email).first() or Person.objects.create_user(email=email)
