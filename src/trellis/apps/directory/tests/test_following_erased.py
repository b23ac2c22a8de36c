"""A person who is erased leaves corrections and what other places signed, too."""

import pytest
from django.utils import timezone

from trellis.apps.directory.actions import change_record, make_claim, report_mistake
from trellis.apps.directory.actions.following import follow_source
from trellis.apps.directory.actions.forgetting import names_in_the_directory
from trellis.apps.directory.actions.reminding import correspondent_for
from trellis.apps.directory.models import Claim, Correction, Correspondent, Hello, Mistake, Origin, Source
from trellis.apps.directory.models.records import ContactRecord
from trellis.apps.directory.queries.asking import Reachable
from trellis.apps.directory.queries.reading import record_of
from trellis.apps.directory.tests.factories import make_organization, make_person, make_service
from trellis.core.actions import acting, as_program
from trellis.core.forgetting import Identity

pytestmark = pytest.mark.django_db


def test_a_contact_of_theirs_leaves_corrections_and_origins():
    now, row = timezone.now(), make_service(contacts=[])
    with as_program():
        following = follow_source(url="https://harwich.example", kind="trellis", name="Harwich", now=now)
    type(row).objects.filter(pk=row.pk).update(source=Source.objects.get(following=following), source_key="1")
    row.refresh_from_db()
    record = record_of(row)
    record.contacts = [ContactRecord(name="Ann", email="ann@example.org"), ContactRecord(phone="01632 960123")]
    with acting(make_person("keeper", email="keeper@example.org")):
        change_record(row, record=record, now=now)
    Origin.objects.create(
        following=following, kind="service", record_id=row.pk, origin_id="1", home="https://harwich.example", place_name="Harwich",
        said='{"contacts":[{"email":"Ann@example.org"}]}', signature="s", key="k",
    )  # fmt: skip

    names_in_the_directory(Identity(addresses=frozenset({"ann@example.org"})), now)

    assert [each.get("email") for each in Correction.objects.get(field="contacts").value] == [None]
    assert not Origin.objects.exists()


def test_what_they_told_under_their_address_without_an_account_goes_too():
    now, organization = timezone.now(), make_organization()
    with acting(None):
        for address in ("Ann@example.org", "bo@example.org"):
            make_claim(organization, way="words", address=address, name="A name", words="It is ours.", now=now)
            report_mistake(organization, parts=["other"], right="It moved.", teller=f"write to {address}", now=now)
            Hello.objects.create(organization=organization, from_group="G", words="Hello", reply_to=address, sent_at=now)
            correspondent_for(Reachable(None, address, "en"))

    names_in_the_directory(Identity(addresses=frozenset({"ann@example.org"})), now)

    assert [each.address for each in Claim.objects.all()] == ["bo@example.org"]
    assert sorted(each.teller for each in Mistake.objects.all()) == ["", "write to bo@example.org"]
    assert [each.reply_to for each in Hello.objects.all()] == ["bo@example.org"]
    assert [each.address for each in Correspondent.objects.all()] == ["bo@example.org"]
