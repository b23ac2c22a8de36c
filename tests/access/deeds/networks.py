"""What is done about followed lists, corrections beside them, and groups elsewhere."""

from tests.access.deed import Deed, thing

URL = "https://county.example/feed.json"


DEEDS = [
    Deed("directory.following.follow", "a new one", given=lambda world: {"url": URL, "kind": "hsds", "name": "The county"}),
    Deed(
        "directory.following.follow",
        "one that is followed",
        given=lambda world: {"url": world.things["followed_list"].url, "kind": "hsds", "name": "x"},
    ),
    Deed("directory.following.start", "ready", thing("ready_list")),
    Deed("directory.following.start", "followed", thing("followed_list")),
    Deed("directory.following.check", "followed", thing("followed_list")),
    Deed("directory.following.accept", "held", thing("held_list")),
    Deed("directory.following.accept", "followed", thing("followed_list")),
    Deed("directory.following.refuse", "held", thing("held_list")),
    Deed("directory.following.stop", "followed", thing("followed_list"), lambda world: {"withdraw": False}),
    Deed("directory.following.note", "followed", thing("followed_list"), lambda world: {"outcome": "same", "values": {}}),
    Deed("directory.following.hold", "followed", thing("followed_list"), lambda world: {"findings": [], "values": {}}),
    Deed("directory.following.fail", "followed", thing("followed_list"), lambda world: {"failure": "missing"}),
    Deed("directory.following.groups", "followed", thing("followed_list"), lambda world: {"groups": [], "etag": ""}),
    Deed("directory.correction.take_theirs", "there", thing("correction")),
    Deed("directory.correction.keep_ours", "there", thing("correction")),
    Deed("directory.group.set_findable", "there", thing("organization"), lambda world: {"topics": ["grief"]}),
    Deed("directory.group.say_hello", "agreed", thing("organization"), lambda world: {"from_group": "Harwich", "words": "Hello"}),
    Deed(
        "directory.group.say_hello",
        "not agreed",
        lambda world: world.things["service"].organization.__class__.objects.exclude(pk=world.things["organization"].pk).first(),
        lambda world: {"from_group": "Harwich", "words": "Hello"},
    ),
]
