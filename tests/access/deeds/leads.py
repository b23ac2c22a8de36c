"""Who leads, groups, and looking for others."""

from tests.access.deed import Deed, thing
from trellis.apps.directory.actions.leadership import Told
from trellis.apps.directory.models import Organization
from trellis.apps.directory.models.records import OrganizationRecord


def person(role: str):
    return lambda world: world.people[role]


def asked_organization(world) -> dict:
    return {"organization": Organization.objects.get(name="Harbour Choir"), "display_name": "Sam"}


NAME = {"display_name": "Sam"}

DEEDS = [
    Deed("directory.leadership.answer", "an initiative", thing("organization"), lambda world: {"told": Told(leads="people")}),
    Deed(
        "directory.leadership.answer_beside", "a service that is named", thing("beside"),
        lambda world: {"initiative": world.things["organization"], "told": Told(leads="service")},
    ),
    Deed(
        "directory.leadership.answer_beside", "one that is not named", thing("organization"),
        lambda world: {"initiative": world.things["beside"], "told": Told(leads="service")},
    ),
    Deed("directory.leadership.ask", "an initiative", thing("organization")),
    Deed(
        "directory.leadership.reply", "contested", thing("leadership"),
        lambda world: {"question": "decides", "text": "We will meet.", "language": "en"},
    ),
    Deed(
        "directory.leadership.reply", "not contested", thing("leadership"),
        lambda world: {"question": "saw", "text": "We will meet.", "language": "en"},
    ),
    Deed("directory.leadership.see", "of the joined", thing("membership"), lambda world: {"answers": {"decides": "service"}}),
    Deed("directory.leadership.take_back", "of the joined", thing("membership")),
    Deed("directory.leadership.draw", "an initiative", thing("organization")),
    Deed("directory.leadership.draw", "nothing answered", thing("beside")),
    Deed("directory.group.set", "an organization", thing("organization"), lambda world: {"joinable": "open", "members_listed": True}),
    Deed("directory.joining.ask", "a closed group, as the member", person("member"), asked_organization),
    Deed("directory.joining.let_in", "asked by the moderator", thing("join_request")),
    Deed("directory.joining.decline", "asked by the moderator", thing("join_request")),
    Deed("directory.joining.come_in", "not let in yet", thing("join_request")),
    Deed("directory.joining.withdraw", "asked by the moderator", thing("join_request")),
    Deed("directory.membership.list", "of the joined", thing("membership"), lambda world: {"listed": True}),
    Deed("directory.interest.say", "of the member", person("member"), lambda world: {"topic": "grief", "how": ["online"]}),
    Deed("directory.interest.take_back", "of the joined", thing("interest")),
    Deed("directory.circle.ask", "nobody waits", given=lambda world: {"topic": "caring"}),
    Deed("directory.circle.say_yes", "asked", thing("ask"), lambda world: NAME),
    Deed("directory.circle.say_yes", "said already", thing("answered_ask"), lambda world: NAME),
    Deed("directory.circle.say_no", "asked", thing("ask")),
    Deed("directory.circle.start", "too few", thing("forming")),
    Deed("directory.circle.start", "begun", thing("circle")),
    Deed("directory.circle.fold", "a circle", thing("forming")),
    Deed("directory.circle.name", "of the joined", thing("circle"), lambda world: {"name": "Tea", "members_listed": False}),
    Deed("directory.circle.wish", "of the joined", thing("circle_membership"), lambda world: {"path": "own"}),
    Deed("directory.circle.wish", "no circle", thing("membership"), lambda world: {"path": "own"}),
    Deed("directory.circle.link", "not wanted", thing("circle")),
    Deed(
        "directory.circle.list", "wanted", thing("circle"),
        lambda world: {"record": OrganizationRecord(name="Monday Tea", kind="peer_group")},
    ),
]  # fmt: skip
