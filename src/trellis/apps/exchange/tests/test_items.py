"""Lending: one loan at a time, a fair line, reminders, and what goes wrong said plainly."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from trellis.apps.commitments.models import Commitment
from trellis.apps.directory.tests.factories import make_organization, make_person
from trellis.apps.exchange.actions import items as things
from trellis.apps.exchange.actions import items_loans as actions
from trellis.apps.exchange.actions.items_clock import look_after
from trellis.apps.exchange.models import Item, Loan, LoanDay, LoanNote
from trellis.apps.exchange.queries import items as queries
from trellis.apps.exchange.queries.agenda_items import coming_up
from trellis.apps.people.actions import block_person, join_group
from trellis.core.actions import NotFound, Refused, WrongState, acting
from trellis.core.forgetting.erasing import erase
from trellis.core.letters.models import Letter
from trellis.core.references import Ref

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
TOLD = {"kind": "tools", "title": "Drill", "most_days": 14}


@pytest.fixture
def library():
    return make_organization(name="Library of Things")


@pytest.fixture
def keeper(library):
    return make_person("editor", library)


@pytest.fixture
def drill(library, keeper) -> Item:
    with acting(keeper):
        return Item.objects.get(pk=things.add_item_for(library, **TOLD, says_yes_by_itself=True, now=NOW))


@pytest.fixture
def ladder():
    owner = make_person(display_name="Wren")
    with acting(owner):
        return Item.objects.get(pk=things.add_item(**TOLD | {"title": "Ladder"}, now=NOW))


def ask(item, person=None, days=7, now=NOW, **told) -> Loan:
    with acting(person or make_person()):
        return Loan.objects.get(pk=actions.ask_to_borrow(item, days=days, now=now, **told))


def do(action, loan, person, now=NOW, **told) -> Loan:
    with acting(person):
        action(loan, now=now, **told)
    loan.refresh_from_db()
    return loan


def test_a_thing_is_borrowed_and_brought_back(drill, keeper):
    loan = ask(drill)
    assert (loan.state, loan.until_on) == ("agreed", TODAY + 6 * DAY)
    do(actions.hand_over, loan, keeper)
    promised = Commitment.objects.get()
    assert (promised.promiser, promised.promisee, promised.due_at.isoformat()) == (loan.borrower, None, "2026-11-29T20:00:00+00:00")
    do(actions.bring_back, loan, loan.borrower)
    assert loan.state == "back"
    do(actions.confirm_return, loan, keeper)
    assert (loan.state, LoanDay.objects.count(), Commitment.objects.get().state) == ("returned", 0, "kept")
    do(actions.write_note, loan, loan.borrower, words="Thank you", is_thanks=True)
    assert LoanNote.objects.get().is_thanks


def test_a_neighbour_says_yes_or_no_and_the_lender_may_say_that_it_is_back(ladder):
    loan = ask(ladder)
    assert loan.state == "asked"
    with acting(loan.borrower), pytest.raises(Refused):
        actions.agree_to_lend(loan, now=NOW)
    do(actions.agree_to_lend, loan, ladder.owner)
    do(actions.hand_over, loan, loan.borrower)
    do(actions.confirm_return, loan, ladder.owner)
    assert loan.state == "returned"
    again = do(actions.decline_to_lend, ask(ladder), ladder.owner)
    assert (again.state, LoanDay.objects.count()) == ("declined", 0)


def test_of_two_who_ask_one_has_it_and_the_line_is_fair(drill, keeper):
    first, second, third = (ask(drill, now=NOW + timedelta(minutes=minute)) for minute in range(3))
    assert [each.state for each in (first, second, third)] == ["agreed", "waiting", "waiting"]
    assert (queries.place_in_line(second), queries.place_in_line(third), queries.n_waiting(drill)) == (1, 2, 2)
    do(actions.hand_over, first, keeper)
    do(actions.confirm_return, first, keeper, now=NOW + DAY)
    second.refresh_from_db()
    assert (second.state, second.from_on, second.offered_until) == ("offered", TODAY + DAY, NOW + 3 * DAY)
    assert ask(drill, now=NOW + DAY).state == "waiting"
    look_after(NOW + 3 * DAY)
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.state, third.state) == ("passed", "offered")
    with acting(second.borrower), pytest.raises(WrongState):
        actions.accept_turn(second, now=NOW + 3 * DAY)
    assert do(actions.accept_turn, third, third.borrower, now=NOW + 4 * DAY).state == "agreed"


def test_the_database_allows_one_loan_and_one_reservation_at_a_time(drill, keeper):
    out = do(actions.hand_over, ask(drill), keeper)
    with pytest.raises(IntegrityError), transaction.atomic():
        Loan.objects.create(
            item=drill, borrower=make_person(), state="out", days=1, from_on=TODAY, until_on=TODAY, asked_at=NOW, state_at=NOW
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        LoanDay.objects.create(item=drill, loan=out, on=TODAY)


def test_reservations_do_not_overlap_and_the_error_says_what_to_do(drill):
    kept = ask(drill, from_on=TODAY + 10 * DAY, days=5)
    assert (kept.state, kept.from_on) == ("agreed", TODAY + 10 * DAY)
    with pytest.raises(WrongState, match="other days"):
        ask(drill, from_on=TODAY + 14 * DAY, days=2)
    assert ask(drill, from_on=TODAY + 15 * DAY, days=2).state == "agreed"
    assert ask(drill, days=11).state == "waiting"
    assert queries.free_from(drill, 1, today=TODAY) == TODAY
    assert Loan.objects.count() == 3


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"days": 15}, "at most 14"),
        ({"days": 0}, "at most"),
        ({"from_on": TODAY - DAY}, "from today"),
        ({"from_on": TODAY + 400 * DAY}, "half a year"),
    ],
)
def test_what_cannot_be_asked_is_said(drill, told, words):
    with pytest.raises(WrongState, match=words):
        ask(drill, **told)


def test_one_person_asks_once_and_every_step_is_done_once(drill, keeper):
    person = make_person()
    loan = ask(drill, person)
    with pytest.raises(WrongState, match="already"):
        ask(drill, person)
    do(actions.hand_over, loan, keeper)
    for action, who in ((actions.hand_over, keeper), (actions.withdraw_loan, person)):
        with acting(who), pytest.raises(WrongState):
            action(loan, now=NOW)
    assert Commitment.objects.count() == 1


def test_it_is_kept_longer_twice_if_nobody_waits(drill, keeper):
    loan = do(actions.hand_over, ask(drill), keeper)
    for week in (1, 2):
        do(actions.keep_longer, loan, loan.borrower)
        assert loan.until_on == TODAY + (6 + 7 * week) * DAY
    assert Commitment.objects.get().due_at.date() == loan.until_on
    with acting(loan.borrower), pytest.raises(WrongState, match="twice"):
        actions.keep_longer(loan, now=NOW)
    other = do(actions.hand_over, ask(_another(drill, keeper)), keeper)
    ask(other.item)
    with acting(other.borrower), pytest.raises(WrongState, match="waits"):
        actions.keep_longer(other, now=NOW)


def _another(drill, keeper) -> Item:
    with acting(keeper):
        return Item.objects.get(pk=things.add_item_for(drill.organization, **TOLD, says_yes_by_itself=True, now=NOW))


def test_reminders_come_once_each_and_late_is_kind(drill, keeper):
    loan = do(actions.hand_over, ask(drill), keeper)
    for days, what in ((3, ""), (4, "soon"), (4, "soon"), (6, "today"), (7, "late"), (9, "late")):
        look_after(NOW + days * DAY)
        loan.refresh_from_db()
        assert loan.reminded == what
    told = [each for each in Letter.objects.filter(recipient=loan.borrower) if "due" in each.body]
    assert len({(each.fact_id, each.channel) for each in told}) == len(told)
    bodies = " ".join(each.body for each in Letter.objects.all())
    assert "These things happen" in bodies
    assert "Drill" not in bodies
    assert [line.title for line in coming_up(loan.borrower, since=NOW + 9 * DAY, until=NOW + 16 * DAY)] == ["Bring back: Drill"]


@pytest.mark.parametrize("state", ["lost", "broken"])
def test_lost_or_broken_is_said_plainly_and_the_thing_rests(drill, keeper, state):
    loan = do(actions.hand_over, ask(drill), keeper)
    waiting = ask(drill)
    do(actions.say_gone, loan, loan.borrower, state=state, words="The chuck came off.")
    drill.refresh_from_db()
    waiting.refresh_from_db()
    assert (loan.state, drill.state, waiting.state, Commitment.objects.get().state) == (state, state, "waiting", "released")
    with acting(keeper):
        things.wake_item(drill, now=NOW)
    waiting.refresh_from_db()
    assert waiting.state == "offered"


def test_what_nobody_answers_or_fetches_or_confirms_ends_by_itself(ladder, drill, keeper):
    unanswered, unfetched = ask(ladder), ask(drill)
    look_after(NOW + 8 * DAY)
    unanswered.refresh_from_db()
    unfetched.refresh_from_db()
    assert (unanswered.state, unfetched.state, LoanDay.objects.count()) == ("passed", "passed", 0)
    loan = do(actions.hand_over, ask(drill), keeper)
    do(actions.bring_back, loan, loan.borrower)
    look_after(NOW + 8 * DAY)
    loan.refresh_from_db()
    assert (loan.state, Commitment.objects.get().state) == ("returned", "kept")


def test_a_late_thing_is_not_handed_to_the_next(drill, keeper):
    loan = do(actions.hand_over, ask(drill, days=2), keeper)
    kept = ask(drill, from_on=TODAY + 3 * DAY)
    with acting(keeper), pytest.raises(WrongState, match="still with somebody else"):
        actions.hand_over(kept, now=NOW + 4 * DAY)
    do(actions.confirm_return, loan, keeper, now=NOW + 4 * DAY)
    assert do(actions.hand_over, kept, keeper, now=NOW + 4 * DAY).state == "out"


def test_people_who_block_each_other_are_not_brought_together(ladder):
    group = Ref("directory.organization", str(uuid.uuid4()))
    loan = ask(ladder, words="Could I have it on Friday?")
    with acting(loan.borrower):
        membership = join_group(loan.borrower, group=group, display_name="Robin", now=NOW)
    with acting(ladder.owner):
        join_group(ladder.owner, group=group, display_name="Wren", now=NOW)
        block_person(ladder.owner, membership=membership, now=NOW)
    with acting(ladder.owner), pytest.raises(WrongState, match="only be ended"):
        actions.agree_to_lend(loan, now=NOW)
    assert queries.notes_of(loan, ladder.owner) == []
    assert not ladder.is_visible_to(loan.borrower)
    with pytest.raises(NotFound):
        ask(ladder, loan.borrower)
    look_after(NOW)
    loan.refresh_from_db()
    assert loan.state == "passed"


def test_a_loan_exists_for_its_two_sides_only(ladder, drill, keeper, library):
    loan = ask(ladder)
    outsider = make_person()
    assert (loan.is_visible_to(ladder.owner), loan.is_visible_to(outsider), loan.is_visible_to(None)) == (True, False, False)
    with acting(outsider), pytest.raises(NotFound):
        actions.withdraw_loan(loan, now=NOW)
    assert not ladder.is_visible_to(None)
    assert drill.is_visible_to(None)
    Item.objects.filter(pk=drill.pk).update(seen_by="members")
    drill.refresh_from_db()
    with acting(outsider):
        assert not drill.is_visible_to(outsider)
        join_group(outsider, group=Ref.to(library), display_name="Ro", now=NOW)
    assert drill.is_visible_to(outsider)
    assert set(queries.items_for(outsider)) == {drill, ladder}
    assert set(queries.items_for(None)) == set()


def test_who_is_erased_leaves_nothing_and_the_thing_goes_on(drill, ladder, keeper):
    loan = do(actions.hand_over, ask(drill, words="For my mother"), keeper)
    waiting = ask(drill)
    do(actions.write_note, loan, loan.borrower, words="At five?")
    erase(waiting.borrower, now=NOW)
    erase(loan.borrower, now=NOW)
    loan.refresh_from_db()
    assert (loan.borrower, queries.borrower_name(loan)) == (None, "Somebody who left")
    assert {each.words for each in LoanNote.objects.all()} == {""}
    do(actions.confirm_return, loan, keeper)
    assert look_after(NOW) == 1
    assert ask(drill).state == "agreed"
    owner = ladder.owner
    erase(owner, now=NOW)
    assert not Item.objects.filter(pk=ladder.pk).exists()
