"""The pages of turns: what is open, one button, the link, the organizer's side, handover notes; sent twice, and for others not there."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.apps.directory.tests.factories import make_person
from trellis.apps.gatherings.models import Guide, HandoverNote, Shift, ShiftPattern, Turn
from trellis.apps.gatherings.queries import agenda_turns
from trellis.apps.gatherings.tests.factories import make_gathering
from trellis.apps.gatherings.tests.turn_makers import NOW, SOON, Cafe, give_back, stand_by, take
from trellis.apps.people.actions import block_person
from trellis.apps.people.models import Capability
from trellis.core.actions import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """The moment that pages believe it is."""
    moment = {"now": NOW}
    monkeypatch.setattr(timezone, "now", lambda: moment["now"])
    return moment


@pytest.fixture
def cafe(clock) -> Cafe:
    return Cafe()


@pytest.fixture
def robin(cafe, client):
    member = cafe.member("Robin")
    client.force_login(member.person)
    return member


def key(**told):
    return {"form_key": str(uuid.uuid4())} | told


def main(response) -> str:
    text = response.content.decode()
    return text[text.index("<main") : text.index("</main>")]


def at(name: str, row) -> str:
    return reverse(name, args=[row.pk])


def test_what_is_open_takes_as_many_queries_for_one_as_for_many(client, cafe, robin, django_assert_num_queries):
    cafe.shift(wanted=2, capability="first_aid", needs_lead=True, for_newcomers=1)
    for n in range(3):
        with django_assert_num_queries(14):
            page = main(client.get(reverse("turns-open")))
        assert page.count('class="card"') == n + 1
        other = make_gathering(cafe.series, starts_at=SOON + timedelta(days=n + 1))
        take(cafe.shift("Door", at=other, wanted=2), cafe.member())


def test_a_form_sent_twice_or_again_an_hour_later_takes_the_turn_once(client, cafe, robin, clock):
    shift = cafe.shift()
    form = key(do="take")
    for _ in range(2):
        client.post(at("turns-shift", shift), form)
    assert [turn.state for turn in shift.turns.all()] == ["taken"]
    client.post(at("turns-leave", shift), key(do="cannot"))
    clock["now"] += timedelta(hours=1)
    page = client.post(at("turns-shift", shift), form, follow=True)
    assert "That was done already." in page.content.decode()
    assert [turn.state for turn in shift.turns.all()] == ["given_back"]


def test_what_follows_is_said_before_one_gives_it_back(client, cafe, robin, clock):
    shift = cafe.shift()
    turn = take(shift, robin)
    page = main(client.get(at("turns-leave", shift)))
    assert "less than two days" not in page
    stand_by(shift, cafe.member())
    clock["now"] = SOON - timedelta(hours=20)
    page = main(client.get(at("turns-leave", shift)))
    assert "less than two days" in page
    assert "One stand-by is asked at once." in page
    clock["now"] = SOON
    page = main(client.get(at("turns-leave", shift)))
    assert "too slow" in page
    client.post(at("turns-leave", shift), key(do="cannot"))
    turn.refresh_from_db()
    assert turn.state == "taken"


def test_short_rest_is_asked_about_and_the_same_form_goes_on(client, cafe, robin):
    take(cafe.shift("Late", ends_at=SOON + timedelta(hours=11)), robin)
    early = cafe.shift("Breakfast", at=make_gathering(cafe.series, starts_at=SOON + timedelta(hours=20)))
    form = key(do="take")
    page = main(client.post(at("turns-shift", early), form))
    assert "Are you sure?" in page
    assert form["form_key"] in page
    client.post(at("turns-shift", early), form | {"sure": "on"})
    assert early.turns.get().state == "taken"


def test_who_lacks_something_sees_plainly_what_is_needed_and_can_stand_by(client, cafe, robin):
    shift = cafe.shift(capability="food_hygiene")
    page = main(client.get(at("turns-shift", shift)))
    assert "Food hygiene" in page
    assert "Take this turn" not in page
    client.post(at("turns-shift", shift), key(do="stand_by"))
    turn = shift.turns.get()
    client.force_login(cafe.editor)
    assert "Robin" in main(client.get(at("turns-gathering", cafe.gathering)))
    client.post(at("turns-seen", turn), key(kind="food_hygiene", until_on_0="", until_on_1="", until_on_2=""))
    assert Capability.objects.get().person == robin.person
    client.force_login(robin.person)
    assert "Take this turn" in main(client.get(at("turns-shift", shift)))
    client.post(reverse("turns-checks"), key(do="drop", row=str(Capability.objects.get().pk)))
    assert not Capability.objects.exists()


def test_the_link_answers_once_without_signing_in_and_only_by_a_button(client, cafe, clock):
    shift = cafe.shift()
    turn = take(shift, cafe.member())
    other = stand_by(shift, cafe.member())
    give_back(turn, SOON - timedelta(hours=20))
    clock["now"] = SOON - timedelta(hours=19)
    other.refresh_from_db()
    link = reverse("turns-link", args=[other.pk, other.link_token])
    page = main(client.get(link))
    assert "Yes, I take it" in page
    assert Turn.objects.get(pk=other.pk).state == "called"
    assert "It is your turn." in main(client.post(link, {"do": "yes"}))
    assert "It is your turn." in main(client.post(link, {"do": "yes"}))
    assert client.get(reverse("turns-link", args=[other.pk, "0" * 40])).status_code == 404
    clock["now"] = SOON
    assert "begun" in main(client.get(link))
    assert "begun" in main(client.post(link, {"do": "cannot"}))
    assert Turn.objects.get(pk=other.pk).state == "taken"


def test_of_a_sensitive_gathering_the_link_says_only_the_time(client, cafe):
    shift = cafe.shift("Listening")
    cafe.gathering.sensitive = True
    cafe.gathering.save()
    turn = take(shift, cafe.member())
    page = client.get(reverse("turns-link", args=[turn.pk, turn.link_token])).content.decode()
    assert "Listening" not in page
    assert "Café" not in page


def test_names_are_for_those_who_have_a_turn_and_not_for_the_blocked(client, cafe, robin):
    shift = cafe.shift(wanted=3)
    wren = cafe.member("Wren")
    take(shift, wren)
    assert "Wren" not in main(client.get(at("turns-shift", shift)))
    take(shift, robin)
    assert "Wren" in main(client.get(at("turns-shift", shift)))
    with acting(wren.person):
        block_person(wren.person, membership=robin, now=NOW)
    page = main(client.get(at("turns-shift", shift)))
    assert "Wren" not in page
    assert "1 more" in page


def test_a_turn_is_taken_for_somebody_who_is_not_named(client, cafe, robin):
    shift = cafe.shift()
    take(shift, cafe.member("Wren"))
    client.force_login(shift.turns.get().person)
    client.post(at("turns-shift", shift), key(do="put_forward"))
    client.force_login(robin.person)
    page = main(client.get(at("turns-shift", shift)))
    assert "I’ll take it for you" in page
    assert "Wren" not in page
    client.post(at("turns-shift", shift), key(do="take_over"))
    assert shift.turns.get(person=robin.person).state == "taken"


def test_showing_the_way_is_answered_on_ones_own_page(client, cafe, robin):
    shift, knows = cafe.shift(wanted=3), cafe.regular("Ash")
    take(shift, knows)
    take(shift, robin)
    client.force_login(knows.person)
    assert "Robin" in main(client.get(reverse("turns-mine")))
    client.post(reverse("turns-mine"), key(do="guide_yes", row=str(Guide.objects.get().pk)))
    client.force_login(robin.person)
    assert "Ash" in main(client.get(at("turns-shift", shift)))
    client.post(reverse("turns-mine"), key(do="guide_no", row=str(Guide.objects.get().pk)))
    assert Guide.objects.get().state == "agreed"


ROLE = {
    "role": "Kitchen", "to_do": "", "wanted": "3", "begins": "", "ends": "", "capability": "", "for_newcomers": "1", "n_guided": "1",
}  # fmt: skip


def test_what_each_time_needs_is_said_once_changed_and_ended(client, cafe):
    client.force_login(cafe.editor)
    form = key(**ROLE | {"begins": "20:00", "ends": "21:00"})
    for _ in range(2):
        client.post(at("turns-add-each-time", cafe.series), form)
    pattern = ShiftPattern.objects.get()
    assert (pattern.begins_after, pattern.minutes, Shift.objects.count()) == (60, 60, 1)
    assert "That is more" in main(client.post(at("turns-role", pattern), key(**ROLE | {"for_newcomers": "4"})))
    assert "before it begins" in main(client.post(at("turns-role", pattern), key(**ROLE | {"begins": "21:00", "ends": "20:00"})))
    client.post(at("turns-role", pattern), key(**ROLE | {"wanted": "4"}))
    assert Shift.objects.get().wanted == 4
    assert "Kitchen" in main(client.get(at("turns-each-time", cafe.series)))
    client.post(at("turns-role", pattern), {"do": "drop"})
    assert not Shift.objects.exists()


def test_whoever_organizes_asks_only_those_who_showed_themselves(client, cafe):
    shift, known, unknown = cafe.shift(), cafe.regular("Ash"), cafe.member("Hidden")
    client.force_login(cafe.editor)
    page = main(client.get(at("turns-ask", shift)))
    assert "Ash" in page
    assert "Hidden" not in page
    client.post(at("turns-ask", shift), key(who=str(unknown.pk)))
    assert not shift.turns.exists()
    client.post(at("turns-ask", shift), key(who=str(known.pk)))
    assert shift.turns.get().state == "asked"
    client.force_login(known.person)
    assert "You are asked" in main(client.get(reverse("turns-open")))
    client.post(at("turns-shift", shift), key(do="no"))
    assert shift.turns.get().state == "declined"


def test_the_organizers_page_takes_as_many_queries_for_one_as_for_many(client, cafe, django_assert_num_queries):
    client.force_login(cafe.editor)
    for n in range(3):
        shift = cafe.shift(f"Role {n}", wanted=4)
        for _ in range(n + 1):
            take(shift, cafe.member())
        with django_assert_num_queries(13):
            client.get(at("turns-gathering", cafe.gathering))


def test_a_note_that_names_somebody_is_asked_about_before_it_is_kept(client, cafe, robin, clock):
    later = make_gathering(cafe.series, starts_at=SOON + timedelta(days=1))
    take(cafe.shift(), robin)
    wren = cafe.member("Wren")
    take(cafe.shift(at=later), wren)
    clock["now"] = SOON + timedelta(hours=1)
    page = at("turns-notes", cafe.gathering)
    told = main(client.post(page, key(words="Ring Mary Jones on 07700 900123", role="", due="")))
    assert "It is not saved yet" in told
    assert "07700 900123" in told
    assert not HandoverNote.objects.exists()
    form = key(words="Order milk and bread", role="Kitchen", due="21:00")
    for _ in range(2):
        client.post(page, form)
    note = HandoverNote.objects.get()
    assert note.due_at.hour == 21
    client.force_login(wren.person)
    assert "Order milk and bread" in main(client.get(at("turns-notes", later)))
    clock["now"] += timedelta(hours=48)
    assert "Order milk and bread" not in main(client.get(at("turns-notes", later)))
    clock["now"] -= timedelta(hours=47)
    client.post(at("turns-note", note) + f"?at={later.pk}")
    assert not HandoverNote.objects.exists()


def test_for_others_there_is_nothing(client, cafe, robin):
    shift = cafe.shift()
    turn = take(shift, robin)
    pages = [at(name, shift) for name in ("turns-shift", "turns-leave", "turns-change", "turns-ask")]
    pages += [at("turns-seen", turn), at("turns-gathering", cafe.gathering), at("turns-notes", cafe.gathering)]
    client.force_login(make_person())
    assert {client.get(page).status_code for page in pages} == {404}
    client.force_login(cafe.member().person)
    assert {client.get(page).status_code for page in pages[2:]} == {404}


def test_my_week_has_my_turns_and_what_i_am_asked_in_as_many_queries_for_one_as_for_many(cafe, robin, django_assert_num_queries):
    for n in range(3):
        take(cafe.shift("Door", at=make_gathering(cafe.series, starts_at=SOON + timedelta(days=n + 1))), robin)
        with django_assert_num_queries(4):
            lines = list(agenda_turns.coming_up(robin.person, since=NOW, until=NOW + timedelta(days=20)))
        assert [line.neutral_title for line in lines] == ["Turn"] * (n + 1)
