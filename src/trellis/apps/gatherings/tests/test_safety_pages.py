"""The pages of patrols: help first, a look at the words before they are kept, everybody back, and a handover."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.apps.directory.tests.factories import make_organization, make_person
from trellis.apps.gatherings.models import HandoverNote, PatrolArea, PatrolBack, SafetyCount, SafetyEntry
from trellis.apps.gatherings.tests.line_factories import HOUR, SEVEN, make_area, make_member, make_patrol

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """The moment that pages believe it is."""
    moment = {"now": SEVEN + HOUR}
    monkeypatch.setattr(timezone, "now", lambda: moment["now"])
    return moment


@pytest.fixture
def watch():
    return make_organization(name="Seafront Watch")


@pytest.fixture
def wren(watch):
    return make_member(watch, name="Wren")


@pytest.fixture
def patrol(watch, wren):
    return make_patrol(watch, wren, make_member(watch, name="Robin"))


@pytest.fixture
def area(watch):
    return make_area(watch)


def key(**told):
    return {"form_key": str(uuid.uuid4())} | told


def main(response) -> str:
    text = response.content.decode()
    return text[text.index("<main") : text.index("</main>")]


def entry(area, words="", **told):
    return key(kind="light", area=str(area.pk), at="19:30", done=["council"], words=words) | told


def looked_at(page: str) -> str:
    return page.split('name="looked_at" value="')[1].split('"')[0]


def test_help_stands_first_on_every_page(client, watch, wren, patrol, area, clock):
    client.force_login(wren)
    for address in (
        reverse("safety-log", args=[watch.pk]),
        reverse("safety-new", args=[watch.pk]),
        reverse("safety-patrol", args=[patrol.pk]),
    ):
        page = main(client.get(address))
        assert page.index("tel:999") < page.index("<h1")


def test_an_entry_sent_twice_is_written_once(client, watch, wren, patrol, area, clock):
    client.force_login(wren)
    told = entry(area, "Lamp by the bandstand is out")
    for _n in range(2):
        assert client.post(reverse("safety-new", args=[watch.pk]), told).status_code == 302
    written = SafetyEntry.objects.get()
    assert (written.gathering, written.seen_at, written.area) == (patrol, SEVEN + HOUR / 2, area)
    page = main(client.get(reverse("safety-log", args=[watch.pk])))
    assert "A light out" in page and "Told the council" in page and "Wren" not in page


def test_a_number_is_never_saved_however_often_it_is_sent(client, watch, wren, patrol, area, clock):
    client.force_login(wren)
    page = main(client.post(reverse("safety-new", args=[watch.pk]), entry(area, "He rang from 07700 900123")))
    assert "It is not saved yet. Please take this out:" in page and "07700 900123" in page
    again = entry(area, "He rang from 07700 900123", looked_at=looked_at(page), are_places="on")
    assert "Please take this out" in main(client.post(reverse("safety-new", args=[watch.pk]), again))
    assert not SafetyEntry.objects.exists()


def test_what_may_tell_who_it_was_is_shown_once_and_then_saved_as_it_is(client, watch, wren, patrol, area, clock):
    client.force_login(wren)
    address = reverse("safety-new", args=[watch.pk])
    page = main(client.post(address, entry(area, "Karen lost her keys")))
    assert "Please look again:" in page and "This looks like somebody’s name." in page and "Save it as it is now" in page
    other = entry(area, "Karen and Darren lost their keys", looked_at=looked_at(page))
    page = main(client.post(address, other))
    assert "Darren" in page and not SafetyEntry.objects.exists()
    client.post(address, other | {"looked_at": looked_at(page)})
    assert SafetyEntry.objects.get().words == "Karen and Darren lost their keys"


def test_a_whole_name_needs_the_word_that_it_is_a_place(client, watch, wren, patrol, area, clock):
    client.force_login(wren)
    address = reverse("safety-new", args=[watch.pk])
    page = main(client.post(address, entry(area, "By the Martin Taylor bench")))
    assert "It is the name of a place, not of a person" in page
    told = entry(area, "By the Martin Taylor bench", looked_at=looked_at(page))
    assert client.post(address, told).status_code == 200
    assert client.post(address, told | {"are_places": "on"}).status_code == 302


def test_an_entry_is_changed_and_removed(client, watch, wren, patrol, area, clock):
    client.force_login(wren)
    client.post(reverse("safety-new", args=[watch.pk]), entry(area, "Lamp out"))
    written = SafetyEntry.objects.get()
    change, remove = reverse("safety-change", args=[written.pk]), reverse("safety-remove", args=[written.pk])
    assert "Lamp out" in main(client.get(change))
    assert "Choose what you did" in main(client.post(change, key(kind="light", area=str(area.pk), words="x")))
    client.post(change, entry(area, "Lamp mended"))
    assert "Lamp mended" in main(client.get(remove))
    client.post(remove)
    assert not SafetyEntry.objects.exists()


def test_a_patrol_is_back_and_hands_over(client, watch, wren, patrol, area, clock):
    client.force_login(wren)
    address = reverse("safety-patrol", args=[patrol.pk])
    clock["now"] = SEVEN - HOUR
    assert "Are you back?" not in main(client.get(address))
    clock["now"] = SEVEN + 2 * HOUR
    page = main(client.get(address))
    assert "Robin" in page and "We are all back" in page
    turns = [str(turn.pk) for shift in patrol.shifts.all() for turn in shift.turns.all()]
    told = key(do="back", turns=turns)
    client.post(address, told)
    client.post(address, told)
    assert "Everybody is back." in main(client.get(address)) and PatrolBack.objects.count() == 2

    page = main(client.post(address, key(do="hand_over", words="Ask Darren Smith about the lamp")))
    assert "Darren Smith" in page and not HandoverNote.objects.exists()
    told = key(do="hand_over", words="Look whether the lamp is mended")
    client.post(address, told)
    client.post(address, told)
    assert HandoverNote.objects.count() == 1
    later = make_patrol(watch, wren, starts_at=SEVEN + timedelta(days=1))
    later.series = patrol.series
    later.save()
    clock["now"] = SEVEN + timedelta(days=1)
    assert "Look whether the lamp is mended" in main(client.get(reverse("safety-patrol", args=[later.pk])))


def test_areas_are_added_by_organizers(client, watch, wren, patrol, clock):
    client.force_login(make_person("editor", watch))
    address = reverse("safety-areas", args=[watch.pk])
    assert "Name an area" in main(client.get(reverse("safety-log", args=[watch.pk])))
    assert "not an address" in main(client.post(address, key(do="add", name="14 Holland Road")))
    client.post(address, key(do="add", name="Seafront"))
    assert "Seafront" in main(client.get(address))
    client.post(address, {"area": str(PatrolArea.objects.get().pk)})
    assert PatrolArea.objects.get().retired_at is not None
    client.force_login(wren)
    assert client.get(address).status_code == 404


def test_counts_are_exact_inside_and_hidden_outside(client, watch, wren, patrol, area, clock):
    for kind, n in (("light", 3), ("noise", 12)):
        SafetyCount.objects.create(organization=watch, area=area, month=SEVEN.date().replace(day=1), kind=kind, n=n)
    address = reverse("safety-counts", args=[watch.pk])
    outside = main(client.get(address))
    assert "A light out: few" in outside and "Noise: 10" in outside
    client.force_login(wren)
    assert "A light out: 3" in main(client.get(address))


def test_the_log_page_asks_the_database_as_often_for_one_entry_as_for_three(client, watch, wren, patrol, area, clock):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(wren)
    asked = []
    for n in (1, 2):
        for _each in range(n):
            client.post(reverse("safety-new", args=[watch.pk]), entry(area, "Lamp out"))
        client.get(reverse("safety-log", args=[watch.pk]))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("safety-log", args=[watch.pk]))
        asked.append(len(queries))
    assert asked == [asked[0]] * 2
