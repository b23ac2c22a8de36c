"""What is told in confidence is nowhere to be found: a rare word is put into every such place, then looked for everywhere else."""

import json
import re
from html import unescape

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from tests.access.sweeping import pages
from trellis.apps.directory.actions import change_record, propose_change
from trellis.apps.directory.actions.writing import MODELS
from trellis.apps.directory.models import Location
from trellis.apps.directory.models.records import ContactRecord, ScheduleRecord
from trellis.apps.directory.queries.reading import record_of
from trellis.apps.directory.tests.factories import make_location, make_organization, make_service
from trellis.config.console import main
from trellis.core.actions import acting
from trellis.core.catalogue.pages import pages as catalogue
from trellis.core.people.models import Person

WORD = "zanzibarquince"
"""For keepers and the organization's own editors only."""
MEMBERS_WORD = "timbuktumedlar"
"""For people who signed in."""

MAY_STAND = {
    "extra": "what a source said and Trellis has no place for; never published",
    "description": "when to use a contact; shown with the contact, by its visibility",
    "extension": "of a contact; shown with the contact, by its visibility",
    "display_name": "a person's own",
    "email": "a person's own",
}
"""Columns that are not encrypted and may hold such a word, because no page shows them to others."""

MOST_PAGES = 250


@pytest.fixture
def planted(world):
    """The word in every confidential place of a service, an organization, a space and a secret location."""
    contacts = [
        ContactRecord(
            name=f"{word} {part}", title=word, email=f"{word}@example.org", phone=word, extension=word, description=word, visibility=seen
        )
        for word, seen, part in ((WORD, "keepers", "Keeper"), (MEMBERS_WORD, "members", "Member"))
    ]
    told = dict.fromkeys(
        (
            "name",
            "alternate_name",
            "description",
            "address_1",
            "address_2",
            "city",
            "postal_code",
            "transportation",
            "parking",
            "accessibility_note",
        ),
        WORD,
    )
    assert set(told) | {"latitude", "longitude"} == set(Location.SECRET)
    group = make_organization(name="Night Light", contacts=contacts, extra={WORD: WORD})
    refuge = make_location(
        group,
        **told,
        confidential=True,
        public_area="Near Clacton",
        extra={WORD: WORD},
        contacts=contacts,
        latitude=51.987654,
        longitude=1.123456,
    )
    service = make_service(
        group,
        refuge,
        name="A quiet house",
        contacts=contacts,
        extra={WORD: WORD},
        schedules=[ScheduleRecord(weekdays=[0], opens_at="19:00", closes_at="21:00")],
    )
    now = timezone.now()
    with acting(world.people["keeper"]):
        for row in (world.things["organization"], world.things["service"], world.things["space"], world.things["location"]):
            record = record_of(row)
            record.contacts, record.extra = [*record.contacts, *contacts], {WORD: WORD}
            change_record(row, record=record, note=WORD, now=now)
    with acting(world.people["editor"]):
        record = record_of(world.things["service"])
        record.description = f"{WORD}, which nobody has approved yet"
        propose_change(world.things["service"], record=record, note=WORD, now=now)
    Person.objects.filter(pk=world.people["keeper"].pk).update(display_name=f"{WORD} the keeper")
    world.things |= {"group": group, "refuge": refuge, "quiet": service}
    return world


def crawled(client, start: list[str]) -> dict[str, str]:
    """Every page that can be reached, by its address."""
    waiting, seen = list(start), {}
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen or address.startswith(("/leave", "/sign-out", "/language", "/static", "/ui/")):
            continue
        response = client.get(address)
        seen[address] = b"".join(response).decode(errors="replace") if response.streaming else response.content.decode()
        if response.status_code in (301, 302):
            waiting.append(response["Location"])
        waiting += [unescape(link) for link in re.findall(r'href="(/[^"#]*)', seen[address])]
    return seen


@pytest.mark.parametrize("role", ["visitor", "member", "stranger"])
def test_no_page_shows_it(planted, role):
    client = planted.browser(role)
    asked = [
        f"/find?q={WORD}",
        f"/organizations?q={WORD}",
        f"/meetings?q={WORD}",
        f"/keep/service/?q={WORD}",
        "/find?q=quiet+house",
        f"/find/map?q={WORD}",
    ]
    asked += [
        f"/service/{planted.things['quiet'].pk}",
        f"/organization/{planted.things['group'].pk}",
        f"/location/{planted.things['refuge'].pk}",
    ]
    asked += [f"/keep/location/{planted.things['refuge'].pk}/", f"/keep/location/{planted.things['refuge'].pk}/history"]
    found = crawled(client, [*asked, *(planted.address(page["address"]) for page in pages())])
    assert len(found) > 60
    forbidden = [WORD, "51.98765", "1.12345"] + ([MEMBERS_WORD] if role == "visitor" else [])
    shown = {address for address, text in found.items() for word in forbidden if word in without_what_was_asked(text)}
    assert sorted(shown) == []
    assert any("quiet house" in text for text in found.values())


def without_what_was_asked(text: str) -> str:
    """A page may repeat the word that was typed into its own search box, and say that it found nothing."""
    text = re.sub(r'(?:value|href|content|action)="[^"]*"', "", text)
    return re.sub(rf"[“‘\"']{WORD}[”’\"']|<title>.*?</title>|<h1>.*?</h1>|<bdi>{WORD}</bdi>", "", text, flags=re.DOTALL)


def test_members_contacts_are_shown_to_members(planted):
    """Or the test above would hold because nothing is shown to anybody."""
    page = planted.browser("member").get(f"/service/{planted.things['quiet'].pk}").content.decode()
    assert MEMBERS_WORD in page
    own = planted.browser("editor").get(f"/keep/service/{planted.things['service'].pk}/history").content.decode()
    assert WORD in own


def test_no_table_holds_it_in_plain_text(planted):
    """Neither the search index, nor the log, nor letters, jobs or anything else. The spelling words of search are tables too."""
    plain = {(table, column) for table, column, value in _cells() if WORD in str(value).lower() or "51.987654" in str(value)}
    assert {place for place in plain if place[1] not in MAY_STAND} == set()
    assert not {place for place in plain if "search" in place[0] or "log" in place[0] or "letter" in place[0]}


def _cells():
    names = set(connection.introspection.table_names()) | {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        for table in sorted(names):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    shown = bytes(value) if isinstance(value, memoryview) else value
                    yield table, column, shown.decode(errors="replace") if isinstance(shown, bytes) else shown


def test_the_search_of_the_terminal_does_not_find_it(planted, capsys, monkeypatch):
    monkeypatch.setattr("trellis.interfaces.cli.readiness.require_ready", lambda: None)
    assert main(["search", "quiet house", "--json"]) == 0
    told = capsys.readouterr().out
    assert "A quiet house" in told
    assert "51.98" not in told and WORD not in told
    assert main(["search", WORD, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["results"] == []


def test_the_catalogue_does_not_hold_it(planted):
    assert WORD not in "".join(catalogue().values())


def test_every_kind_of_record_was_tried(planted):
    assert {model.__name__ for model in MODELS.values()} == {"Organization", "Service", "Location", "Space"}
