"""What becomes of a match: two rows of state, handovers, standing ones, endings, erasing."""

from datetime import date, datetime, timedelta

import pytest

from trellis.apps.commitments.models import Commitment
from trellis.apps.exchange import actions
from trellis.apps.exchange.models import Handover, Match, Need, Offer, RelayNote
from trellis.apps.exchange.queries.agenda_asking import coming_up
from trellis.apps.exchange.tests.made_asking import (
    DAY,
    FRINTON,
    NOW,
    THURSDAY_NINE,
    THURSDAYS,
    agreed,
    arranged,
    asked,
    block,
    helpers_of,
    offered,
    person,
    said_yes,
)  # fmt: skip
from trellis.apps.people.models.blocks import Block
from trellis.core.actions import NotFound, Refused, WrongState, acting, as_program
from trellis.core.forgetting.erasing import erase, erase_address
from trellis.core.letters.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def mo():
    return person("Mo")


@pytest.fixture
def dev():
    return person("Dev")


def test_an_offer_withdrawn_in_the_moment_it_is_chosen(mo, dev):
    offer = offered(dev)
    need = asked(mo)
    match = said_yes(need, dev)
    with acting(dev):
        actions.withdraw_offer(offer, now=NOW)
    with acting(mo), pytest.raises(WrongState, match="taken back"):
        actions.choose_helper(match, now=NOW)
    need.refresh_from_db()
    assert need.state == "open"
    with as_program():
        actions.tidy(need, now=NOW)
    match.refresh_from_db()
    assert match.state == "passed"


def test_the_second_to_be_chosen_and_the_second_yes_come_too_late(mo, dev):
    sam = person("Sam")
    offered(dev)
    offered(sam)
    need = asked(mo)
    one, two = said_yes(need, dev), said_yes(need, sam)
    with acting(mo):
        actions.choose_helper(one, now=NOW)
        with pytest.raises(WrongState):
            actions.choose_helper(two, now=NOW)
        with pytest.raises(WrongState):
            actions.choose_helper(one, now=NOW)
    with as_program():
        actions.tidy(Need.objects.get(), now=NOW)
    two.refresh_from_db()
    assert two.state == "passed"
    assert Letter.objects.filter(recipient=sam, subject="Thank you for saying yes").exists()


def test_the_first_who_says_yes_is_taken_where_the_asker_wants_it_so(mo, dev):
    sam = person("Sam")
    offered(dev)
    offered(sam)
    need = asked(mo, choosing="first")
    assert said_yes(need, dev).state == "chosen"
    with pytest.raises(WrongState, match="a moment before you"):
        said_yes(need, sam)


def test_one_who_can_help_one_at_a_time_is_not_chosen_twice(mo, dev):
    offered(dev)
    first, second = asked(mo), asked(person("Kim"))
    one, two = said_yes(first, dev), said_yes(second, dev)
    with acting(mo):
        actions.choose_helper(one, now=NOW)
    with acting(second.person), pytest.raises(WrongState, match="somebody else"):
        actions.choose_helper(two, now=NOW)
    assert not asked(person("Lou")).matches.exists()


def test_a_person_blocked_after_matching_ends_it_quietly(mo, dev):
    offered(dev)
    match = arranged(mo, dev)
    agreed(match)
    with acting(mo):
        actions.block_in_match(match, name="Dev", now=NOW)
    match.refresh_from_db()
    assert match.state == "ended"
    assert Handover.objects.get().state == "called_off"
    assert Commitment.objects.get().state == "released"
    assert Block.objects.get().blocker == mo
    need = Need.objects.get()
    assert need.state == "open"
    assert not match.is_visible_to(dev)
    with acting(dev), pytest.raises(NotFound):
        actions.write_note(match, words="Why?", now=NOW)
    with as_program():
        actions.tend(now=NOW + DAY)
    assert need.matches.count() == 1
    assert list(coming_up(dev, since=NOW, until=NOW + 14 * DAY)) == []


