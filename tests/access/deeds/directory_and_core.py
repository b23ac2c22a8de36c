"""The directory's and the core's own actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.access.deed import Deed, thing
from tests.access.world import World
from trellis.apps.directory.actions.imports import Batch
from trellis.apps.directory.models import Source
from trellis.apps.directory.models.records import OrganizationRecord, ServiceRecord
from trellis.apps.directory.queries.reading import record_of
from trellis.core.people.models import Grant


def renamed(name: str) -> Callable[[World], dict[str, Any]]:
    """The thing's record under another name."""

    def given(world: World) -> dict[str, Any]:
        record = record_of(world.things[name])
        record.name = "Another name"
        return {"record": record}

    return given


def gone(name: str) -> Callable[[World], Any]:
    """A row that is no longer there."""

    def to(world: World):
        row = world.things[name]
        found = type(row).objects.get(pk=row.pk)
        found.pk = world.things["nothing"]
        return found

    return to


def own_group(**fields) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"record": ServiceRecord(name="New circle", organization_key=str(world.things["organization"].pk), **fields)}


REASON = {"reason": "It is not so."}
DETAILS = {"display_name": "Ann", "language": "en"}

BEGIN = "core.person.begin_account"

DEEDS = [
    Deed(BEGIN, "with an address that nobody has", given=lambda world: {"address": "new@example.org", "language": "en"}),
    Deed(BEGIN, "with an address that somebody has", given=lambda world: {"address": "Member@Example.org", "language": "en"}),
    Deed("core.person.set_details", "of the editor", lambda world: world.people["editor"], lambda world: DETAILS),
    Deed("core.person.sign_out_everywhere", "of the editor", lambda world: world.people["editor"]),
    Deed("directory.organization.propose_new", "there", thing("organization"), own_group()),
    Deed("directory.organization.propose_new", "gone", gone("organization"), own_group()),
    Deed("directory.record.add", "anything", given=lambda world: {"record": OrganizationRecord(name="New", kind="other")}),
    Deed("directory.record.change", "service", thing("service"), renamed("service")),
    Deed("directory.record.change", "organization", thing("organization"), renamed("organization")),
    Deed("directory.record.change", "gone", gone("service"), renamed("service")),
    Deed("directory.record.confirm", "service", thing("service"), lambda world: {"by": "the group"}),
    Deed("directory.record.confirm", "secret location", thing("secret"), lambda world: {"by": "the group"}),
    Deed("directory.record.propose", "service", thing("service"), renamed("service")),
    Deed("directory.record.propose", "space", thing("space"), renamed("space")),
    Deed("directory.record.retire", "running", thing("service")),
    Deed("directory.record.retire", "ended", thing("ended")),
    Deed("directory.revision.approve", "waiting", thing("waiting")),
    Deed("directory.revision.approve", "refused", thing("refused")),
    Deed("directory.revision.reject", "waiting", thing("waiting"), lambda world: REASON),
    Deed("directory.revision.reject", "without a reason", thing("waiting"), lambda world: {"reason": " "}),
    Deed("directory.revision.reject", "refused", thing("refused"), lambda world: REASON),
    Deed("directory.revision.withdraw", "waiting", thing("waiting")),
    Deed("directory.revision.withdraw", "refused", thing("refused")),
    Deed("directory.role.give", "for all", lambda world: world.people["member"], lambda world: {"role": "keeper"}),
    Deed("directory.role.give", "an editor of nothing", lambda world: world.people["member"], lambda world: {"role": "editor"}),
    Deed("directory.role.take", "an editor's", thing("grant")),
    Deed("directory.role.take", "the last steward's", lambda world: Grant.objects.get(role="steward")),
    Deed("directory.service.close_for_now", "running", thing("service")),
    Deed("directory.service.close_for_now", "ended", thing("ended")),
    Deed("directory.service.reopen", "running", thing("service")),
    Deed("directory.service.reopen", "ended", thing("ended")),
    Deed("directory.service.tell_time", "any", thing("duty"), lambda world: {"days": 3}),
    Deed(
        "directory.source.import",
        "a batch",
        given=lambda world: {"source": Source(code="s", name="S", kind="hsds"), "batch": Batch(OrganizationRecord)},
    ),
]
