"""A takeout of the joined person, ready to download, and one of the editor, downloaded already."""

from trellis.apps.people.actions.forgetting import lay_down
from trellis.apps.people.models import Takeout
from trellis.core.fields.sealing import seal_bytes


def add(world, *, now) -> None:
    takeout = Takeout.objects.create(person=world.people["joined"], state="ready", asked_at=now, ready_at=now, n_bytes=3)
    lay_down(takeout.path, seal_bytes(b"zip", takeout.place))
    world.things["takeout"] = takeout
    world.things["fetched_takeout"] = Takeout.objects.create(person=world.people["editor"], state="fetched", asked_at=now)
