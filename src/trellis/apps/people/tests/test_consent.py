"""Consents: the words said yes to are kept, they hold for one recipient, and go as easily as they came."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from trellis.apps.people.actions import give_consent, tell_needs, withdraw_consent
from trellis.apps.people.models import Consent, Profile
from trellis.apps.people.queries import naming
from trellis.apps.people.queries.consent import has_consent
from trellis.apps.people.queries.profile import needs_told_to
from trellis.apps.people.tests.made import CAFE, CHOIR, NOW, a_person, browser_of, go_on, joined
from trellis.core.actions import NotFound, acting
from trellis.core.log.models import LogEntry
from trellis.core.people.models import Grant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def named_groups(monkeypatch):
    monkeypatch.setattr(naming, "_describers", {})
    names = {CHOIR.id: naming.Named("Harbour Choir"), CAFE.id: naming.Named("Bereavement café")}
    naming.register("test.group", lambda ids: {key: name for key, name in names.items() if key in ids})


def agreed(person, group=CHOIR, now=NOW, **given) -> Consent:
    with acting(person):
        return give_consent(person, purpose="access_needs", recipient=group, recipient_name="Harbour Choir", now=now, **given)


def test_a_yes_holds_for_one_person_one_purpose_and_one_recipient():
    person = a_person()
    agreed(person)
    assert has_consent(person, "access_needs", CHOIR, now=NOW)
    assert not has_consent(person, "access_needs", CAFE, now=NOW)
    assert not has_consent(person, "being_helped", CHOIR, now=NOW)
    assert not has_consent(a_person("bob@example.org"), "access_needs", CHOIR, now=NOW)


def test_it_keeps_the_words_their_version_and_its_end():
    consent = Consent.objects.get(pk=agreed(a_person()).pk)
    assert "The people who lead Harbour Choir may know what I need" in consent.wording
    assert consent.wording_version == "2026-11" and consent.expires_at == NOW + timedelta(days=365)
    assert not has_consent(consent.person, "access_needs", CHOIR, now=consent.expires_at)


def test_said_twice_is_one_and_said_again_after_it_ran_out_is_a_new_one():
    person = a_person()
    assert agreed(person).pk == agreed(person).pk
    later = NOW + timedelta(days=400)
    assert agreed(person, now=later).given_at == later
    old, new = Consent.objects.order_by("given_at")
    assert old.withdrawn_at == old.expires_at and new.holds_at(later)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.filter(pk=old.pk).update(withdrawn_at=None)


def test_taken_back_it_ends_at_once_and_twice_is_as_well_as_once():
    person = a_person()
    consent = agreed(person)
    with acting(person):
        withdraw_consent(consent, now=NOW)
        withdraw_consent(consent, now=NOW + timedelta(days=1))
    consent.refresh_from_db()
    assert consent.withdrawn_at == NOW and not has_consent(person, "access_needs", CHOIR, now=NOW)


def test_neither_the_database_nor_the_log_says_to_whom():
    agreed(a_person())
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_consent")
        kept = str(cursor.fetchall())
    assert "Harbour" not in kept and CHOIR.id not in kept
    assert LogEntry.objects.latest("number").facts == {"purpose": "access_needs"}


def test_nobody_elses_receipt_is_there():
    consent, other = agreed(a_person()), a_person("bob@example.org")
    client = browser_of(other)
    for page in ("people-consent", "people-consent-json", "people-consent-withdraw"):
        assert client.get(reverse(page, args=[consent.pk])).status_code == 404
    with acting(other), pytest.raises(NotFound):
        withdraw_consent(consent, now=NOW)


def test_list_receipt_file_and_taking_back():
    person = a_person()
    consent = agreed(person, now=NOW - timedelta(days=30))
    client = browser_of(person)
    assert "Knowing what I need" in client.get("/me/consents/").content.decode()
    text = client.get(reverse("people-consent", args=[consent.pk])).content.decode()
    assert "may know what I need" in text and "2026-11" in text and str(consent.pk) in text
    told = client.get(reverse("people-consent-json", args=[consent.pk]))
    receipt = told.json()
    assert receipt["record_id"] == str(consent.pk) and receipt["recipients"] == ["Harbour Choir"]
    assert receipt["notice"]["text"] == consent.wording and receipt["events"][0]["state"] == "given"
    assert receipt["purpose"]["dpv"].startswith("https://w3id.org/dpv#")
    assert "attachment" in told["Content-Disposition"] and "Choir" not in told["Content-Disposition"]
    page = reverse("people-consent-withdraw", args=[consent.pk])
    assert client.get(page).content.decode().count("<button") >= 1
    assert client.post(page).url == "/me/consents/"
    assert client.post(page).url == "/me/consents/"
    assert "No longer" in client.get("/me/consents/").content.decode()
    assert client.get(reverse("people-consent-json", args=[consent.pk])).json()["events"][1]["state"] == "withdrawn"


def test_needs_reach_only_the_leaders_of_groups_that_were_ticked():
    person = a_person(display_name="Annabel Smith")
    in_choir = joined(person, CHOIR, "Robin")
    joined(person, CAFE, "Sam")
    client, page = browser_of(person), "/me/needs"
    response = go_on(client, client.get(page), page, needs=["hearing-loop"], needs_words="A chair with arms")
    response = go_on(client, response, page, languages="Polish, some English")
    assert "Who may know?" in response.content.decode()
    response = go_on(client, response, page, groups=[str(in_choir.pk)])
    assert "Harbour Choir" in response.content.decode() and "Bereavement" not in response.content.decode()
    assert go_on(client, response, page).url == "/me/contact/"

    leader = a_person("leader@example.org")
    Grant.objects.create(person=leader, role="editor", scope_kind=CHOIR.kind, scope_id=CHOIR.id, granted_at=NOW)
    shown = browser_of(leader).get("/me/groups/needs").content.decode()
    assert all(words in shown for words in ("Robin", "A hearing loop", "A chair with arms", "Polish"))
    assert "Annabel" not in shown and "ann@example.org" not in shown and "Sam" not in shown
    other = a_person("other@example.org")
    Grant.objects.create(person=other, role="editor", scope_kind=CAFE.kind, scope_id=CAFE.id, granted_at=NOW)
    assert "Robin" not in browser_of(other).get("/me/groups/needs").content.decode()

    response = client.get(page)
    assert 'value="hearing-loop"' in response.content.decode()
    for answers in ({"needs": ["hearing-loop"], "needs_words": ""}, {"languages": ""}, {"groups": []}, {}):
        response = go_on(client, response, page, **answers)
    assert "Robin" not in browser_of(leader).get("/me/groups/needs").content.decode(), "unticked is taken back"


def test_who_left_the_group_is_no_longer_told_of():
    person = a_person()
    membership = joined(person)
    agreed(person)
    with acting(person):
        tell_needs(person, needs=["quiet"], needs_words="", languages="", now=NOW)
    assert [each.name for each in needs_told_to(CHOIR, now=NOW)] == ["Robin"]
    membership.delete()
    assert needs_told_to(CHOIR, now=NOW) == []


def test_nothing_told_is_nothing_kept():
    person = a_person()
    with acting(person):
        tell_needs(person, needs=["quiet"], needs_words="", languages="", now=NOW)
        tell_needs(person, needs=[], needs_words="", languages="", now=NOW)
    assert not Profile.objects.exists()