def test_a_block_made_elsewhere_ends_what_the_two_arranged(mo, dev):
    from trellis.apps.exchange.actions.tending import end_between_blocked

    offered(dev)
    match = arranged(mo, dev)
    agreed(match)
    block(dev, mo)
    assert list(coming_up(mo, since=NOW, until=NOW + 14 * DAY)) == []
    end_between_blocked(str(dev.pk))
    match.refresh_from_db()
    assert match.state == "ended"


def test_a_handover_nobody_confirms_is_asked_about_twice_and_closed(mo, dev):
    offered(dev)
    handover = agreed(arranged(mo, dev, when=None))
    moment = THURSDAY_NINE + timedelta(hours=4)
    for _quarter in range(4 * 9):
        with as_program():
            actions.tend(now=moment)
        moment += timedelta(hours=6)
    handover.refresh_from_db()
    assert (handover.state, handover.n_asked, handover.settled_by) == ("unknown", 2, "")
    assert Commitment.objects.get().state == "released"
    assert Need.objects.get().state == "closed"
    asked_after = [each for each in Letter.objects.filter(recipient=dev, channel="page") if "Did it happen?" in each.body]
    assert len(asked_after) == 2


def test_the_day_before_both_are_reminded_once(mo, dev):
    offered(dev)
    agreed(arranged(mo, dev))
    with as_program():
        for hours in (0, 47, 48, 49, 50):
            actions.tend(now=NOW + timedelta(hours=hours))
    assert Handover.objects.get(begins_at=THURSDAY_NINE).reminded_at == NOW + timedelta(hours=47)
    subject = "Something you agreed on is coming up"
    assert Letter.objects.filter(subject=subject, recipient=mo, channel="page").count() == 1


def test_a_standing_one_has_a_handover_each_week_through_the_change_of_clocks(mo, dev):
    offered(dev)
    last = date(2027, 4, 8)
    match = arranged(mo, dev, when={**THURSDAYS, "until_on": last})
    first = agreed(match, begins_at=datetime(2027, 3, 11, 9, tzinfo=NOW.tzinfo), repeats=True)
    moment = datetime(2027, 3, 8, 12, tzinfo=NOW.tzinfo)
    for _week in range(9):
        with as_program():
            actions.tend(now=moment)
        moment += 7 * DAY
    hours = {each.begins_at for each in match.handovers.all()}
    assert datetime(2027, 3, 25, 9, tzinfo=NOW.tzinfo) in hours
    assert datetime(2027, 4, 1, 8, tzinfo=NOW.tzinfo) in hours
    assert max(hours).date() == last
    assert Commitment.objects.filter(promiser=dev, promisee=mo).count() == len(hours)
    first.refresh_from_db()
    assert first.state == "unknown"
    assert Need.objects.get().state == "closed"


def test_calling_off_one_week_leaves_the_next(mo, dev):
    offered(dev)
    match = arranged(mo, dev)
    first = agreed(match, repeats=True)
    with acting(dev):
        actions.call_off_handover(first, now=NOW)
    with as_program():
        actions.tend(now=NOW)
        actions.tend(now=NOW)
    assert list(match.handovers.order_by("begins_at").values_list("state", flat=True)) == ["called_off", "agreed"]


def test_the_same_press_again_is_told_so(mo, dev):
    offered(dev)
    match = arranged(mo, dev)
    handover = agreed(match)
    with acting(dev):
        with pytest.raises(WrongState):
            actions.accept_match(match, now=NOW)
        with pytest.raises(WrongState):
            actions.agree_handover(handover, now=NOW)
        with pytest.raises(WrongState, match="not begun"):
            actions.settle_handover(handover, done=True, now=NOW)
        actions.settle_handover(handover, done=False, now=THURSDAY_NINE + DAY)
    with acting(mo), pytest.raises(WrongState):
        actions.settle_handover(handover, done=True, now=THURSDAY_NINE + DAY)
    with acting(mo), pytest.raises(WrongState):
        actions.thank_helper(handover, now=THURSDAY_NINE + DAY)


