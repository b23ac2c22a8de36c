"""Who hears of a proposed change, and of what became of it."""

from dataclasses import replace

import pytest
from django.urls import reverse

from trellis.apps.directory.actions import approve_change, propose_change, reject_change
from trellis.apps.directory.queries.reading import record_of
from trellis.apps.directory.tests.factories import NOW, make_organization, make_person, make_service
from trellis.core.actions import acting
from trellis.core.letters import letters_for

pytestmark = pytest.mark.django_db


def test_keepers_hear_what_waits_and_the_proposer_what_became_of_it(client):
    organization = make_organization()
    service = make_service(organization)
    editor, keeper, other = make_person("editor", organization), make_person("keeper"), make_person("steward")
    with acting(editor):
        first = propose_change(service, record=replace(record_of(service), name="One"), now=NOW)
        second = propose_change(service, record=replace(record_of(service), wait_time="long"), now=NOW)
    with acting(keeper):
        approve_change(first, now=NOW)
        reject_change(second, reason="Which week?", now=NOW)

    assert [letter.path for letter in letters_for(keeper)] == [
        reverse("directory-keep-revision", args=[each.pk]) for each in (second, first)
    ]
    assert ["Which week?" in letter.body for letter in letters_for(editor)] == [True, False]
    assert not letters_for(other).exists()
    for letter in (*letters_for(keeper), *letters_for(editor)):
        assert "Circle" not in letter.subject + letter.body


def test_the_letters_page_shows_mine_and_notes_them_as_read(client):
    organization = make_organization()
    service = make_service(organization)
    keeper = make_person("keeper")
    with acting(make_person("editor", organization)):
        propose_change(service, record=replace(record_of(service), name="One"), now=NOW)
    assert client.get("/letters").status_code == 302
    client.force_login(keeper)
    assert "I have read these" in client.get("/letters").content.decode()
    assert client.post("/letters").status_code == 302
    assert "I have read these" not in client.get("/letters").content.decode()
