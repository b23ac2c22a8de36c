"""Claims: proved without telling what stands in the record, objected to, refused, limited, and in the log on both sides."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from trellis.apps.directory.actions import (
    approve_claim,
    let_in,
    make_claim,
    object_to_claim,
    prove_claim,
    refuse_claim,
    withdraw_claim,
)
from trellis.apps.directory.models import Claim
from trellis.apps.directory.models.records import ContactRecord
from trellis.apps.directory.tests.factories import NOW, make_organization, make_person
from trellis.core.actions import NotFound, Refused, WrongState, acting, as_program
from trellis.core.letters.models import Letter
from trellis.core.log.models import LogEntry
from trellis.core.people.models import Person

pytestmark = pytest.mark.django_db


def group(**fields):
    contacts = [ContactRecord(email="secretary@example.org", phone="01632 960777", visibility="keepers")]
    return make_organization(name="Pier Union Branch", contacts=contacts, **fields)


def claimed(organization, way="code", address="ana@example.org", now=NOW) -> Claim:
    with acting(None):
        return make_claim(organization, way=way, address=address, name="Ana", words="I am the secretary.", now=now)


def prove(claim, code, now=NOW) -> bool:
    with acting(None):
        return prove_claim(claim_id=claim.pk, code=code, now=now)


def editors(organization) -> list[str]:
    return [each.email for each in Person.objects.filter(grants__role="editor", grants__scope_id=str(organization.pk))]


def test_the_code_goes_to_the_record_and_makes_an_editor_at_once_where_nobody_edits():
    organization = group()
    claim = claimed(organization)
    letter = Letter.objects.get(channel="email")
    assert letter.address == "secretary@example.org"
    assert claim.code in letter.body
    assert prove(claim, f" {claim.code.lower()[:4]} {claim.code.lower()[4:]} ")
    assert editors(organization) == ["ana@example.org"]
    assert Claim.objects.get().state == "approved"


def test_the_pages_tell_an_impostor_nothing_of_the_contact(client):
    organization = group()
    pages = [client.get(reverse("directory-claim", args=[organization.pk])).content.decode()]
    sent = {"way": "code", "address": "imp@example.org", "form_key": str(uuid.uuid4())}
    answer = client.post(reverse("directory-claim", args=[organization.pk]), sent)
    pages.append(client.get(answer["Location"]).content.decode())
    pages.append(client.post(answer["Location"], {"code": "2222222"}).content.decode())
    for page in pages:
        assert "secretary" not in page
        assert "960777" not in page
        assert Claim.objects.get().code not in page
    assert "This is not the code" in pages[-1]
    assert "You have 4 tries." in pages[-1]


def test_five_wrong_codes_end_the_claim_and_the_right_one_is_then_of_no_use(client):
    organization = group()
    editor = make_person("editor", organization, email="edie@example.org")
    claim = claimed(organization, address="imp@example.org")
    for _number in range(5):
        assert not prove(claim, "2222222")
    assert Claim.objects.get().state == "refused"
    with pytest.raises(WrongState):
        prove(claim, claim.code)
    assert editors(organization) == [editor.email]
    tried = LogEntry.objects.filter(event="directory.claim.tried")
    assert [each.facts["right"] for each in tried] == [False] * 5
    told = {(each.recipient_id, each.address) for each in Letter.objects.filter(fact__in=tried, channel="email")}
    assert told == {(editor.pk, None), (None, "imp@example.org")}, "both sides hear of it"
    page = client.get(reverse("directory-claim-own", args=[claim.pk])).content.decode()
    assert "Too many wrong codes" in page


def test_those_who_keep_the_record_hear_of_a_claim_and_have_seven_days():
    organization = group()
    editor = make_person("editor", organization, email="edie@example.org")
    claim = claimed(organization)
    assert Letter.objects.filter(recipient=editor, channel="page").count() == 1
    prove(claim, claim.code)
    assert Claim.objects.get().state == "waiting"
    for day, may in ((1, False), (7, False), (8, True)):
        with as_program():
            if may:
                let_in(claim_id=Claim.objects.get().pk, now=NOW + timedelta(days=day))
            else:
                with pytest.raises(WrongState):
                    let_in(claim_id=Claim.objects.get().pk, now=NOW + timedelta(days=day))
    assert sorted(editors(organization)) == ["ana@example.org", "edie@example.org"]


def test_an_objection_leaves_it_to_a_keeper():
    organization = group()
    editor, keeper = make_person("editor", organization, email="edie@example.org"), make_person("keeper", email="k@example.org")
    claim = claimed(organization)
    prove(claim, claim.code)
    with acting(editor):
        with pytest.raises(WrongState, match="Say why"):
            object_to_claim(Claim.objects.get(), reason=" ", now=NOW)
        object_to_claim(Claim.objects.get(), reason="We do not know her.", now=NOW)
    with as_program(), pytest.raises(WrongState):
        let_in(claim_id=Claim.objects.get().pk, now=NOW + timedelta(days=9))
    with acting(editor), pytest.raises(Refused):
        approve_claim(Claim.objects.get(), now=NOW)
    with acting(keeper):
        with pytest.raises(WrongState, match="Say why"):
            refuse_claim(Claim.objects.get(), reason="", now=NOW)
        refuse_claim(Claim.objects.get(), reason="The branch says no.", now=NOW)
    assert editors(organization) == ["edie@example.org"]
    assert Letter.objects.filter(address__isnull=False, body__isnull=False).count() == 2
    assert {each.facts.get("state") for each in LogEntry.objects.filter(event="directory.claim.decided")} == {"refused"}


def test_an_objection_comes_in_time_or_not_at_all():
    organization = group()
    editor = make_person("editor", organization, email="edie@example.org")
    claim = claimed(organization)
    with acting(editor), pytest.raises(WrongState, match="over"):
        object_to_claim(claim, reason="No.", now=NOW + timedelta(days=9))


def test_a_keeper_waits_for_those_who_may_object():
    organization = group()
    make_person("editor", organization, email="edie@example.org")
    claim = claimed(organization, way="call")
    with acting(make_person("keeper", email="k@example.org")):
        with pytest.raises(WrongState, match="may still object"):
            approve_claim(claim, now=NOW + timedelta(days=1))
        approve_claim(claim, reason="I rang: they know her.", now=NOW + timedelta(days=8))
    assert "ana@example.org" in editors(organization)


def test_a_record_is_not_pestered_with_claims():
    organization = group()
    for number in range(3):
        claimed(organization, address=f"imp{number}@example.org")
    with pytest.raises(WrongState, match="several times"):
        claimed(organization, address="imp9@example.org")
    assert Letter.objects.filter(channel="email").count() == 3


def test_taking_claims_back_does_not_let_one_pester_a_record_with_codes():
    organization = group()
    for _number in range(3):
        with acting(None):
            withdraw_claim(claim_id=claimed(organization).pk, now=NOW)
    with pytest.raises(WrongState, match="several times"):
        claimed(organization)


def test_a_keeper_does_not_grant_a_claim_of_their_own():
    organization = group()
    claim = claimed(organization, way="words", address="Kay@example.org")
    with acting(make_person("keeper", email="kay@example.org")), pytest.raises(Refused, match="claim yourself"):
        approve_claim(claim, now=NOW)
    with acting(make_person("keeper", email="lee@example.org")):
        approve_claim(claim, now=NOW)


def test_one_open_claim_for_each_address_and_an_old_code_is_worth_nothing():
    organization = group()
    claim = claimed(organization)
    with pytest.raises(WrongState, match="already"):
        claimed(organization, address="ANA@example.org")
    with pytest.raises(WrongState, match="too old"):
        prove(claim, claim.code, now=NOW + timedelta(days=4))


def test_a_claim_of_nobody_and_one_taken_back():
    with acting(None), pytest.raises(NotFound):
        prove_claim(claim_id=uuid.uuid4(), code="2222222", now=NOW)
    claim = claimed(group())
    with acting(None):
        withdraw_claim(claim_id=claim.pk, now=NOW)
        with pytest.raises(WrongState):
            withdraw_claim(claim_id=claim.pk, now=NOW)
    with pytest.raises(WrongState):
        prove(claim, claim.code)


def test_only_ways_that_the_record_allows_and_words_where_they_are_needed(client):
    organization = make_organization(contacts=[])
    page = client.get(reverse("directory-claim", args=[organization.pk])).content.decode()
    assert "In words to a keeper" in page
    assert "By a code" not in page
    sent = {"way": "words", "address": "ana@example.org", "words": "", "form_key": str(uuid.uuid4())}
    assert "Say how we can know" in client.post(reverse("directory-claim", args=[organization.pk]), sent).content.decode()
    sent["way"] = "code"
    assert (
        "Choose one of the answers in the list." in client.post(reverse("directory-claim", args=[organization.pk]), sent).content.decode()
    )
    assert not Claim.objects.exists()


def test_an_editor_of_another_organization_finds_no_claim(client):
    claim = claimed(group())
    client.force_login(make_person("editor", make_organization(), email="x@example.org"))
    assert client.get(reverse("directory-keep-claim", args=[claim.pk])).status_code == 404


def test_an_editor_sees_who_claims_but_not_their_address(client):
    organization = group()
    claim = claimed(organization)
    client.force_login(make_person("editor", organization, email="edie@example.org"))
    page = client.get(reverse("directory-keep-claim", args=[claim.pk])).content.decode()
    assert "I am the secretary." in page
    assert "ana@example.org" not in page


def test_claimed_through_the_pages_with_the_code_from_the_letter(client):
    organization = group()
    sent = {"way": "code", "name": "Ana", "address": "ana@example.org", "form_key": str(uuid.uuid4())}
    first = client.post(reverse("directory-claim", args=[organization.pk]), sent)
    again = client.post(reverse("directory-claim", args=[organization.pk]), sent)
    assert first["Location"] == again["Location"]
    code = re.search(r"^[2-9A-Z]{8}$", Letter.objects.get(channel="email").body, re.MULTILINE)[0]
    page = client.post(first["Location"], {"code": code}, follow=True).content.decode()
    assert "You may now propose changes." in page
    assert editors(organization) == ["ana@example.org"]
