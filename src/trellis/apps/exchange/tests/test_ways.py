"""Ways into the exchange from other pages, and talk about a need in its group."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from trellis.apps.directory.tests.factories import make_organization, make_person
from trellis.apps.exchange.models import Item
from trellis.apps.exchange.queries import beside, talked
from trellis.apps.exchange.tests.made_asking import asked
from trellis.apps.people.actions import join_group
from trellis.apps.talk.queries import circles
from trellis.core.actions import acting
from trellis.core.references import Ref

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def lend(organization, title, **more) -> Item:
    return Item.objects.create(organization=organization, kind="tools", title=title, added_at=NOW, **more)


def test_an_organization_that_lends_says_so_and_leads_to_its_things_only(client):
    library, other = make_organization(name="Tool library"), make_organization(name="Choir")
    lend(library, "Hedge trimmer"), lend(other, "Music stands")
    (way,) = beside.beside_organization(library, None, now=NOW)
    page = client.get(way.url).content.decode()
    assert "Hedge trimmer" in page and "Music stands" not in page
    assert list(beside.beside_organization(make_organization(name="Nothing lent"), None, now=NOW)) == []


def test_what_is_lent_to_members_is_not_announced_to_others():
    library = make_organization(name="Tool library")
    lend(library, "Hedge trimmer", seen_by="members")
    assert list(beside.beside_organization(library, None, now=NOW)) == []


def test_a_need_is_talked_about_in_its_group_by_those_who_may_read_it(client):
    choir = make_organization(name="Choir")
    asker, other = make_person(), make_person()
    for person, name in ((asker, "Robin"), (other, "Wren")):
        with acting(person):
            join_group(person, group=Ref.to(choir), display_name=name, now=NOW)
    need = asked(asker, group=Ref.to(choir))
    about = Ref.to(need)
    assert circles.group_of(about) == Ref.to(choir)
    assert circles.may_write(asker, about)
    assert not circles.may_read(other, about)
    assert talked.name_needs({str(need.pk)})[str(need.pk)].name == "A lift"
    client.force_login(asker)
    assert "Talk about it in the group" in client.get(reverse("exchange-need", args=[need.pk])).content.decode()
