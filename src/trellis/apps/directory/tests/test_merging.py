"""Two records of one thing: found with reasons, proposed by one, decided by another, undone, and told apart for good."""

import pytest
from django.urls import reverse

from trellis.apps.directory.actions import approve_merge, change_record, propose_merge, reject_merge, say_not_the_same, undo_merge
from trellis.apps.directory.actions.merging import fields_to_choose
from trellis.apps.directory.models import MergeProposal, Organization, RecordKind, Service
from trellis.apps.directory.models.records import ContactRecord
from trellis.apps.directory.queries.alike import merged_into, pairs
from trellis.apps.directory.queries.reading import record_of
from trellis.apps.directory.queries.searchable import ORGANIZATION
from trellis.apps.directory.tests.factories import NOW, make_location, make_organization, make_person, make_service
from trellis.core.actions import NotFound, Refused, WrongState, acting, as_program

pytestmark = pytest.mark.django_db
PHONE = [ContactRecord(phone="01632 960500")]


@pytest.fixture
def two():
    keep = make_organization(name="Harwich Bereavement Café", website="https://cafe.example.org/", description="Tea.")
    drop = make_organization(
        name="Bereavement Cafe Harwich", website="http://www.cafe.example.org", description="Tea and talk.", contacts=PHONE
    )
    return keep, drop


@pytest.fixture
def keepers():
    return make_person("keeper", email="k1@example.org"), make_person("keeper", email="k2@example.org")


def proposed(two, by, from_dropped=("description", "contacts")) -> MergeProposal:
    with acting(by):
        return propose_merge(two[0], drop_id=two[1].pk, from_dropped=list(from_dropped), reason="Same door, same people.", now=NOW)


def test_pairs_are_found_with_their_reasons_and_one_shared_thing_is_not_enough(two):
    make_organization(name="The other café", website="https://cafe.example.org")
    make_organization(name="Advice desk", contacts=PHONE)
    (pair,) = pairs(RecordKind.ORGANIZATION)
    assert {pair.first.pk, pair.second.pk} == {row.pk for row in two}
    assert pair.why == ["They have the same name.", "They have the same website."]


def test_many_things_under_one_number_are_not_the_same():
    organization = make_organization()
    for name in ("Debt advice", "Housing advice", "Work advice"):
        make_service(organization, name=name)
    assert pairs(RecordKind.SERVICE) == []
    make_service(make_organization(name="Copy of it"), name="Debt advice")
    assert len(pairs(RecordKind.SERVICE)) == 1


def test_another_keeper_makes_them_one_and_the_old_address_leads_there(client, two, keepers):
    keep, drop = two
    service, hall = make_service(drop), make_location(drop)
    proposal = proposed(two, keepers[0])
    with acting(keepers[0]), pytest.raises(Refused, match="Somebody else"):
        approve_merge(proposal, now=NOW)
    assert drop.status == "active"
    with acting(keepers[1]):
        approve_merge(proposal, now=NOW)
    keep.refresh_from_db()
    drop.refresh_from_db()
    assert (keep.description, keep.name, drop.status) == ("Tea and talk.", "Harwich Bereavement Café", "inactive")
    assert [each.phone for each in keep.contacts.all()] == ["01632 960500"]
    assert Service.objects.get(pk=service.pk).organization_id == keep.pk
    hall.refresh_from_db()
    assert hall.organization_id == keep.pk
    answer = client.get(reverse("directory-organization", args=[drop.pk]))
    assert (answer.status_code, answer["Location"]) == (301, reverse("directory-organization", args=[keep.pk]))
    assert merged_into(drop.pk) == keep.pk
    assert pairs(RecordKind.ORGANIZATION) == []


def test_undone_it_is_as_before_but_for_what_somebody_changed_since(client, two, keepers):
    keep, drop = two
    service = make_service(drop)
    proposal = proposed(two, keepers[0])
    with acting(keepers[1]):
        approve_merge(proposal, now=NOW)
        record = record_of(Organization.objects.get(pk=keep.pk))
        record.description = "Tea, talk and cake."
        change_record(Organization.objects.get(pk=keep.pk), record=record, now=NOW)
        undo_merge(MergeProposal.objects.get(), now=NOW)
    keep.refresh_from_db()
    drop.refresh_from_db()
    assert (keep.description, list(keep.contacts.all()), drop.status) == ("Tea, talk and cake.", [], "active")
    assert Service.objects.get(pk=service.pk).organization_id == drop.pk
    assert client.get(reverse("directory-organization", args=[drop.pk])).status_code == 200
    with acting(keepers[1]), pytest.raises(WrongState):
        undo_merge(MergeProposal.objects.get(), now=NOW)


