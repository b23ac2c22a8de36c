"""What upkeep needs: something suggested, a mistake reported, a claim, two that may be one, a question asked."""

from __future__ import annotations

from trellis.apps.directory.actions import SuggestionRecord, ask_by_link, make_claim, propose_merge, report_mistake, suggest
from trellis.apps.directory.actions.reminding import mark
from trellis.apps.directory.models import AskingRound, ConfirmRequest, Correspondent, Organization
from trellis.apps.directory.models.vocabulary import Mark
from trellis.apps.directory.tests.factories import make_organization, make_person, make_service
from trellis.core.actions import acting


def add(world, *, now) -> None:
    """Each once, all about the organization that `editor` edits; nothing of the others'."""
    organization = world.things["organization"]
    twin = make_organization(name="Pier Avenue Peer")
    asked = make_service(organization, name="Asked circle", email="asked@example.org")
    hidden = make_service(organization, name="Silent circle")
    mark(hidden, Mark.HIDDEN)
    other_keeper = make_person("keeper", email="keeper2@example.org")
    world.things |= {"twin": twin, "asked": asked, "hidden": hidden, "asked_of": organization}
    with acting(None):
        world.things["suggestion"] = suggest(told=SuggestionRecord(name="Quayside choir"), now=now)
        world.things["mistake"] = report_mistake(world.things["service"], parts=["about"], right="A circle for everybody.", now=now)
        world.things["claim"] = make_claim(organization, way="words", address="ana@example.org", words="Ask the hall.", now=now)
    with acting(other_keeper):
        ask_by_link(asked, now=now)
        world.things["merge"] = propose_merge(organization, drop_id=twin.pk, from_dropped=[], reason="The same people.", now=now)
    request = ConfirmRequest.objects.get(record_id=asked.pk)
    world.things |= {
        "token": request.token,
        "correspondent": Correspondent.objects.get(pk=request.to_id),
        "stop_token": request.to.stop_token,
        "round": AskingRound.objects.get(record_id=asked.pk),
        "wrong_token": "0" * 32,
        "third": Organization.objects.get(name="Harbour Choir"),
    }
