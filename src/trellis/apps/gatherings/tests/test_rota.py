"""A rota from the question to everybody's turns: fair, within every limit, and nobody's wishes or blocks are told."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.apps.directory.tests.factories import make_organization
from trellis.apps.directory.tests.factories import make_person as make_holder
from trellis.apps.gatherings.actions import rota as acts
from trellis.apps.gatherings.actions.turns import add_shift
from trellis.apps.gatherings.models import RotaPlan, RotaTurn, RotaWish, Shift, Turn
from trellis.apps.gatherings.queries.rota import problem, proposed
from trellis.apps.gatherings.tests.factories import make_gathering, make_series
from trellis.apps.people.actions import block_person, join_group, leave_group
from trellis.apps.people.tests.holders import make_person
from trellis.core.actions import NotFound, Refused, WrongState, acting, as_program
from trellis.core.forgetting.erasing import erase
from trellis.core.letters.models import Letter
from trellis.core.references import Ref
from trellis.kernels.rota import recount

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
FIRST, LAST, BY = date(2026, 12, 1), date(2026, 12, 14), date(2026, 11, 28)


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def series():
    """Two people at the counter on each of six evenings."""
    made = make_series(make_organization(name="Community fridge"), title="Fridge evening")
    for number in range(6):
        gathering = make_gathering(made, starts_at=datetime(2026, 12, 1, 18, tzinfo=UTC) + timedelta(days=2 * number))
        with as_program():
            add_shift(gathering, role="counter", wanted=2, now=NOW)
    return made


@pytest.fixture
def editor(series):
    return make_holder("editor", series.organization, email="editor@example.org")


def join(series, name):
    person = make_person(display_name="Real Name")
    with acting(person):
        return join_group(person, group=Ref.to(series.organization), display_name=name, now=NOW - timedelta(days=60))


@pytest.fixture
def members(series):
    return [join(series, name) for name in ("Robin", "Wren", "Swift", "Jay")]


@pytest.fixture
def rota(series, editor, members):
    with acting(editor):
        return RotaPlan.objects.get(pk=acts.ask_for_rota(series, first_on=FIRST, last_on=LAST, answer_by_on=BY, now=NOW))


def answers(rota, membership, *, wish="yes", capacity=4, per_week=2, but=()):
    wishes = {str(pk): "no" if pk in but else wish for pk in Shift.objects.values_list("pk", flat=True)}
    with acting(membership.person):
        acts.answer_rota(rota, capacity=capacity, per_week=per_week, wishes=wishes, now=NOW)


def propose(rota, editor):
    with acting(editor):
        acts.propose_rota(rota, now=NOW)
    rota.refresh_from_db()


def test_fair_turns_are_proposed_within_every_limit_and_published(rota, editor, members):
    for membership in members:
        answers(rota, membership)
    propose(rota, editor)

    turns = proposed(rota)
    assert recount(problem(rota, now=NOW).rota, turns).breaches == ()
    assert len(turns) == 12
    assert sorted(sum(who == str(each.person_id) for _id, who in turns) for each in members) == [3, 3, 3, 3]
    with acting(editor):
        assert acts.publish_rota(rota, now=NOW) == 0
        with pytest.raises(WrongState):
            acts.publish_rota(rota, now=NOW)
    assert Turn.objects.filter(state="taken").count() == 12


def test_rather_not_is_asked_first_and_no_is_never_put(rota, editor, members):
    robin, wren, *others = members
    first = Shift.objects.first()
    answers(rota, robin, wish="rather_not")
    answers(rota, wren, but=(first.pk,))
    propose(rota, editor)
    with acting(editor):
        with pytest.raises(WrongState, match="break a limit"):
            acts.put_rota_turn(rota, shift=str(first.pk), person=str(wren.person_id), now=NOW)
        acts.publish_rota(rota, now=NOW)

    states = {turn.state for turn in Turn.objects.filter(person=robin.person)}
    assert states == {"asked"}
    assert {turn.state for turn in Turn.objects.filter(person=wren.person)} == {"taken"}
    assert not Turn.objects.filter(shift=first, person=wren.person).exists()


def test_what_is_put_by_hand_stays_and_can_be_taken_away(rota, editor, members):
    for membership in members:
        answers(rota, membership, capacity=1)
    propose(rota, editor)
    turn = RotaTurn.objects.filter(rota=rota).first()
    shift, person = str(turn.shift_id), str(turn.person_id)
    with acting(editor):
        acts.take_rota_turn_out(rota, shift=shift, person=person, now=NOW)
        acts.take_rota_turn_out(rota, shift=shift, person=person, now=NOW)
        assert (shift, person) not in proposed(rota)
        acts.put_rota_turn(rota, shift=shift, person=person, now=NOW)
        acts.put_rota_turn(rota, shift=shift, person=person, now=NOW)
    propose(rota, editor)

    assert RotaTurn.objects.filter(rota=rota, by_hand=True).count() == 1
    assert (shift, person) in proposed(rota)


def test_people_who_blocked_each_other_are_never_on_one_shift_and_no_page_says_so(client, rota, editor, members):
    robin, wren, *_others = members
    with acting(robin.person):
        block_person(robin.person, membership=wren, now=NOW)
    for membership in (robin, wren):
        answers(rota, membership, capacity=6, per_week=6)
    propose(rota, editor)

    turns = proposed(rota)
    assert not {id for id, who in turns if who == str(robin.person_id)} & {id for id, who in turns if who == str(wren.person_id)}
    for person in (editor, wren.person):
        client.force_login(person)
        page = client.get(reverse("rota", args=[rota.pk])).content.decode()
        assert "apart" not in page and "block" not in page.lower().replace("rel=", "")


def test_settled_turns_count_and_a_member_who_left_is_left_out(rota, editor, members):
    robin, wren, swift, jay = members
    first = Shift.objects.first()
    with acting(robin.person):
        from trellis.apps.gatherings.actions.turns import take_turn

        take_turn(first, now=NOW)
    for membership in members:
        answers(rota, membership)
    with acting(jay.person):
        leave_group(jay, now=NOW)
    propose(rota, editor)

    turns = proposed(rota)
    assert (str(first.pk), str(robin.person_id)) not in turns
    assert sum(id == str(first.pk) for id, _who in turns) == 1
    assert all(who != str(jay.person_id) for _id, who in turns)


def test_who_may_do_what(rota, series, editor, members):
    stranger = make_person()
    with acting(stranger), pytest.raises(NotFound):
        acts.answer_rota(rota, capacity=1, per_week=1, wishes={}, now=NOW)
    with acting(members[0].person), pytest.raises(Refused):
        acts.propose_rota(rota, now=NOW)
    with acting(editor):
        with pytest.raises(WrongState, match="Nobody has answered"):
            acts.propose_rota(rota, now=NOW)
        for wrong in ({"first_on": LAST, "last_on": FIRST}, {"first_on": date(2026, 11, 20)}, {"last_on": date(2027, 12, 1)}):
            with pytest.raises(WrongState):
                acts.ask_for_rota(series, **({"first_on": FIRST, "last_on": LAST, "answer_by_on": BY} | wrong), now=NOW)
        with pytest.raises(WrongState, match="no shift"):
            acts.ask_for_rota(series, first_on=date(2027, 3, 1), last_on=date(2027, 3, 9), answer_by_on=BY, now=NOW)


def test_the_whole_way_on_pages(client, series, editor, members):
    client.force_login(editor)
    assert "Plan the turns" in client.get(reverse("rota-list")).content.decode()
    sent = {"form_key": str(uuid.uuid4())}
    for name, day in (("first_on", FIRST), ("last_on", LAST), ("answer_by_on", BY)):
        sent |= {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}
    for _twice in range(2):
        address = client.post(reverse("rota-new", args=[series.pk]), sent).url
    rota = RotaPlan.objects.get()
    assert address == reverse("rota", args=[rota.pk])
    letters = Letter.objects.filter(subject="When can you?")
    assert {each.recipient_id for each in letters} == {each.person_id for each in members}
    shifts = list(Shift.objects.all())
    for number, membership in enumerate(members[:3]):
        client.force_login(membership.person)
        assert "Say when you can" in client.get(address).content.decode()
        told = {f"shift-{each.pk}": ("yes", "rather_not", "no")[(place + number) % 3] for place, each in enumerate(shifts)}
        answer = client.post(
            reverse("rota-answer", args=[rota.pk]), told | {"capacity": "4", "per_week": "2", "form_key": str(uuid.uuid4())}
        )
        assert answer.status_code == 302
    assert client.post(reverse("rota-propose", args=[rota.pk])).status_code == 404
    client.force_login(editor)
    assert "3 of 4 members have answered" in client.get(address).content.decode()
    assert client.post(reverse("rota-propose", args=[rota.pk])).status_code == 302
    page = client.get(address).content.decode()
    assert "Robin" in page and "Real Name" not in page and "rather not" not in page.lower().split("who said")[0]
    shift = reverse("rota-shift", args=[rota.pk, shifts[0].pk])
    assert client.get(shift).status_code == 200
    client.post(shift, {"person": str(members[0].person_id), "put": "1"})
    for _twice in range(2):
        assert client.post(reverse("rota-deed", args=[rota.pk, "publish"]), {"form_key": sent["form_key"]}).status_code == 302
    client.force_login(members[0].person)
    page = client.get(address).content.decode()
    assert "Your turns" in page and "Wren" not in page
    client.force_login(members[3].person)
    assert client.get(reverse("rota-answer", args=[rota.pk])).status_code == 302


def test_erased_people_leave_nothing_in_a_rota(rota, editor, members):
    robin = members[0]
    answers(rota, robin)
    propose(rota, editor)
    erase(robin.person, now=NOW)

    assert not RotaWish.objects.exists() and not RotaTurn.objects.exists()


def test_a_dropped_rota_forgets_what_people_said(rota, editor, members):
    answers(rota, members[0])
    with acting(editor):
        acts.drop_rota(rota, now=NOW)

    assert not RotaWish.objects.exists()