def test_services_are_made_one_too_and_come_back(client, keepers):
    organization = make_organization()
    keep, drop = make_service(organization, name="Choir"), make_service(organization, name="Choir", description="Sing.")
    with as_program():
        proposal = propose_merge(keep, drop_id=drop.pk, from_dropped=["description"], reason="Twice in one list.", now=NOW)
    with acting(keepers[0]):
        approve_merge(proposal, now=NOW)
        assert client.get(reverse("directory-service", args=[drop.pk])).status_code == 301
        assert Service.objects.get(pk=keep.pk).description == "Sing."
        undo_merge(MergeProposal.objects.get(), now=NOW)
    assert Service.objects.get(pk=keep.pk).description == ""
    assert Service.objects.get(pk=drop.pk).status == "active"


def test_not_the_same_is_remembered(two, keepers):
    with acting(keepers[0]):
        say_not_the_same(two[0], other_id=two[1].pk, now=NOW)
        say_not_the_same(two[1], other_id=two[0].pk, now=NOW)
    assert pairs(RecordKind.ORGANIZATION) == []


def test_a_proposal_that_is_rejected_says_why_and_is_not_asked_again(two, keepers):
    proposal = proposed(two, keepers[0])
    with acting(keepers[1]):
        with pytest.raises(WrongState, match="Say why"):
            reject_merge(proposal, reason=" ", now=NOW)
        reject_merge(proposal, reason="Two rooms, two groups.", now=NOW)
    assert pairs(RecordKind.ORGANIZATION) == []
    assert two[1].status == "active"


def test_what_cannot_be_made_one(two, keepers):
    with acting(keepers[0]):
        for other, reason in ((two[0].pk, "It is itself."), (make_service(two[0]).pk, "Another kind.")):
            with pytest.raises(WrongState):
                propose_merge(two[0], drop_id=other, from_dropped=[], reason=reason, now=NOW)
        with pytest.raises(WrongState, match="Say why"):
            propose_merge(two[0], drop_id=two[1].pk, from_dropped=[], reason=" ", now=NOW)
        propose_merge(two[0], drop_id=two[1].pk, from_dropped=[], reason="Same.", now=NOW)
        with pytest.raises(WrongState, match="already"):
            propose_merge(two[1], drop_id=two[0].pk, from_dropped=[], reason="Same.", now=NOW)


def test_an_editor_may_propose_but_a_stranger_finds_nothing(two, keepers):
    with acting(make_person("editor", two[0], email="e@example.org")):
        proposal = propose_merge(two[0], drop_id=two[1].pk, from_dropped=["name", "status", "key"], reason="Same.", now=NOW)
    assert proposal.from_dropped == ["name"], "only fields that may be chosen"
    with acting(make_person("editor", make_organization(), email="x@example.org")), pytest.raises(NotFound):
        approve_merge(proposal, now=NOW)


def test_fields_that_say_where_a_record_comes_from_are_not_for_choosing(two):
    assert set(fields_to_choose(*two)) == {"name", "website", "description", "contacts"}


def test_the_dropped_one_leaves_search(two, keepers):
    proposal = proposed(two, keepers[0])
    with acting(keepers[1]):
        approve_merge(proposal, now=NOW)
    assert [each.ref for each in ORGANIZATION.documents([row.pk for row in two])] == [two[0].pk]


def test_compared_proposed_and_decided_on_the_pages(client, two, keepers):
    address = reverse("directory-keep-compare", args=["organization", two[0].pk, two[1].pk])
    client.force_login(keepers[0])
    assert "Harwich Bereavement Café" in client.get(reverse("directory-keep-pairs")).content.decode()
    page = client.get(address).content.decode()
    assert "They have the same website." in page
    page = client.post(address, {"keep": "second"}).content.decode()
    assert "There is a problem" in page
    sent = {"keep": "second", "take-name": "first", "take-website": "second", "take-description": "second", "take-contacts": "second"}
    made = client.post(address, {**sent, "reason": "One group."})
    assert made.status_code == 302
    client.force_login(keepers[1])
    assert client.post(made["Location"], {"do": "approve"}).status_code == 302
    two[1].refresh_from_db()
    assert (two[1].name, two[1].description) == ("Harwich Bereavement Café", "Tea and talk.")
