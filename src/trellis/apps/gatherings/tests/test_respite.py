"""Respite: one guest a bed a night, a queue, a plan that nobody else can open, and names that go."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from trellis.apps.directory.tests.factories import make_organization
from trellis.apps.directory.tests.factories import make_person as make_editor
from trellis.apps.gatherings.actions.respite import accept_stay, ask_stay, give_stay_up, look_after_stays, seal_plan
from trellis.apps.gatherings.actions.respite_house import add_house, call_stay_off, change_house
from trellis.apps.gatherings.models import BedNight, RespiteHouse, Stay
from trellis.apps.gatherings.models.places_waiting import code_for
from trellis.apps.gatherings.queries.agenda_places import coming_up
from trellis.apps.gatherings.queries.respite_sealing import WrongWords, are_enough, fresh_words, seal, unseal
from trellis.apps.gatherings.tests.factories import NOW
from trellis.apps.people.actions import block_person, join_group
from trellis.apps.people.tests.holders import make_person
from trellis.core.actions import NotFound, Refused, WrongState, acting, as_program
from trellis.core.forgetting.erasing import erase
from trellis.core.forgetting.purging import purge
from trellis.core.letters.models import Letter
from trellis.core.references import Ref

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
FIRST = date(2026, 12, 1)
FINDING = "14 Juniper Lane, ring twice"
PLAN = "When it gets hard, I want music and no questions."
WORDS = "copper lantern otter violet"
HOUSE = {
    "name": "The Lighthouse",
    "agreement": "We are kind. No alcohol.",
    "longest_nights": 5,
    "finding": FINDING,
    "tells_free_beds": True,
}


@pytest.fixture
def organization():
    return make_organization()


@pytest.fixture
def house(organization) -> RespiteHouse:
    """Two beds."""
    with as_program():
        return RespiteHouse.objects.get(pk=add_house(organization, told=HOUSE, beds=["Blue", "Green"], now=NOW))


@pytest.fixture
def host(organization):
    return make_editor("editor", organization, email="host@example.org")


def ask(house, person=None, *, now=NOW, first_on=FIRST, nights=2, **told) -> Stay:
    with acting(person):
        return Stay.objects.get(pk=ask_stay(house, alias="Wren", first_on=first_on, nights=nights, now=now, **told))


def accept(stay, *, now=NOW, **told):
    with acting(stay.person):
        accept_stay(stay=stay.pk, agreed=told.pop("agreed", True), now=now, **told)


def guest(house, n=1, **told) -> Stay:
    stay = ask(house, make_person(email=f"guest{n}@example.org"), now=NOW + timedelta(seconds=n), **told)
    if stay.is_held:
        accept(stay)
    stay.refresh_from_db()
    return stay


def state(stay) -> str:
    return Stay.objects.get(pk=stay.pk).state


def test_a_free_bed_is_held_at_once_and_taken_with_the_house_agreement(house):
    stay = ask(house, make_person(), words="I sleep badly.")
    assert (stay.state, stay.arrives_on, stay.leaves_on) == ("held", FIRST, FIRST + 2 * DAY)
    with pytest.raises(WrongState, match="Everybody in the house agrees"):
        accept(stay, agreed=False)
    accept(stay, emergency_contact="Jo, 01632 960111")
    stay.refresh_from_db()
    assert (stay.state, stay.words, stay.emergency_contact) == ("taken", "", "Jo, 01632 960111")
    stored = str(list(Stay.objects.values())) + str(list(RespiteHouse.objects.values()))
    assert not [word for word in ("Wren", "01632", "Juniper") if word in stored]


def test_two_guests_never_share_a_bed_in_a_night(house):
    stays = [guest(house, n) for n in range(3)]
    assert [each.state for each in stays] == ["taken", "taken", "waiting"]
    taken = BedNight.objects.filter(stay=stays[0]).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        BedNight.objects.create(bed=taken.bed, night=taken.night, stay=stays[1])
    later = guest(house, 4, flexible_days=3)
    assert later.arrives_on == FIRST + 2 * DAY


def test_what_comes_free_is_held_for_the_next_and_passed_on(house):
    stays = [guest(house, n) for n in range(4)]
    with acting(stays[0].person):
        give_stay_up(stay=stays[0].pk, now=NOW + DAY)
    assert [state(each) for each in stays] == ["given_up", "taken", "held", "waiting"]
    look_after_stays(now=NOW + 2 * DAY)
    assert [state(each) for each in stays] == ["given_up", "taken", "passed_on", "held"]
    with pytest.raises(WrongState, match="went on to whoever was next"):
        accept(stays[2], now=NOW + 2 * DAY)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"nights": 0}, "at most 5 nights"),
        ({"nights": 36_500}, "at most 5 nights"),
        ({"first_on": NOW.date() - DAY}, "between today"),
        ({"first_on": date(2126, 1, 1)}, "between today"),
        ({"flexible_days": 400}, "four weeks"),
    ],
)
def test_impossible_nights_are_refused_in_words(house, told, reason):
    with pytest.raises(WrongState, match=reason):
        ask(house, make_person(), **told)
    assert not Stay.objects.exists()


def test_one_asks_once_at_a_time_and_not_while_the_house_is_shut(house):
    stay = guest(house)
    with pytest.raises(WrongState, match="asked already"):
        ask(house, stay.person, first_on=FIRST + 10 * DAY)
    RespiteHouse.objects.update(open=False)
    with pytest.raises(WrongState, match="takes nobody"):
        ask(house, make_person())


def test_a_guest_leaves_early_with_one_press_and_the_nights_go_on(house):
    first, second = guest(house, nights=4), guest(house, 2, nights=4)
    waiting = guest(house, 3, first_on=FIRST + DAY, nights=2, flexible_days=3)
    assert waiting.state == "waiting" or waiting.arrives_on > FIRST
    with acting(first.person):
        give_stay_up(stay=first.pk, now=NOW + 10 * DAY)
    first.refresh_from_db()
    assert (first.state, first.leaves_on, first.bed_nights.count()) == ("over", date(2026, 12, 3), 2)
    assert state(second) == "taken"


def test_guests_who_blocked_each_other_are_never_there_in_the_same_night(house):
    first = guest(house)
    group = make_organization(name="Elsewhere")
    other = make_person(email="other@example.org")
    with acting(first.person):
        membership = join_group(first.person, group=Ref.to(group), display_name="Robin", now=NOW)
    with acting(other):
        join_group(other, group=Ref.to(group), display_name="Heron", now=NOW)
        block_person(other, membership=membership, now=NOW)
    assert ask(house, other).state == "waiting"
    assert ask(house, make_person(email="third@example.org")).state == "held"


def test_the_way_is_shown_to_a_guest_from_the_day_before_and_to_nobody_by_a_letters_link(client, house, monkeypatch):
    stay = guest(house)
    page, link = reverse("respite-stay", args=[stay.pk]), reverse("respite-link", args=[stay.pk, stay.link_token])
    client.force_login(stay.person)
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    assert FINDING not in client.get(page).content.decode()
    look_after_stays(now=NOW + 7 * DAY)
    assert "nearly time" in Letter.objects.get(recipient=stay.person, channel="page", subject__startswith="Soon").body
    monkeypatch.setattr(timezone, "now", lambda: NOW + 7 * DAY)
    assert FINDING in client.get(page).content.decode()
    client.logout()
    assert FINDING not in client.get(link).content.decode()
    for path in (reverse("respite"), reverse("respite-house", args=[house.pk]), reverse("respite-ask", args=[house.pk])):
        assert FINDING not in client.get(path).content.decode()
    monkeypatch.setattr(timezone, "now", lambda: NOW + 11 * DAY)
    client.force_login(stay.person)
    assert FINDING not in client.get(page).content.decode()
    assert FINDING not in str([each.body for each in Letter.objects.all()])


def test_a_plan_opens_with_its_words_and_with_nothing_else():
    sealed = seal(PLAN, WORDS, place="1")
    assert PLAN not in sealed
    assert sealed != seal(PLAN, WORDS, place="1")
    assert unseal(sealed, " Copper, LANTERN otter   violet.", place="1") == PLAN
    for words, place in (("copper lantern otter", "1"), (WORDS, "2")):
        with pytest.raises(WrongWords):
            unseal(sealed, words, place=place)
    assert are_enough(fresh_words())
    assert not [each for each in ("", "secret", "aa bb cc dd", "sun sun sun sun sun sun") if are_enough(each)]


def test_hosts_and_the_places_own_keys_cannot_open_a_plan(client, house, host):
    stay = guest(house)
    client.force_login(stay.person)
    page = reverse("respite-plan", args=[stay.pk])
    assert "at least four different words" in client.post(page, {"do": "seal", "plan": PLAN, "words": "secret"}).content.decode()
    for _twice in range(2):
        assert client.post(page, {"do": "seal", "plan": PLAN, "words": WORDS}).status_code == 302
    stay.refresh_from_db()
    assert PLAN not in stay.sealed_plan  # the place's own key has been used to read this; the guest's is still missing
    assert PLAN not in client.get(page).content.decode()
    assert "do not open it" in client.post(page, {"do": "open", "words": "wrong words entirely here"}).content.decode()
    assert PLAN in client.post(page, {"do": "open", "words": WORDS.upper()}).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM django_session")
        assert WORDS not in str(cursor.fetchall())
    client.force_login(host)
    assert client.get(page).status_code == 404
    shown = client.get(reverse("respite-hosts", args=[house.pk])).content.decode()
    assert "Wren" in shown
    assert stay.sealed_plan not in shown
    with acting(host), pytest.raises(NotFound):
        seal_plan(stay=stay.pk, plan="", now=NOW)


def test_without_an_account_a_guest_comes_back_with_the_code(client, house):
    code = code_for(uuid.uuid4())
    stay = ask(house, None, code=code)
    page = reverse("respite-stay", args=[stay.pk])
    assert client.get(page).status_code == 302
    assert client.get(reverse("respite-link", args=[stay.pk, "0" * 40])).status_code == 404
    assert "no such code" in client.post(reverse("places-code"), {"code": "1234 5678 9012"}).content.decode()
    came = client.post(reverse("places-code"), {"code": f"{code[:4]} {code[4:8]} {code[8:]}"})
    assert came["Location"] == page
    assert "A bed is held for you" in client.get(page).content.decode()
    assert code not in str(dict(client.session))


def test_hosts_call_off_and_others_do_not_find_it(house, host):
    stay = guest(house)
    for person in (make_person(email="else@example.org"), None):
        with acting(person), pytest.raises(NotFound):
            call_stay_off(stay=stay.pk, now=NOW)
    with acting(host):
        call_stay_off(stay=stay.pk, now=NOW)
    assert state(stay) == "given_up"
    letter = Letter.objects.get(recipient=stay.person, channel="page", subject="Something is called off")
    assert house.name not in letter.body
    with acting(make_person(email="other2@example.org")), pytest.raises(Refused):
        change_house(house, told={"name": "Mine"}, beds=[], now=NOW)


def test_names_go_thirty_days_after_leaving_and_the_nights_stay(house):
    stay = guest(house)
    with acting(stay.person):
        seal_plan(stay=stay.pk, plan=PLAN, words=WORDS, now=NOW)
    look_after_stays(now=NOW + 20 * DAY)
    purge(NOW + 35 * DAY)
    stay.refresh_from_db()
    assert stay.alias == "Wren"
    purge(NOW + 45 * DAY)
    stay.refresh_from_db()
    assert (stay.person, stay.alias, stay.sealed_plan, stay.state) == (None, "", "", "over")
    assert stay.bed_nights.count() == 2


def test_who_is_erased_leaves_nothing_and_frees_the_bed(house):
    stay = guest(house)
    erase(stay.person, now=NOW)
    assert not Stay.objects.exists()
    assert not BedNight.objects.exists()


def test_who_waits_in_vain_hears_of_it_and_the_agenda_says_only_stay(house):
    stays = [guest(house, n) for n in range(3)]
    lines = list(coming_up(stays[0].person, since=NOW, until=NOW + 30 * DAY))
    assert [(str(each.title), str(each.neutral_title), each.where) for each in lines] == [("Stay", "Stay", "")]
    look_after_stays(now=NOW + 10 * DAY)
    assert state(stays[2]) == "over"
    assert Letter.objects.filter(recipient=stays[2].person, subject="Nothing came free in time").exists()


def test_the_line_is_true_and_counted_in_so_many_queries(client, house, monkeypatch, django_assert_num_queries):
    from trellis.apps.gatherings.queries.respite import houses_now

    monkeypatch.setattr(timezone, "now", lambda: NOW + 8 * DAY)
    today = (NOW + 8 * DAY).date()
    with django_assert_num_queries(3):
        assert [each.free for each in houses_now(today)] == [2]
    guest(house)
    with as_program():
        for n in range(2):
            add_house(house.organization, told=HOUSE | {"name": f"House {n}", "tells_free_beds": False}, beds=["One"], now=NOW)
    with django_assert_num_queries(3):
        assert [each.free for each in houses_now(today)] == [None, None, 1]
    assert "1 bed is free tonight." in client.get(reverse("respite")).content.decode()
