"""A list that is followed, in each state, a correction beside it, and a group that wishes to be found."""

from trellis.apps.directory.actions import change_record
from trellis.apps.directory.actions.following import follow_source, hold_back, note_check
from trellis.apps.directory.actions.networks import say_hello, set_findable
from trellis.apps.directory.models import Correction, Following, FollowState, Source
from trellis.apps.directory.queries.reading import record_of
from trellis.apps.directory.tests.factories import make_service
from trellis.core.actions import acting, as_program

FINDINGS = [{"code": "lost", "n": 12, "of": 20, "examples": []}]


def _followed(name: str, now) -> Following:
    return follow_source(url=f"https://{name}.example/feed.json", kind="hsds", name=name, now=now)


def add(world, *, now) -> None:
    """Make them all."""
    with as_program():
        looking, ready, followed, held = (_followed(name, now) for name in ("looking", "ready", "followed", "held"))
        note_check(ready, outcome="ready", values={"digest": "d"}, now=now)
        note_check(followed, outcome="taken", values={"digest": "d"}, now=now)
        hold_back(held, findings=FINDINGS, values={"digest": "d"}, now=now)
        service = make_service(world.things["organization"], name="Kept by the county")
    Following.objects.filter(pk=followed.pk).update(state=FollowState.OK)
    type(service).objects.filter(pk=service.pk).update(source=Source.objects.get(following=followed), source_key="1")
    service.refresh_from_db()
    record = record_of(service)
    record.name = "As we call it"
    with acting(world.people["keeper"]):
        change_record(service, record=record, now=now)
    Correction.objects.update(owner_changed_at=now)
    with acting(world.people["editor"]):
        set_findable(world.things["organization"], topics=["recovery"], now=now)
    with acting(None):
        say_hello(world.things["organization"], from_group="Harwich", words="Hello", reply_to="h@example.org", now=now)
    world.things |= {
        "looking_list": looking, "ready_list": ready, "followed_list": followed, "held_list": held,
        "correction": Correction.objects.get(), "corrected": service,
    }  # fmt: skip