def test_one_does_not_agree_to_what_one_suggested_oneself(mo, dev):
    offered(dev)
    match = arranged(mo, dev)
    with acting(mo):
        handover = Handover.objects.get(pk=actions.suggest_handover(match, begins_at=THURSDAY_NINE, now=NOW))
        with pytest.raises(Refused):
            actions.agree_handover(handover, now=NOW)
        with pytest.raises(WrongState, match="over"):
            actions.suggest_handover(match, begins_at=NOW - DAY, now=NOW)


def test_what_was_done_frees_the_helper_and_closes_the_need(mo, dev):
    offered(dev)
    handover = agreed(arranged(mo, dev, when=None))
    with acting(mo):
        actions.settle_handover(handover, done=True, now=THURSDAY_NINE + DAY)
        actions.thank_helper(handover, words="Thank you!", now=THURSDAY_NINE + DAY)
    with as_program():
        actions.tidy(Need.objects.get(), now=THURSDAY_NINE + DAY)
    assert Need.objects.get().state == "done"
    assert Offer.objects.get().n_taken == 0
    assert Match.objects.get().state == "ended"
    assert Match.objects.get().is_visible_to(mo)


def test_a_need_taken_back_ends_everything_that_hangs_on_it(mo, dev):
    offered(dev)
    match = arranged(mo, dev)
    agreed(match)
    with acting(mo):
        actions.withdraw_need(match.need, now=NOW)
        with pytest.raises(WrongState):
            actions.withdraw_need(match.need, now=NOW)
    with as_program():
        actions.tidy(Need.objects.get(), now=NOW)
    assert Need.objects.get().state == "closed"
    assert Handover.objects.get().state == "called_off"
    assert Offer.objects.get().n_taken == 0


def test_nobody_found_in_time_is_told(mo):
    need = asked(mo)
    with as_program():
        actions.tend(now=NOW + 29 * DAY)
    need.refresh_from_db()
    assert need.state == "closed"
    assert "found nobody in time" in Letter.objects.get(recipient=mo, channel="page").body


def test_a_new_offer_reaches_those_who_wait(mo, dev):
    need = asked(mo)
    offered(dev, now=NOW + timedelta(hours=2))
    with as_program():
        actions.tend(now=NOW + timedelta(hours=3))
    assert helpers_of(need) == {"Dev"}


# Erasing


def test_erasing_whoever_helps_opens_the_need_again_and_leaves_nothing_of_them(mo, dev):
    offered(dev)
    match = arranged(mo, dev)
    agreed(match)
    with acting(dev):
        actions.write_note(match, words="My car is red", now=NOW)
    erase(dev, now=NOW)
    assert not Match.objects.exists()
    assert not RelayNote.objects.exists()
    assert not Handover.objects.exists()
    assert Need.objects.get().state == "open"
    assert Commitment.objects.get().state == "released"


def test_erasing_whoever_asked_frees_the_helper(mo, dev):
    offered(dev)
    agreed(arranged(mo, dev))
    erase(mo, now=NOW)
    assert not Need.objects.exists()
    assert Offer.objects.get().n_taken == 0


def test_forgetting_an_address_forgets_what_was_asked_with_it(dev):
    offered(dev)
    asked(None, email="Mo@example.org")
    erase_address("mo@example.org", now=NOW)
    assert not Need.objects.exists()


def test_who_takes_part_in_the_talk_about_a_need(mo, dev):
    offered(dev)
    match = arranged(mo, dev)
    assert match.need.participants() == [mo.pk, dev.pk]
    assert match.need.is_visible_to(dev)
    assert not match.need.is_visible_to(person("Eve"))
    assert FRINTON["latitude"] != match.offer.latitude
